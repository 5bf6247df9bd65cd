/**
 * How old a value may be before it is shown as out of date: three of its device's intervals, ten minutes at least.
 * The same bounds as the server's live status, so that a screen and the API never disagree.
 */
import { type EpochMs, MINUTE, type Ms } from '../../server/domain/units.ts'

export function isStale(measuredAt: EpochMs, now: EpochMs, intervalMs: Ms): boolean {
  return now - measuredAt > Math.max(3 * intervalMs, 10 * MINUTE)
}
