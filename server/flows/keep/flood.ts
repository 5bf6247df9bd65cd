/** Who sends more unusable messages than are kept singly: counted since the start, and named while it goes on. */
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'

export interface FloodStatus {
  /** Messages of which only the count was kept, since the start. */
  readonly onlyCounted: number
  /** Who sent some within the last minutes, the newest first, a few at most. */
  readonly senders: readonly string[]
}

export interface Flood {
  note(sender: string): void
  status(): FloodStatus
}

const GOES_ON_FOR: Ms = 10 * MINUTE
const MOST_NAMED = 3
const MOST_REMEMBERED = 1_000

/** `now` is the machine's. */
export function createFlood(now: () => EpochMs): Flood {
  const lastOf = new Map<string, EpochMs>()
  let total = 0
  return {
    note(sender) {
      total += 1
      // Taken out first, so that the newest stand last.
      lastOf.delete(sender)
      lastOf.set(sender, now())
      for (const oldest of lastOf.size > MOST_REMEMBERED ? lastOf.keys() : []) {
        lastOf.delete(oldest)
        break
      }
    },
    status: () => ({
      onlyCounted: total,
      senders: [...lastOf]
        .slice(-MOST_NAMED)
        .reverse()
        .filter(([, at]) => now() - at < GOES_ON_FOR)
        .map(([sender]) => sender),
    }),
  }
}
