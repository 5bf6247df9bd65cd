/**
 * A rule of dust limits: when the episode of a site opens, rises and closes. algorithms.md 1 and 9 (ours).
 *
 * A pure function of the state before and what the windows that end at one instant say. The level of an open episode
 * never falls: it closes. A window that is not known opens, raises and closes nothing, and lets every timer start anew
 * (invariant 7). It knows no clock, issues no order and stores nothing.
 */
import type { LevelChange, LevelReason } from '../../control/episode.ts'
import { localDay } from '../../time.ts'
import { type EpochMs, MINUTE, type Ms, type UgM3 } from '../../units.ts'
import { isEverybodys } from '../dust/guards.ts'
import type { Judgement } from '../rule.ts'
import type { SiteAir } from './air.ts'
import type { DustLimitPack } from './pack.ts'
import { type DustLimitState, levelOfStep, TOLD, unlessSame } from './state.ts'

export interface DustLimitInput {
  readonly at: EpochMs
  /** What the pack's window says; null: not known. */
  readonly air: SiteAir | null
  /** What the clearing window says; null: not known. Not looked at while no episode is open. */
  readonly clearAir: SiteAir | null
  readonly timeZone: string
  readonly isHeldOpen: boolean
  /** It is one device that was above the limit only briefly; worked out when it is asked. */
  readonly isBrief: (air: SiteAir, limit: UgM3) => boolean
  /** Why a rise now would be advice only, worked out when it is asked. */
  readonly onlyAdvise: () => readonly string[]
}

/** An instant at which the pack's window ends is judged. */
export function decideWindow(
  before: DustLimitState,
  input: DustLimitInput,
  pack: DustLimitPack,
): Judgement<DustLimitState> {
  const timed = runTimers(before, input, pack)
  const raise = raiseAt(timed, input, pack)
  if (raise) return judged(before, { ...timed, level: raise.to }, raise)
  const close = closeAt(timed, input, pack)
  if (!close) return judged(before, timed)
  if (!input.isHeldOpen) return judged(before, closed(timed), close)
  // A rolling window is judged again within a minute; one of the clock is not, and its close waits.
  return judged(before, pack.alignment === 'clock' ? { ...timed, waitingClose: close } : timed)
}

/** Between two windows of the clock only a close that waited for a hold can come. */
export function decideMeanwhile(before: DustLimitState, at: EpochMs, isHeldOpen: boolean): Judgement<DustLimitState> {
  if (before.waitingClose === null || isHeldOpen) return judged(before, before)
  return judged(before, closed(before), { ...before.waitingClose, at })
}

function judged(
  before: DustLimitState,
  after: DustLimitState,
  change: LevelChange | null = null,
): Judgement<DustLimitState> {
  const next = unlessSame(before, after)
  const blind = next.blindSince === before.blindSince ? null : next.blindSince === null ? 'ended' : 'began'
  return { next, changes: change ? [change] : [], reopened: false, blind, doubt: null, review: null }
}

function closed(state: DustLimitState): DustLimitState {
  return { ...state, level: 0, clearSince: null, waitingClose: null }
}

function runTimers(before: DustLimitState, input: DustLimitInput, pack: DustLimitPack): DustLimitState {
  const { at, air, clearAir } = input
  const isOpen = before.level > 0
  // Only an open episode waits for data; a device that is silent is told elsewhere.
  const isBlind = isOpen && (air === null || clearAir === null)
  const isLow = air !== null && air.value <= pack.steps[0]!.limit
  const isClear = isOpen && isLow && clearAir !== null && clearAir.value <= pack.clear.atMost
  return {
    ...before,
    ...counted(before, input, pack),
    aboveSince: pack.steps.map(({ limit }, index) =>
      air !== null && air.value > limit ? (before.aboveSince[index] ?? at) : null,
    ),
    clearSince: isClear ? (before.clearSince ?? at) : null,
    blindSince: isBlind ? (before.blindSince ?? at) : null,
    waitingClose: null,
  }
}

