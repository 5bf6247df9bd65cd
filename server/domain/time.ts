/**
 * The district's calendar: the one file that turns instants into local days and hours, and back.
 *
 * Every function names the time zone it works in and never looks at the zone of the process. Inside the program a
 * time stays `EpochMs`; local text exists only at the edges. Instants inside a skipped or a repeated hour are
 * resolved as `parseLocal` says. Formatting for people (languages, "5 minutes ago") is not done here.
 */
import { tzOffset } from '@date-fns/tz'
import { DAY, type EpochMs, HOUR, MINUTE, type Ms } from './units.ts'

/** Asking the platform for an offset costs microseconds, a look-up in here a tenth of one. */
const offsetsByZone = new Map<string, Map<number, Ms | 'changes'>>()
/** More hours than a year has; a full table is emptied and fills again. */
const MAX_HOURS_KEPT = 10_000

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?$/

/** True for a zone the platform knows, for example `Asia/Shanghai`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // The platform says "unknown zone" by throwing; there is no other way to ask.
    return false
  }
}

/** How far local clocks are ahead of UTC at an instant; negative west of Greenwich. */
export function zoneOffsetMs(at: EpochMs, timeZone: string): Ms {
  let offsets = offsetsByZone.get(timeZone)
  if (!offsets) {
    offsets = new Map()
    offsetsByZone.set(timeZone, offsets)
  }
  const hour = Math.floor(at / HOUR)
  let offset = offsets.get(hour)
  if (offset === undefined) {
    offset = offsetOfHour(hour, timeZone)
    if (offsets.size >= MAX_HOURS_KEPT) offsets.clear()
    offsets.set(hour, offset)
  }
  return offset === 'changes' ? askOffset(at, timeZone) : offset
}

/** One offset stands for a whole hour of UTC only when no clock change falls into it. */
function offsetOfHour(hour: number, timeZone: string): Ms | 'changes' {
  const first = askOffset(hour * HOUR, timeZone)
  const last = askOffset((hour + 1) * HOUR - 1, timeZone)
  return first === last ? first : 'changes'
}

function askOffset(at: EpochMs, timeZone: string): Ms {
  return Math.round(tzOffset(timeZone, new Date(at)) * MINUTE)
}

/** The local calendar day, for example `2015-04-15`. */
export function localDay(at: EpochMs, timeZone: string): string {
  return new Date(at + zoneOffsetMs(at, timeZone)).toISOString().slice(0, 10)
}

/**
 * ISO 8601 with the zone's offset, for example `2015-04-15T18:10:00+08:00`; milliseconds only when they are not 0.
 * Reading the text back gives the same instant, also where a zone once kept an offset with seconds.
 */
export function localIso(at: EpochMs, timeZone: string): string {
  const offsetMinutes = Math.round(zoneOffsetMs(at, timeZone) / MINUTE)
  const text = new Date(at + offsetMinutes * MINUTE).toISOString()
  const withoutZone = text.endsWith('.000Z') ? text.slice(0, -5) : text.slice(0, -1)
  return withoutZone + offsetText(offsetMinutes)
}

function offsetText(offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  const minutes = String(size % 60).padStart(2, '0')
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`
}

/**
 * The instant of a local `2015-04-14` (its start) or `2015-04-14T18:00[:30]`; null when the text is not one.
 * A time that clocks show twice means the first; a time they skip means as long after the gap's start as it says,
 * so that a day whose midnight is skipped still begins at its first instant.
 */
export function parseLocal(text: string, timeZone: string): EpochMs | null {
  const asUtc = readAsUtc(text)
  if (asUtc === null) return null
  const before = zoneOffsetMs(asUtc - DAY, timeZone)
  const after = zoneOffsetMs(asUtc + DAY, timeZone)
  const fitting = [asUtc - before, asUtc - after].filter((at) => at + zoneOffsetMs(at, timeZone) === asUtc)
  return fitting.length > 0 ? Math.min(...fitting) : asUtc - before
}

function readAsUtc(text: string): EpochMs | null {
  const parts = LOCAL.exec(text)
  if (!parts) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const at = Date.parse(iso)
  // Some platforms read 30 February as 1 March and 24:00 as the next day: only what reads back unchanged is a time.
  return Number.isNaN(at) || new Date(at).toISOString() !== iso ? null : at
}

/** The first instant of the local day that `at` lies in. */
export function startOfLocalDay(at: EpochMs, timeZone: string): EpochMs {
  return parseLocal(localDay(at, timeZone), timeZone) ?? at
}
