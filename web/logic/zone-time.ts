/** Local date-times of the district in form fields: `2026-11-27T20:00`, and back. */
import { TZDate } from '@date-fns/tz'
import { localIso } from '../../server/domain/time.ts'
import type { EpochMs } from '../../server/domain/units.ts'

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/

export function toField(at: EpochMs | string, timeZone: string): string {
  return localIso(typeof at === 'string' ? Date.parse(at) : at, timeZone).slice(0, 16)
}

/** null: it is no date and time. */
export function fromField(text: string, timeZone: string): EpochMs | null {
  const parts = LOCAL.exec(text)?.slice(1).map(Number)
  if (!parts) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts
  const at = new TZDate(year, month - 1, day, hour, minute, timeZone).getTime()
  return Number.isNaN(at) ? null : at
}
