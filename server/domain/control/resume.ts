/**
 * When work may go on after a release: at once by day, at 06:00 after a release by night (22:00 to 06:00).
 *
 * Source: practice.md 3, "a night release reads 'after 06:00' unless a night permit exists". Permits are not known here.
 */
import { localIso, parseLocal } from '../time.ts'
import { DAY, type EpochMs } from '../units.ts'

const NIGHT_BEGINS_HOUR = 22
const NIGHT_ENDS_HOUR = 6

/** null when work may go on at once. */
export function resumeNotBefore(releasedAt: EpochMs, timeZone: string): EpochMs | null {
  const local = localIso(releasedAt, timeZone)
  const hour = Number(local.slice(11, 13))
  if (hour >= NIGHT_ENDS_HOUR && hour < NIGHT_BEGINS_HOUR) return null
  const day = hour >= NIGHT_BEGINS_HOUR ? localIso(releasedAt + DAY, timeZone) : local
  return parseLocal(`${day.slice(0, 10)}T06:00`, timeZone)
}
