/**
 * Local date-times of files and arguments, at a fixed offset from UTC (a replayed file says +08:00 all year, also in
 * years when clocks changed). Inside the simulators a time is epoch ms; text exists only here, at the edge.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number
export type Ms = number

export const SECOND: Ms = 1_000
export const MINUTE: Ms = 60_000
export const HOUR: Ms = 60 * MINUTE

/** Beijing time, in which the PRSA files count their hours. */
export const BEIJING_OFFSET: Ms = 8 * HOUR

const LOCAL = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** `2015-04-14` (its start), `2015-04-14T18:00[:00]`, each also with a zone of its own; null when it is not a time. */
export function parseLocal(text: string, offset: Ms): EpochMs | null {
  const parts = LOCAL.exec(text.trim().replaceAll('/', '-'))
  if (!parts) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = parts
  const zoneOffset = zone === undefined ? offset : parseOffset(zone)
  if (zoneOffset === null) return null
  return instantOf([year, month, day, hour, minute, second].map(Number), zoneOffset)
}

/** The instant of local year, month (1–12), day, hour, minute, second; null for a date that does not exist. */
export function instantOf(fields: readonly number[], offset: Ms): EpochMs | null {
  const [year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(asUtc)
  const isSame =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second
  return isSame ? asUtc - offset : null
}

/** `+08:00`, `-0330` or `Z` in milliseconds; null for anything else. */
export function parseOffset(text: string): Ms | null {
  if (text === 'Z') return 0
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(text)
  if (!parts) return null
  const size = Number(parts[2]) * HOUR + Number(parts[3]) * MINUTE
  return parts[1] === '-' ? -size : size
}

/** `2015-04-14T18:00:00+08:00`. */
export function formatLocal(at: EpochMs, offset: Ms): string {
  const local = new Date(at + offset).toISOString().replace(/\.\d{3}Z$/, '')
  const size = Math.abs(offset)
  const hours = String(Math.floor(size / HOUR)).padStart(2, '0')
  const minutes = String(Math.floor((size % HOUR) / MINUTE)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