/** The day of a clock window is that of its beginning. */
function counted(
  before: DustLimitState,
  { at, air, timeZone }: DustLimitInput,
  { steps, alignment, averagingMs }: DustLimitPack,
): Pick<DustLimitState, 'day' | 'exceeded'> {
  const { day, exceeded } = before
  if (alignment === 'rolling' || air === null || air.value <= steps[0]!.limit) return { day, exceeded }
  const today = localDay(at - averagingMs, timeZone)
  const soFar = today === day ? exceeded : []
  return { day: today, exceeded: steps.map(({ limit }, index) => (soFar[index] ?? 0) + (air.value > limit ? 1 : 0)) }
}

interface Standing {
  readonly index: number
  readonly level: number
  readonly isBrief: boolean
}

function raiseAt(state: DustLimitState, input: DustLimitInput, pack: DustLimitPack): LevelChange | null {
  const { at, air } = input
  if (air === null) return null
  const highest = pack.steps
    .map((_, index) => standingOf(state, { input, air, pack, index }))
    .reduce((one, other) => (other.level >= one.level ? other : one))
  if (highest.level <= state.level) return null
  const onlyAdvise = input.onlyAdvise()
  // What only advises cannot tell a site's dust from everybody's: then nobody is asked to decide on each site.
  const to = pack.isAdviseOnly && isEverybodys(onlyAdvise) ? Math.min(highest.level, TOLD) : highest.level
  if (to <= state.level) return null
  const { limit: bound, allowedPerDay } = pack.steps[highest.index]!
  const code = state.level === 0 ? 'opened' : 'raised'
  const judgedOn = {
    code,
    bound,
    since: windowSince(state.aboveSince[highest.index]!, pack, pack.averagingMs),
  } as const
  const reason = reasonOf(judgedOn, air, pack, pack.averagingMs)
  const counts = {
    exceeding: allowedPerDay > 0 ? (state.exceeded[highest.index] ?? 0) : null,
    allowed: allowedPerDay > 0 ? allowedPerDay : null,
    brief: highest.isBrief ? 1 : 0,
  }
  const measured = { ...reason.measured, ...counts }
  return {
    at,
    from: state.level,
    to,
    reason: { ...reason, measured, onlyAdvise },
    readings: air.readings,
  }
}

interface StepAsked {
  readonly input: DustLimitInput
  readonly air: SiteAir
  readonly pack: DustLimitPack
  readonly index: number
}

/** The level that one step asks for now: 0 when it asks for none. */
function standingOf(state: DustLimitState, { input, air, pack, index }: StepAsked): Standing {
  const since = state.aboveSince[index] ?? null
  if (since === null || input.at - since < pack.persistenceMs) return { index, level: 0, isBrief: false }
  const level = levelOfStep(state, pack, index)
  const isBrief = level > Math.max(TOLD, state.level) && input.isBrief(air, pack.steps[index]!.limit)
  return { index, level: isBrief ? TOLD : level, isBrief }
}

function closeAt(state: DustLimitState, { at, clearAir }: DustLimitInput, pack: DustLimitPack): LevelChange | null {
  const { clearSince, level } = state
  const { atMost: bound, averagingMs, forMs } = pack.clear
  if (clearSince === null || clearAir === null || at - clearSince < forMs) return null
  const judgedOn = { code: 'closed', bound, since: windowSince(clearSince, pack, averagingMs) } as const
  return {
    at,
    from: level,
    to: 0,
    reason: reasonOf(judgedOn, clearAir, pack, averagingMs),
    readings: clearAir.readings,
  }
}

/** A window of the clock has held since it began; a rolling mean since it first did. */
function windowSince(since: EpochMs, { alignment }: DustLimitPack, averagingMs: Ms): EpochMs {
  return alignment === 'clock' ? since - averagingMs : since
}

function reasonOf(
  judgedOn: Pick<LevelReason, 'code' | 'bound' | 'since'>,
  { value, siteUgM3, subtractedUgM3 }: SiteAir,
  { quantity, subtractor: source }: DustLimitPack,
  averagingMs: Ms,
): LevelReason {
  const measured = { siteUgM3, subtractedUgM3, averagingMinutes: averagingMs / MINUTE }
  return { ...judgedOn, quantity, value, source, measured, onlyAdvise: [] }
}
