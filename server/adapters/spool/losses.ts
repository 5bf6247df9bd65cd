/** Counts records that turned out to be unreadable: each gap in the numbers once, however many consumers step over it. */
import type { SpoolSeq } from '../../ports/spool.ts'

export interface Losses {
  /** `found` came where `expected` should have been; equal when nothing is missing. */
  note(expected: SpoolSeq, found: SpoolSeq): void
  count(): number
}

export function createLosses(): Losses {
  const gaps = new Set<SpoolSeq>()
  let count = 0
  return {
    note(expected, found) {
      if (found <= expected || gaps.has(expected)) return
      gaps.add(expected)
      count += found - expected
    },
    count: () => count,
  }
}
