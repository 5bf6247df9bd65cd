/** The segments of a spool, oldest first; the last one is active and takes the appends. */
import type { SpoolSeq } from '../../ports/spool.ts'
import type { Disk } from './disk.ts'
import type { Segment } from './segment.ts'

export interface Shelf {
  active(): Segment
  /** Of all segments together. */
  bytes(): number
  add(segment: Segment): void
  /** The segment that holds this record, or would; the oldest one when it is gone. */
  holding(seq: SpoolSeq): Segment
  /** The next younger one; null for the active one. */
  after(segment: Segment): Segment | null
  oldestSeq(): SpoolSeq
  /** Removes every segment whose records all lie at or below `seq`, never the active one. */
  dropUpTo(disk: Disk, seq: SpoolSeq): Promise<void>
}

/** `segments` are in order and at least one. */
export function createShelf(segments: readonly Segment[]): Shelf {
  const all = [...segments]

  return {
    active: () => all.at(-1)!,
    bytes: () => all.reduce((sum, segment) => sum + segment.bytes, 0),
    add: (segment) => all.push(segment),
    holding: (seq) => all.findLast((segment) => segment.firstSeq <= seq) ?? all[0]!,
    after: (segment) => all.find((other) => other.firstSeq > segment.firstSeq) ?? null,
    oldestSeq: () => all[0]!.firstSeq,
    async dropUpTo(disk, seq) {
      // Taken off the shelf before the wait, so that two consumers never remove the same one.
      for (let next = all[1]; next && next.firstSeq - 1 <= seq; next = all[1]) await disk.remove(all.shift()!.path)
    },
  }
}
