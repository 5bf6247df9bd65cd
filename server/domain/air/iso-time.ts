/**
 * Reads ISO 8601 instants that devices and integrators send. Only text that names its zone is an instant:
 * a bare local time is not guessed at. Local calendar text of the district is read by `../time.ts`.
 */
import { type EpochMs, HOUR, MINUTE } from '../units.ts'

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/

/**
 * `2015-04-15T18:10:00+08:00` → epoch ms; null for anything else. Seconds may be missing, fractions are cut to
 * milliseconds, the offset is `Z`, `+08:00`, `+0800` or `+08`. A date that no calendar has (30 February) is null.
 */
export function parseIsoInstant(text: string): EpochMs | null {
  const parts = INSTANT.exec(text)
  if (!parts) return null
  const [, year, month, day, hour, minute, second = '00', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] =
    parts
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return null
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const asUtc = Date.parse(iso)
  // Some platforms read 30 February as 1 March: only what reads back unchanged is an instant.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== iso) return null
  const ahead = Number(offsetHours) * HOUR + Number(offsetMinutes) * MINUTE
  return sign === '-' ? asUtc + ahead : asUtc - ahead
}
