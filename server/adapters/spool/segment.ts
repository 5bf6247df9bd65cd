/**
 * A segment: one append-only file of the spool, named after its first record number.
 *
 * The header (magic, format version, first number, CRC-32) tells a person and a later version what the file is. Reading
 * does not depend on it: the name says the first number too, and frames are found by themselves.
 */
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { SpoolSeq } from '../../ports/spool.ts'
import { type Disk, type DiskFile, readAt, syncFolder, writeWhole } from './disk.ts'
import { FRAME_HEAD_BYTES, looksTorn, parseStretch, type Stretch, writeSeq } from './frame.ts'
import type { Losses } from './losses.ts'

export const SEGMENT_HEAD_BYTES = 20

const MAGIC = Buffer.from('WBSP')
const FORMAT_VERSION = 1
const NAME = /^(\d{16})\.segment$/

export interface Segment {
  readonly path: string
  /** The number of its first record, or of the one to come. */
  readonly firstSeq: SpoolSeq
  /** Where its durable part ends; grows only in the active segment. */
  bytes: number
}

/** null for a file that is no segment. */
export function firstSeqOf(name: string): SpoolSeq | null {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

export function segmentPath(folder: string, firstSeq: SpoolSeq): string {
  return join(folder, `${String(firstSeq).padStart(16, '0')}.segment`)
}

/** Durable when it resolves. A file left behind by an attempt that failed is overwritten. */
export async function createSegment(
  disk: Disk,
  folder: string,
  firstSeq: SpoolSeq,
): Promise<{ readonly segment: Segment; readonly file: DiskFile }> {
  const path = segmentPath(folder, firstSeq)
  const file = await disk.open(path, 'make')
  try {
    await writeWhole(file, headOf(firstSeq), 0)
    await file.sync()
    await syncFolder(disk, folder)
  } catch (error) {
    await file.close()
    throw error
  }
  return { segment: { path, firstSeq, bytes: SEGMENT_HEAD_BYTES }, file }
}

function headOf(firstSeq: SpoolSeq): Buffer {
  const head = Buffer.alloc(SEGMENT_HEAD_BYTES)
  MAGIC.copy(head)
  head.writeUInt32LE(FORMAT_VERSION, 4)
  writeSeq(head, firstSeq, 8)
  head.writeUInt32LE(crc32(head.subarray(0, 16)), 16)
  return head
}

/** Reads on from an offset: at least one frame, or `next` is `end`. Damage is stepped over. */
export async function readStretch(file: DiskFile, from: number, end: number, windowBytes: number): Promise<Stretch> {
  let position = from
  let size = windowBytes
  for (;;) {
    const wanted = Math.min(size, end - position)
    const window = await readAt(file, position, wanted)
    // A file shorter than expected ends where it ends.
    const reach = window.length < wanted ? position + window.length : end
    const stretch = parseStretch(window, position, reach)
    if (stretch.frames.length > 0) return stretch
    if (stretch.next >= reach) return { frames: [], next: end }
    if (stretch.next === position) size *= 2
    position = stretch.next
  }
}

/**
 * Finds the last intact record of the segment that was written last, cuts off what follows, and makes sure that what is
 * left is on disk: after a killed process it may have been in memory only. Writes the header again if need be.
 * Returns the last intact record's number, or the one before the first when there is none.
 */
export async function recoverTail(
  file: DiskFile,
  segment: Segment,
  windowBytes: number,
  losses: Losses,
): Promise<SpoolSeq> {
  const end = segment.bytes
  let from = SEGMENT_HEAD_BYTES
  let goodEnd = SEGMENT_HEAD_BYTES
  let expected = segment.firstSeq
  while (from < end) {
    const stretch = await readStretch(file, from, end, windowBytes)
    for (const frame of stretch.frames) {
      losses.note(expected, frame.seq)
      expected = Math.max(expected, frame.seq + 1)
      goodEnd = frame.end
    }
    from = stretch.next
  }
  if (goodEnd < end) {
    const tail = await readAt(file, goodEnd, Math.min(end - goodEnd, FRAME_HEAD_BYTES))
    if (!looksTorn(tail, end - goodEnd)) losses.note(expected, expected + 1)
    await file.truncate(goodEnd)
  }
  const head = await readAt(file, 0, SEGMENT_HEAD_BYTES)
  if (!head.equals(headOf(segment.firstSeq))) await writeWhole(file, headOf(segment.firstSeq), 0)
  await file.datasync()
  segment.bytes = goodEnd
  return expected - 1
}
