/**
 * One consumer's place in the spool: reads ahead in windows, hands out durable records only, and remembers durably what
 * was committed. Made for one reader: the next `read` begins after the last one ended.
 */
import { crc32 } from 'node:zlib'
import { type SpoolCursor, SpoolFull, type SpoolSeq } from '../../ports/spool.ts'
import { type Disk, type DiskFile, isNoRoom, replaceFile } from './disk.ts'
import type { Frame } from './frame.ts'
import type { Losses } from './losses.ts'
import { readStretch, SEGMENT_HEAD_BYTES, type Segment } from './segment.ts'
import type { Shelf } from './shelf.ts'

export interface CursorParts {
  readonly disk: Disk
  readonly shelf: Shelf
  readonly losses: Losses
  /** Its file. */
  readonly path: string
  readonly committed: SpoolSeq
  /** false until the first commit: only a file makes a consumer count when the spool is opened again. */
  readonly hasFile: boolean
  readonly windowBytes: number
  readonly lastSeq: () => SpoolSeq
  /** Removes the segments nobody needs any more. */
  readonly dropUnneeded: () => Promise<void>
  readonly onFault: (error: unknown) => void
}

export interface FileCursor extends SpoolCursor {
  /** Begins anew after `seq`; forgets what was read ahead. */
  reset(seq: SpoolSeq): void
  close(): Promise<void>
}

interface Place {
  readonly segment: Segment
  readonly file: DiskFile
  offset: number
}

export function createCursor(parts: CursorParts): FileCursor {
  const { disk, shelf, losses, windowBytes } = parts
  let committed = parts.committed
  let durable = parts.hasFile ? parts.committed : -1
  let nextSeq = committed + 1
  let place: Place | null = null
  let ahead: Frame[] = []
  /** Grows when the reader goes elsewhere, so that a read under way notices. */
  let journey = 0
  let saving: Promise<void> = Promise.resolve()

  async function read(max: number): Promise<readonly Frame[]> {
    const begunOn = journey
    while (ahead.length === 0) {
      const found = await readOn()
      if (journey !== begunOn) return []
      if (!found) return []
      ahead = found
    }
    return ahead.splice(0, max)
  }

  /** The next frames not yet handed out, perhaps none; null at the end of what is durable. */
  async function readOn(): Promise<Frame[] | null> {
    place ??= await openAt(shelf.holding(nextSeq))
    const here = place
    const end = here.segment.bytes
    if (here.offset >= end) return moveOn(here)
    const { frames, next } = await readStretch(here.file, here.offset, end, windowBytes)
    if (place !== here) return []
    here.offset = next
    const wanted: Frame[] = []
    for (const frame of frames) {
      if (frame.seq < nextSeq) continue
      losses.note(nextSeq, frame.seq)
      nextSeq = frame.seq + 1
      wanted.push(frame)
    }
    return wanted
  }

  async function moveOn(here: Place): Promise<Frame[] | null> {
    const following = shelf.after(here.segment)
    if (!following) return null
    losses.note(nextSeq, following.firstSeq)
    nextSeq = Math.max(nextSeq, following.firstSeq)
    place = null
    await here.file.close()
    return []
  }

  async function openAt(segment: Segment): Promise<Place> {
    return { segment, file: await disk.open(segment.path, 'read'), offset: SEGMENT_HEAD_BYTES }
  }

  function goTo(seq: SpoolSeq): void {
    journey += 1
    nextSeq = seq
    ahead = []
    const left = place
    place = null
    // Only read from: an error on closing it can hurt nobody.
    left?.file.close().catch(() => {})
  }

  async function commit(seq: SpoolSeq): Promise<void> {
    if (seq > parts.lastSeq()) throw new RangeError(`cannot commit ${seq}: the last record is ${parts.lastSeq()}`)
    committed = Math.max(committed, seq)
    saving = saving.catch(() => {}).then(save)
    return saving
  }

  async function save(): Promise<void> {
    if (durable >= committed) return
    const seq = committed
    try {
      await saveMakingRoom(seq)
      durable = seq
      await parts.dropUnneeded()
    } catch (error) {
      if (!(error instanceof SpoolFull)) parts.onFault(error)
      throw error
    }
  }

  /** On a full disk what nobody needs goes first: a segment that is gone needs no cursor to say that it may go. */
  async function saveMakingRoom(seq: SpoolSeq): Promise<void> {
    try {
      await replaceFile(disk, parts.path, cursorText(seq))
    } catch (error) {
      if (!isNoRoom(error)) throw error
      await parts.dropUnneeded()
      await replaceFile(disk, parts.path, cursorText(seq)).catch((again: unknown) => {
        throw isNoRoom(again) ? new SpoolFull('the disk has no room for a cursor', { cause: again }) : again
      })
    }
  }

  return {
    read,
    rewind: () => goTo(committed + 1),
    commit,
    committed: () => committed,
    reset(seq) {
      committed = seq
      durable = seq
      goTo(seq + 1)
    },
    async close() {
      await saving.catch(() => {})
      goTo(nextSeq)
    },
  }
}

function cursorText(seq: SpoolSeq): string {
  return `${seq} ${crc32(String(seq)).toString(16)}\n`
}

/** null when the file is damaged: the consumer then starts at the first record still there. */
export async function loadCursor(disk: Disk, path: string): Promise<SpoolSeq | null> {
  const text = await disk.text(path)
  const seq = Number(text.split(' ')[0])
  return Number.isSafeInteger(seq) && seq >= 0 && text === cursorText(seq) ? seq : null
}
