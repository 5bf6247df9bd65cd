/**
 * One spool record on disk: magic (4), payload length (4), CRC-32 over number and payload (4), number (8), payload.
 *
 * Pure work on buffers. A frame whose checksum fails is not repaired and not guessed at: the reader looks for the next
 * magic with a valid frame behind it. The magic begins with a byte that never occurs in UTF-8, so a payload of text
 * cannot look like a frame. All numbers are little-endian.
 */
import { crc32 } from 'node:zlib'
import type { SpoolSeq } from '../../ports/spool.ts'

export const FRAME_HEAD_BYTES = 20

const MAGIC = Buffer.from([0xff, 0x57, 0x42, 0x01])
const LENGTH_AT = 4
const CRC_AT = 8
const SEQ_AT = 12
const TWO_TO_32 = 4_294_967_296

export interface Frame {
  readonly seq: SpoolSeq
  readonly payload: Buffer
  /** Offset in the file of the first byte after the frame. */
  readonly end: number
}

/** Frames with consecutive numbers from `firstSeq`, one behind the other. */
export function encodeFrames(payloads: readonly Buffer[], firstSeq: SpoolSeq): Buffer {
  const total = payloads.reduce((sum, payload) => sum + FRAME_HEAD_BYTES + payload.length, 0)
  const bytes = Buffer.allocUnsafe(total)
  let at = 0
  payloads.forEach((payload, index) => {
    const end = at + FRAME_HEAD_BYTES + payload.length
    MAGIC.copy(bytes, at)
    bytes.writeUInt32LE(payload.length, at + LENGTH_AT)
    writeSeq(bytes, firstSeq + index, at + SEQ_AT)
    payload.copy(bytes, at + FRAME_HEAD_BYTES)
    bytes.writeUInt32LE(crc32(bytes.subarray(at + SEQ_AT, end)), at + CRC_AT)
    at = end
  })
  return bytes
}

export interface Stretch {
  readonly frames: readonly Frame[]
  /** Offset in the file where reading goes on; equals `from` when the window was too small for anything. */
  readonly next: number
}

/**
 * The intact frames of a window that begins at offset `from` of a file whose valid part ends at `end`. Damage is
 * stepped over. Stops before a frame that reaches beyond the window; at the end of the file nothing can follow.
 */
export function parseStretch(window: Buffer, from: number, end: number): Stretch {
  const frames: Frame[] = []
  const reachesEnd = from + window.length >= end
  let at = 0
  while (at < window.length) {
    const judged = judgeFrame(window, at, end - from - at)
    if (judged === 'beyond-window') break
    if (judged === 'bad') {
      const candidate = window.indexOf(MAGIC, at + 1)
      if (candidate >= 0) at = candidate
      else at = reachesEnd ? window.length : Math.max(at + 1, window.length - MAGIC.length + 1)
      continue
    }
    at += FRAME_HEAD_BYTES + judged.payload.length
    frames.push({ ...judged, end: from + at })
  }
  return { frames, next: from + at }
}

/** `bytesToEnd` counts from `at` to the end of the file's valid part, which may lie beyond the window. */
function judgeFrame(
  window: Buffer,
  at: number,
  bytesToEnd: number,
): { readonly seq: SpoolSeq; readonly payload: Buffer } | 'bad' | 'beyond-window' {
  if (bytesToEnd < FRAME_HEAD_BYTES) return 'bad'
  if (window.length - at < FRAME_HEAD_BYTES) return 'beyond-window'
  if (MAGIC.compare(window, at, at + MAGIC.length) !== 0) return 'bad'
  const bytes = FRAME_HEAD_BYTES + window.readUInt32LE(at + LENGTH_AT)
  if (bytes > bytesToEnd) return 'bad'
  if (bytes > window.length - at) return 'beyond-window'
  if (crc32(window.subarray(at + SEQ_AT, at + bytes)) !== window.readUInt32LE(at + CRC_AT)) return 'bad'
  return { seq: readSeq(window, at + SEQ_AT), payload: window.subarray(at + FRAME_HEAD_BYTES, at + bytes) }
}

/**
 * Whether what lies behind the last intact frame is what a write leaves that was cut short: the beginning of a frame.
 * `tail` holds at least its first `FRAME_HEAD_BYTES` bytes, or all of it when it is shorter.
 */
export function looksTorn(tail: Buffer, tailBytes: number): boolean {
  const magic = tail.subarray(0, MAGIC.length)
  if (!magic.equals(MAGIC.subarray(0, magic.length))) return false
  return tailBytes < FRAME_HEAD_BYTES || FRAME_HEAD_BYTES + tail.readUInt32LE(LENGTH_AT) > tailBytes
}

export function writeSeq(bytes: Buffer, seq: SpoolSeq, at: number): void {
  bytes.writeUInt32LE(seq % TWO_TO_32, at)
  bytes.writeUInt32LE(Math.floor(seq / TWO_TO_32), at + 4)
}

function readSeq(bytes: Buffer, at: number): SpoolSeq {
  return bytes.readUInt32LE(at + 4) * TWO_TO_32 + bytes.readUInt32LE(at)
}
