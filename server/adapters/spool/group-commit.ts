/**
 * Appends: one loop takes everything that waits, writes it with one write, syncs once, and confirms in order. One group
 * follows the other no sooner than `gatherMs` after it, so that a steady trickle shares its syncs; what comes after a
 * pause is written at once.
 *
 * No room (ENOSPC, the limit) rejects what waits with `SpoolFull`. It resumes by itself, once there is room for more than
 * one record: small ones that were kept behind a large one that was not are sent again with it, and would fill the rest.
 * What a failed write left behind is cut off before the next one. Any other fault ends the writing for good: a sync is
 * never tried twice.
 */
import { join } from 'node:path'
import type { Ms } from '../../domain/units.ts'
import { SpoolFull, type SpoolSeq } from '../../ports/spool.ts'
import { type Disk, type DiskFile, isNoRoom, writeWhole } from './disk.ts'
import { encodeFrames, FRAME_HEAD_BYTES } from './frame.ts'
import { createSegment, SEGMENT_HEAD_BYTES } from './segment.ts'
import type { Shelf } from './shelf.ts'

export interface WriterParts {
  readonly disk: Disk
  readonly folder: string
  readonly shelf: Shelf
  /** Of the active segment. */
  readonly file: DiskFile
  readonly lastSeq: SpoolSeq
  readonly segmentBytes: number
  readonly maxBytes: number
  /** 0: as soon as the last group is on disk. */
  readonly gatherMs: Ms
  readonly onFatal: (error: unknown) => void
}

export interface Writer {
  append(payload: Buffer): Promise<SpoolSeq>
  lastSeq(): SpoolSeq
  accepting(): boolean
  /** Begins a new segment while no append is under way. */
  startSegment(): Promise<void>
  /** Ends the writing after a fault found elsewhere. */
  fail(error: unknown): void
  /** Commits what waits, then takes nothing more. */
  close(): Promise<void>
}

interface Waiting {
  readonly payload: Buffer
  readonly confirm: (seq: SpoolSeq) => void
  readonly refuse: (error: unknown) => void
}

/** One write is not larger than this, unless a single record is. */
const MAX_WRITE_BYTES = 8 * 1_048_576
/** Several of the longest records. */
const REAL_ROOM_BYTES = 1_048_576
/** So many share a sync well enough. */
const ENOUGH_RECORDS = 256

