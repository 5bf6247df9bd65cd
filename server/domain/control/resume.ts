/**
 * When work may go on after a release: at once by day, at 06:00 after a release by night (22:00 to 06:00).
 *
 * Source: practice.md 3, "a night release reads 'after 06:00' unless a night permit exists". Permits are not known here.
 */
import { tz } from '@date-fns/tz'
import { addDays, getHours, set } from 'date-fns'
import type { EpochMs } from '../units.ts'

const NIGHT_BEGINS_HOUR = 22
const NIGHT_ENDS_HOUR = 6

/** null when work may go on at once. */
export function resumeNotBefore(releasedAt: EpochMs, timeZone: string): EpochMs | null {
  const there = { in: tz(timeZone) }
  const hour = getHours(releasedAt, there)
  if (hour >= NIGHT_ENDS_HOUR && hour < NIGHT_BEGINS_HOUR) return null
  const morning = hour >= NIGHT_BEGINS_HOUR ? addDays(releasedAt, 1, there) : releasedAt
  return set(morning, { hours: NIGHT_ENDS_HOUR, minutes: 0, seconds: 0, milliseconds: 0 }, there).getTime()
}
