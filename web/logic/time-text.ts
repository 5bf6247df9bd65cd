/** Times as people read them: clock times in the district's zone, ages and lengths in the unit that fits. */
import { localIso } from '../../server/domain/time.ts'
import { DAY, type EpochMs, HOUR, MINUTE, type Ms, SECOND } from '../../server/domain/units.ts'

/** `18:10` on the same local day as `now`, else `04-15 18:10`. */
export function clockText(at: EpochMs, now: EpochMs, timeZone: string): string {
  const text = localIso(at, timeZone)
  const time = text.slice(11, 16)
  return text.slice(0, 10) === localIso(now, timeZone).slice(0, 10) ? time : `${text.slice(5, 10)} ${time}`
}

/** `2015-04-15 18:10:30` in the district's zone. */
export function fullTimeText(at: EpochMs, timeZone: string): string {
  return localIso(at, timeZone).slice(0, 19).replace('T', ' ')
}

export interface Span {
  readonly n: number
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days'
}

/** A length of time in one unit, cut down: 119 s is `1 minutes`, because "2 minutes ago" would be too old. */
export function spanOf(length: Ms): Span {
  const size = Math.abs(length)
  if (size < MINUTE) return { n: Math.floor(size / SECOND), unit: 'seconds' }
  if (size < 2 * HOUR) return { n: Math.floor(size / MINUTE), unit: 'minutes' }
  if (size < 2 * DAY) return { n: Math.floor(size / HOUR), unit: 'hours' }
  return { n: Math.floor(size / DAY), unit: 'days' }
}

/** What is left until `dueAt` as `2:05` or `1:02:05`; `0:00` once it has passed. Never shows more than there is. */
export function countdownText(dueAt: EpochMs, now: EpochMs): string {
  const left = Math.max(0, Math.floor((dueAt - now) / SECOND))
  const seconds = String(left % 60).padStart(2, '0')
  const minutes = Math.floor(left / 60) % 60
  const hours = Math.floor(left / 3_600)
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** How late as `12:05`, from an hour on as `1:02:05`; minutes and seconds, cut down. */
export function lateText(lateMs: Ms): string {
  return countdownText(lateMs, 0)
}