export function createWriter(parts: WriterParts): Writer {
  const { disk, folder, shelf, segmentBytes, maxBytes } = parts
  const waiting: Waiting[] = []
  let { file, lastSeq } = parts
  let turn: Promise<void> = Promise.resolve()
  let isScheduled = false
  let isAccepting = true
  /** Which limit refused last: until there is real room again, nothing is tried. */
  let isFull: 'limit' | 'disk' | null = null
  let leftover = false
  let ended: Error | null = null
  let lastGroupAt = Number.NEGATIVE_INFINITY
  let endGathering = () => {}

  function append(payload: Buffer): Promise<SpoolSeq> {
    return new Promise((confirm, refuse) => {
      if (ended) return refuse(ended)
      waiting.push({ payload, confirm, refuse })
      if (waiting.length >= ENOUGH_RECORDS) endGathering()
      if (isScheduled) return
      isScheduled = true
      turn = turn.then(commitWaiting)
    })
  }

  async function commitWaiting(): Promise<void> {
    while (waiting.length > 0) {
      await gather()
      lastGroupAt = performance.now()
      await commit()
    }
    isScheduled = false
  }

  async function gather(): Promise<void> {
    const leftMs = lastGroupAt + parts.gatherMs - performance.now()
    if (leftMs <= 0 || waiting.length >= ENOUGH_RECORDS || ended) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, leftMs)
      endGathering = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function commit(): Promise<void> {
    const first = frameBytes(waiting[0]!)
    const { bytes } = shelf.active()
    const mustRotate = bytes > SEGMENT_HEAD_BYTES && bytes + first > segmentBytes
    const room = maxBytes - shelf.bytes() - (mustRotate ? SEGMENT_HEAD_BYTES : 0)
    const needed = isFull === 'limit' ? Math.max(first, Math.floor(segmentBytes / 2)) : first
    if (needed > room) {
      isFull = 'limit'
      return refuseWaiting(new SpoolFull(`the spool has reached its limit of ${maxBytes} bytes`))
    }

    const batch = takeUpTo(Math.min(MAX_WRITE_BYTES, room, segmentBytes - (mustRotate ? SEGMENT_HEAD_BYTES : bytes)))
    const written = await write(batch, mustRotate)
    if (written === null) return
    try {
      await file.datasync()
    } catch (error) {
      return refuseForGood(error, batch)
    }
    shelf.active().bytes += written
    isAccepting = true
    isFull = null
    for (const { confirm } of batch) {
      lastSeq += 1
      confirm(lastSeq)
    }
  }

  /** As many as fit, but at least one. */
  function takeUpTo(bytes: number): Waiting[] {
    let count = 1
    let taken = frameBytes(waiting[0]!)
    for (; count < waiting.length; count++) {
      taken += frameBytes(waiting[count]!)
      if (taken > bytes) break
    }
    return waiting.splice(0, count)
  }

  /** Bytes written; null when it failed and everybody concerned was told. */
  async function write(batch: readonly Waiting[], mustRotate: boolean): Promise<number | null> {
    try {
      if (leftover) await file.truncate(shelf.active().bytes)
      leftover = false
      if (isFull === 'disk') await proveRoom()
      if (mustRotate) await rotate()
      const frames = encodeFrames(
        batch.map(({ payload }) => payload),
        lastSeq + 1,
      )
      leftover = true
      await writeWhole(file, frames, shelf.active().bytes)
      leftover = false
      return frames.length
    } catch (error) {
      if (!isNoRoom(error)) refuseForGood(error, batch)
      else {
        isFull = 'disk'
        refuseWaiting(new SpoolFull('the disk has no room for the spool', { cause: error }), batch)
      }
      return null
    }
  }

  /** Writes a file that means nothing and takes it away again; never in a segment, where a kill would leave it behind. */
  async function proveRoom(): Promise<void> {
    const path = join(folder, 'room.proof')
    const proof = await disk.open(path, 'make')
    try {
      await writeWhole(proof, Buffer.alloc(Math.min(segmentBytes, REAL_ROOM_BYTES)), 0)
    } finally {
      await proof.close()
      await disk.remove(path)
    }
  }

  async function rotate(): Promise<void> {
    const made = await createSegment(disk, folder, lastSeq + 1)
    await file.close()
    file = made.file
    shelf.add(made.segment)
  }

  function refuseWaiting(error: Error, batch: readonly Waiting[] = []): void {
    isAccepting = false
    for (const { refuse } of [...batch, ...waiting.splice(0)]) refuse(error)
  }

  function refuseForGood(error: unknown, batch: readonly Waiting[] = []): void {
    const isFirst = ended === null
    ended ??= new Error('the spool has failed and takes nothing more', { cause: error })
    refuseWaiting(ended, batch)
    if (isFirst) parts.onFatal(error)
  }

  function exclusively(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work)
    // Whoever asked for the work learns of its failure; the next turn does not depend on it.
    turn = done.catch(() => {})
    return done
  }

  return {
    append,
    lastSeq: () => lastSeq,
    accepting: () => isAccepting,
    startSegment: () =>
      exclusively(async () => {
        if (shelf.active().firstSeq <= lastSeq) await rotate()
      }),
    fail: (error) => refuseForGood(error),
    async close() {
      ended ??= new Error('the spool is closed')
      endGathering()
      await turn
      await exclusively(() => file.close())
    },
  }
}

function frameBytes({ payload }: Waiting): number {
  return FRAME_HEAD_BYTES + payload.length
}
