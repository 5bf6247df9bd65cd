/**
 * The dust-exceedance rule (扬尘高值过程): when the episode of a site opens, rises and closes. algorithms.md 9,
 * "dust-exceedance" (b).
 *
 * A pure function of the state before and what one clock hour says. An hour that is not known opens, raises and closes
 * nothing (invariant 7). It knows no clock, issues no order and stores nothing.
 */
import type { LevelChange } from '../../control/episode.ts'
import { localDay } from '../../time.ts'
import { type EpochMs, HOUR } from '../../units.ts'
import type { Judgement, RuleMemory } from '../rule.ts'
import type { KnownHour } from './hour.ts'
import type { DustExceedanceSettings } from './settings.ts'

/** What the rule remembers of a site. Plain JSON, stored by the flow that judges. */
export interface DustState extends RuleMemory {
  /** The local day of the last known hour; null before the first. */
  readonly day: string | null
  /** Of that day, so far. */
  readonly exceedingHours: number
  readonly knownHours: number
  /** Days of which enough hours were known. */
  readonly knownDays: number
  /** The close that comes when nobody holds the episode open any more; null when none waits. */
  readonly waitingClose: LevelChange | null
}

export const CALM: DustState = {
  level: 0,
  blindSince: null,
  day: null,
  exceedingHours: 0,
  knownHours: 0,
  knownDays: 0,
  waitingClose: null,
}

export interface DustInput {
  /** The end of the hour. */
  readonly at: EpochMs
  readonly hour: KnownHour | null
  readonly timeZone: string
  readonly isHeldOpen: boolean
  /** Why a rise at this hour would be advice only, worked out when it is asked. */
  readonly onlyAdvise: (hour: KnownHour, after: DustState) => readonly string[]
}

/** 1 tells the site, 3 is *dust act* of the response plan. */
const TOLD = 1
const ACT = 3

/** A full hour is judged. */
export function decideHour(
  before: DustState,
  input: DustInput,
  settings: DustExceedanceSettings,
): Judgement<DustState> {
  const { at, hour } = input
  if (!hour) return judged(unknown(before, at), before)
  const counted = count(before, at - HOUR, hour, input.timeZone, settings)
  const change = changeAt(counted, input, hour, settings)
  if (change?.to === 0 && input.isHeldOpen) return judged({ ...counted, waitingClose: change }, before)
  return judged(change ? { ...counted, level: change.to } : counted, before, change)
}

/** Between two full hours only a close that waited for a hold can come. */
export function decideMeanwhile(before: DustState, at: EpochMs, isHeldOpen: boolean): Judgement<DustState> {
  if (before.waitingClose === null || isHeldOpen) return judged(before, before)
  return judged({ ...before, level: 0, waitingClose: null }, before, { ...before.waitingClose, at })
}

function judged(next: DustState, before: DustState, change: LevelChange | null = null): Judgement<DustState> {
  const blind = next.blindSince === before.blindSince ? null : next.blindSince === null ? 'ended' : 'began'
  return { next, changes: change ? [change] : [], reopened: false, blind, doubt: null, review: null }
}

/** Only an open episode waits for data; a device that is silent is told elsewhere. */
function unknown(before: DustState, at: EpochMs): DustState {
  if (before.level === 0) return before
  return { ...before, blindSince: before.blindSince ?? at, waitingClose: null }
}

function count(
  before: DustState,
  beginning: EpochMs,
  { differenceUgM3 }: KnownHour,
  timeZone: string,
  { aboveUgM3, knownDayHours }: DustExceedanceSettings,
): DustState {
  const day = localDay(beginning, timeZone)
  const { exceedingHours, knownHours } = day === before.day ? before : CALM
  return {
    ...before,
    day,
    exceedingHours: exceedingHours + (differenceUgM3 > aboveUgM3 ? 1 : 0),
    knownHours: knownHours + 1,
    knownDays: before.knownDays + (knownHours + 1 === knownDayHours ? 1 : 0),
    blindSince: null,
    waitingClose: null,
  }
}

function changeAt(
  counted: DustState,
  { at, onlyAdvise }: DustInput,
  hour: KnownHour,
  { aboveUgM3, closeAtUgM3, allowedHours }: DustExceedanceSettings,
): LevelChange | null {
  const { level, exceedingHours } = counted
  const { differenceUgM3, siteUgM3, medianUgM3, stations, readings } = hour
  const measured = { siteUgM3, medianUgM3, stations: stations.length, exceedingHours }
  const facts = {
    quantity: 'pm10',
    value: differenceUgM3,
    since: at - HOUR,
    source: 'stationsMedian',
    measured,
  } as const
  if (differenceUgM3 > aboveUgM3) {
    const to = exceedingHours > allowedHours ? ACT : TOLD
    if (to <= level) return null
    const code = level === 0 ? 'opened' : 'raised'
    const reason = { ...facts, code, bound: aboveUgM3, onlyAdvise: onlyAdvise(hour, counted) } as const
    return { at, from: level, to, reason, readings }
  }
  if (level === 0 || differenceUgM3 > closeAtUgM3) return null
  return { at, from: level, to: 0, reason: { ...facts, code: 'closed', bound: closeAtUgM3, onlyAdvise: [] }, readings }
}
