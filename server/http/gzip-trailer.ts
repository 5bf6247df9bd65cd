/**
 * The end of a gzip stream (RFC 1952) whose pieces were compressed apart: the sum over all of it is worked out from the
 * pieces' sums, made once and shared by all screens, so that no byte is read a second time for any of them.
 *
 * CRC-32 is the remainder of a polynomial over two elements; to put a piece behind is to multiply by x^(8·bytes) and add.
 */
import { crc32 } from 'node:zlib'

/** Of the uncompressed bytes so far. */
export interface Total {
  readonly crc: number
  /** Modulo 2^32. */
  readonly bytes: number
}

/** Of one piece. */
export interface Sum extends Total {
  /** x^(8·bytes), reduced. */
  readonly shift: number
}

export const NOTHING: Total = { crc: 0, bytes: 0 }

export function sumOf(piece: Uint8Array): Sum {
  return { crc: crc32(piece), bytes: piece.byteLength, shift: shiftBy(piece.byteLength) }
}

export function followedBy(before: Total, { crc, bytes, shift }: Sum): Total {
  return { crc: (times(before.crc, shift) ^ crc) >>> 0, bytes: (before.bytes + bytes) % 2 ** 32 }
}

/** An empty last block of raw deflate, then sum and length. */
export function trailer({ crc, bytes }: Total): Uint8Array {
  const end = Buffer.from([0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  end.writeUInt32LE(crc, 2)
  end.writeUInt32LE(bytes, 6)
  return end
}

/** The highest bit stands for x^0, as in the format. */
const ONE = 0x80000000
const POLYNOMIAL = 0xedb88320
const X_TO_THE_8 = ONE >>> 8

function times(a: number, b: number): number {
  let product = 0
  let factor = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1
  }
  return product >>> 0
}

function shiftBy(bytes: number): number {
  let shift = ONE
  let power = X_TO_THE_8
  for (let rest = bytes; rest > 0; rest >>>= 1) {
    if (rest & 1) shift = times(shift, power)
    power = times(power, power)
  }
  return shift
}
