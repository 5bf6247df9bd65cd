/**
 * Turns a day and hour as they are said into an instant of the district.
 *
 * A missing year or month is the one that puts the day nearest to the day of the notice; after the first end of a
 * range, the first that does not come before it. 24时 is the next midnight. What can be two instants is none.
 */
import { localDay, parseLocal } from '../time.ts'
import { DAY, type EpochMs } from '../units.ts'
import type { UnreadReason } from './notice-reading.ts'
import type { PartOfDay, SaidClock, SaidDate, SaidDay, SaidMoment } from './said-moment.ts'

export interface Calendar {
  readonly timeZone: string
  /** The moment of reading. */
  readonly at: EpochMs
  /** The day the notice is dated, or that of the reading: days since 1970-01-01, like every day number here. */
  readonly today: number
}

/** What the text said before: the day a 次日 counts from, and what the other end of a range leaves out. */
export interface Before {
  readonly day: number
  /** Set when this is the second end of a range. */
  readonly rangeStart: { readonly at: EpochMs; readonly part: PartOfDay | null; readonly hour: number } | null
}

export type Instant =
  | { readonly kind: 'instant'; readonly at: EpochMs; readonly day: number }
  | { readonly kind: 'none'; readonly why: UnreadReason; readonly day: number | null }

export function instantOf(said: SaidMoment, before: Before | null, calendar: Calendar): Instant {
  if (said.day?.kind === 'now') return { kind: 'instant', at: nowOf(calendar), day: calendar.today }
  const day = said.day ? dayOf(said.day, before, calendar) : undefinedDay(before)
  if (typeof day === 'string') return { kind: 'none', why: day, day: null }
  if (!said.clock) return { kind: 'none', why: 'no-hour', day }
  const hour = said.day ? hourOf(said.clock) : hourInRange(said.clock, before)
  if (typeof hour === 'string') return { kind: 'none', why: hour, day }
  const at = instantAt(day, hour, said.clock.minute, calendar.timeZone)
  return at === null ? { kind: 'none', why: 'no-such-time', day } : { kind: 'instant', at, day }
}

function dayNumber(year: number, month: number, day: number): number | null {
  if (year < 2000 || year > 2099) return null
  const at = new Date(Date.UTC(year, month - 1, day))
  // The platform reads 30 February as 1 March: only what reads back unchanged is a day.
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() / DAY : null
}

export function dayNumberAt(at: EpochMs, timeZone: string): number {
  return Date.parse(localDay(at, timeZone)) / DAY
}

/** `2026-11-27` */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** 即日 in a notice of another day began with that day. */
function nowOf({ at, today, timeZone }: Calendar): EpochMs {
  return dayNumberAt(at, timeZone) === today ? at : (parseLocal(dayText(today), timeZone) ?? at)
}

function undefinedDay(before: Before | null): number | 'no-day' {
  return before?.rangeStart ? before.day : 'no-day'
}

function dayOf(said: SaidDay, before: Before | null, calendar: Calendar): number | UnreadReason {
  const { today } = calendar
  switch (said.kind) {
    case 'now':
      return today
    case 'relative':
      return today + said.days
    case 'twice':
      return dayOf(said.date, null, calendar) === today + said.days ? today + said.days : 'ambiguous'
    case 'after-last':
      if (said.days > 0 && before === null) return 'no-day'
      return (before?.day ?? today) + said.days
    case 'date': {
      const days = candidates(said, before?.rangeStart ? before.day : today)
      const fitting = before?.rangeStart ? days.filter((day) => day >= before.day) : days
      const from = before?.rangeStart ? before.day : today
      const [nearest] = fitting.sort((a, b) => Math.abs(a - from) - Math.abs(b - from))
      return nearest ?? (days.length > 0 ? 'before-start' : 'no-such-time')
    }
  }
}

/** The days a date can mean, the missing parts taken from around the day it is seen from. */
function candidates(said: SaidDate, from: number): number[] {
  const seenFrom = new Date(from * DAY)
  const around = [-1, 0, 1]
  const year = seenFrom.getUTCFullYear()
  const months = around.map((more) => new Date(Date.UTC(year, seenFrom.getUTCMonth() + more)))
  const days =
    said.month === null
      ? months.map((month) => dayNumber(month.getUTCFullYear(), month.getUTCMonth() + 1, said.day))
      : (said.year === null ? around.map((more) => year + more) : [said.year]).map((one) =>
          dayNumber(one, said.month ?? 0, said.day),
        )
  return days.filter((day) => day !== null)
}

/** On a clock of 24 hours. Evening twelve is midnight; evening one to five, and noon at nine, are nobody's hours. */
function hourOf({ hour, part }: SaidClock): number | UnreadReason {
  if (hour > 24) return 'no-such-time'
  switch (part) {
    case null:
      return hour
    case 'night-end':
      return hour <= 6 ? hour : 'ambiguous'
    case 'morning':
      return hour <= 12 ? hour : 'ambiguous'
    case 'noon':
      if (hour === 11 || hour === 12) return hour
      return hour === 1 || hour === 2 ? hour + 12 : 'ambiguous'
    case 'afternoon':
      if (hour >= 1 && hour < 12) return hour + 12
      return hour === 0 || hour === 24 ? 'ambiguous' : hour
    case 'evening':
      if (hour >= 18) return hour
      return hour >= 6 && hour <= 12 ? hour + 12 : 'ambiguous'
  }
}

/** 下午2时至6时: the second hour belongs to the same part of the day when that puts it after the first. */
function hourInRange(clock: SaidClock, before: Before | null): number | UnreadReason {
  const part = before?.rangeStart?.part ?? null
  if (clock.part !== null || part === null || clock.hour > 12) return hourOf(clock)
  const shared = hourOf({ ...clock, part })
  return typeof shared === 'number' && shared > (before?.rangeStart?.hour ?? 0) ? shared : hourOf(clock)
}

function instantAt(day: number, hour: number, minute: number, timeZone: string): EpochMs | null {
  if (hour === 24) return minute === 0 ? parseLocal(dayText(day + 1), timeZone) : null
  const two = (value: number) => String(value).padStart(2, '0')
  return parseLocal(`${dayText(day)}T${two(hour)}:${two(minute)}`, timeZone)
}
