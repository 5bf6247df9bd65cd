/**
 * The spool in files: append-only segments, a group commit, and one small cursor file per consumer (reliability.md 4.2).
 *
 * Opening never fails because of damaged content: a torn tail is cut, a damaged record is stepped over and counted, a
 * folder with the name of a segment is put aside. Only
 * the segment written last is looked through at start, the others when they are read. One process per folder; the lock
 * of the data folder sees to that. Numbers are never used twice, not even after `clear`.
 */
import { join } from 'node:path'
import type { Ms } from '../../domain/units.ts'
import type { Spool, SpoolSeq } from '../../ports/spool.ts'
import { createCursor, type FileCursor, loadCursor } from './cursor.ts'
import { type Disk, realDisk } from './disk.ts'
import { createWriter } from './group-commit.ts'
import { createLosses, type Losses } from './losses.ts'
import { createSegment, firstSeqOf, recoverTail, type Segment, segmentPath } from './segment.ts'
import { createShelf } from './shelf.ts'

export interface FileSpoolSettings {
  readonly folder: string
  readonly segmentBytes?: number
  /** All segments together never take more. */
  readonly maxBytes: number
  /** The disk cannot be trusted any more: the process must end. Called once. */
  readonly onFatal: (error: unknown) => void
  /** Tests put a failing disk here. */
  readonly disk?: Disk
  /** How much is read at once. */
  readonly windowBytes?: number
  /** The least time between two syncs; 0 when left out: a record waits for nothing but the sync before it. */
  readonly gatherMs?: Ms
}

const SEGMENT_BYTES = 16 * 1_048_576
const WINDOW_BYTES = 1_048_576
const CONSUMER = /^[a-z][a-z0-9-]*$/
const OWN_NAME = /\.(segment|cursor|cursor\.new)$/
const CURSOR_NAME = /^([a-z][a-z0-9-]*)\.cursor$/

export async function openFileSpool(settings: FileSpoolSettings): Promise<Spool> {
  const { folder, maxBytes, disk = realDisk, windowBytes = WINDOW_BYTES } = settings
  const names = await ownNames(disk, folder)
  const losses = createLosses()
  const kept = await loadCursors(disk, folder, names)
  const { segments, file, lastSeq } = await openSegments({ disk, folder, names, windowBytes, losses }, kept)
  const shelf = createShelf(segments)
  const writer = createWriter({
    disk,
    folder,
    shelf,
    file,
    lastSeq,
    // A limit of few segments must leave some that can be closed and removed.
    segmentBytes: Math.min(settings.segmentBytes ?? SEGMENT_BYTES, Math.floor(maxBytes / 4)),
    maxBytes,
    gatherMs: settings.gatherMs ?? 0,
    onFatal: settings.onFatal,
  })
  const cursors = new Map<string, FileCursor>()

  /** Consumers that were not opened this time count too: their records are still owed. */
  async function dropUnneeded(): Promise<void> {
    for (const [consumer, cursor] of cursors) kept.set(consumer, cursor.committed())
    if (kept.size > 0) await shelf.dropUpTo(disk, Math.min(...kept.values()))
  }

  function openCursor(consumer: string): FileCursor {
    if (!CONSUMER.test(consumer)) throw new RangeError(`not a name for a consumer: ${consumer}`)
    return createCursor({
      disk,
      shelf,
      losses,
      path: cursorPath(folder, consumer),
      hasFile: kept.has(consumer),
      committed: Math.max(kept.get(consumer) ?? 0, shelf.oldestSeq() - 1),
      windowBytes,
      lastSeq: writer.lastSeq,
      dropUnneeded,
      onFault: writer.fail,
    })
  }

  await dropUnneeded()
  return {
    append: writer.append,
    cursor(consumer) {
      const cursor = cursors.get(consumer) ?? openCursor(consumer)
      cursors.set(consumer, cursor)
      return cursor
    },
    state: () => ({
      bytes: shelf.bytes(),
      lastSeq: writer.lastSeq(),
      skipped: losses.count(),
      accepting: writer.accepting(),
    }),
    async clear() {
      await writer.startSegment()
      const before = shelf.active().firstSeq - 1
      for (const cursor of cursors.values()) cursor.reset(before)
      for (const consumer of kept.keys()) await disk.remove(cursorPath(folder, consumer))
      kept.clear()
      await shelf.dropUpTo(disk, before)
    },
    async close() {
      await writer.close()
      await Promise.all([...cursors.values()].map((cursor) => cursor.close()))
    },
  }
}

/** Folders with the name of a file of ours are somebody's mistake: put aside, since the spool needs the name. */
async function ownNames(disk: Disk, folder: string): Promise<readonly string[]> {
  const entries = await disk.entries(folder)
  const taken = new Set(entries.map(({ name }) => name))
  for (const { name } of entries.filter((entry) => entry.isFolder && OWN_NAME.test(entry.name))) {
    let n = 1
    while (taken.has(`${name}.folder-${n}`)) n += 1
    await disk.rename(join(folder, name), join(folder, `${name}.folder-${n}`))
  }
  return entries.filter((entry) => !entry.isFolder).map(({ name }) => name)
}

interface OpeningParts {
  readonly disk: Disk
  readonly folder: string
  readonly names: readonly string[]
  readonly windowBytes: number
  readonly losses: Losses
}

async function openSegments(parts: OpeningParts, kept: ReadonlyMap<string, SpoolSeq>) {
  const { disk, folder } = parts
  const segments = await findSegments(parts)
  const promised = Math.max(0, ...kept.values())
  const active = segments.at(-1)
  if (!active) {
    const made = await createSegment(disk, folder, promised + 1)
    return { segments: [made.segment], file: made.file, lastSeq: promised }
  }
  const file = await disk.open(active.path, 'change')
  const lastSeq = await recoverTail(file, active, parts.windowBytes, parts.losses)
  if (promised <= lastSeq) return { segments, file, lastSeq }
  // Records a consumer is done with have vanished from the end: their numbers must not come again.
  await file.close()
  const made = await createSegment(disk, folder, promised + 1)
  return { segments: [...segments, made.segment], file: made.file, lastSeq: promised }
}

async function findSegments({ disk, folder, names }: OpeningParts): Promise<Segment[]> {
  const firstSeqs = names.flatMap((name) => firstSeqOf(name) ?? []).sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const firstSeq of firstSeqs) {
    const path = segmentPath(folder, firstSeq)
    segments.push({ path, firstSeq, bytes: await disk.size(path) })
  }
  return segments
}

async function loadCursors(disk: Disk, folder: string, names: readonly string[]): Promise<Map<string, SpoolSeq>> {
  const kept = new Map<string, SpoolSeq>()
  for (const name of names) {
    const consumer = CURSOR_NAME.exec(name)?.[1]
    if (consumer === undefined) continue
    // A damaged one counts as "nothing committed": its consumer starts at the first record still there.
    kept.set(consumer, (await loadCursor(disk, join(folder, name))) ?? 0)
  }
  return kept
}

function cursorPath(folder: string, consumer: string): string {
  return join(folder, `${consumer}.cursor`)
}
