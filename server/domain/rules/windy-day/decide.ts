/**
 * The windy-day rule (大风过程): when an episode opens, changes level and closes. algorithms.md 9, "windy-day".
 *
 * A pure function of the state before and the evidence at one instant. The evidence breaks and starts timers first,
 * then the timers are judged, so a close due at 20:00 does not happen when the 20:00 reading is ≥ 4.5 m/s. No data
 * holds the level and lets every timer start anew (invariant 7). It knows no clock, issues no order and stores nothing.
 */

import type { LevelChange, LevelReason } from '../../control/episode.ts'
import type { EpochMs } from '../../units.ts'
import type { Judgement } from '../rule.ts'
import { doubtAt, doubtTold } from './doubt.ts'
import type { WindyDaySettings } from './settings.ts'
import type { WindyDayState } from './state.ts'
import { closeDueAt, isBelow, lowerBelow, newGust, restartTimers, runTimers } from './timers.ts'
import type { WindEvidence } from './wind-evidence.ts'
import type { Gust } from './wind-gust.ts'

export { CALM, type WindyDayState } from './state.ts'
export { nextDueAt } from './timers.ts'

export interface WindyDayInput {
  readonly at: EpochMs
  readonly evidence: WindEvidence
  /** A person's hold or notices in force: each delays the close, none stops its timer. */
  readonly heldOpenBy: readonly string[]
}

export interface WindyDayDecision extends Judgement<WindyDayState> {
  readonly review: 'below-5.5-for-3h' | 'open-for-12h' | null
}

export function decideWindyDay(
  before: WindyDayState,
  input: WindyDayInput,
  settings: WindyDaySettings,
): WindyDayDecision {
  const { at, evidence } = input
  const gust = newGust(before, evidence)
  const timed = withDoubt(runTimers(before, at, evidence, settings), input, settings)
  const restarted = gust ? restartTimers(timed, gust, at, settings) : timed
  const change = changeAt(restarted, input, gust, settings)
  const moved = change ? changeLevel(restarted, change, evidence, settings) : restarted
  const review = reviewAt(moved, at, settings)
  return {
    next: review
      ? { ...moved, ...(review === 'open-for-12h' ? { longReviewed: true } : { calmReviewed: true }) }
      : moved,
    changes: change ? [change] : [],
    reopened: change !== null && change.reason.code === 'reopened',
    blind: blindness(before, moved),
    doubt: doubtTold(before.doubt ?? null, moved.doubt ?? null),
    review,
  }
}

function withDoubt(state: WindyDayState, { at, evidence }: WindyDayInput, settings: WindyDaySettings): WindyDayState {
  const before = state.doubt ?? null
  const doubt = doubtAt(before, evidence.doubted, at, settings)
  return doubt === before ? state : { ...state, doubt }
}

/** At most one change per instant. Close goes before lower. */
function changeAt(
  state: WindyDayState,
  input: WindyDayInput,
  gust: Gust | null,
  settings: WindyDaySettings,
): LevelChange | null {
  return raiseAt(state, input, gust, settings) ?? closeAt(state, input, settings) ?? lowerAt(state, input, settings)
}

function raiseAt(
  state: WindyDayState,
  { at, evidence }: WindyDayInput,
  gust: Gust | null,
  settings: WindyDaySettings,
): LevelChange | null {
  const index = settings.levels.findLastIndex((_, one) => {
    const reachedSince = state.raiseSince[one] ?? null
    return reachedSince !== null && at - reachedSince >= settings.raiseAfterMs
  })
  const steady = settings.levels[index]
  const gustLevel = gust ? settings.gust.level : 0
  const to = Math.max(steady?.level ?? 0, gustLevel)
  if (to <= state.level) return null
  if (steady && steady.level === to) {
    const code = raiseCode(state, at, 'raised', settings)
    const judged = { code, bound: steady.boundMps, since: state.raiseSince[index]! }
    return meanChange(at, state.level, to, judged, evidence)
  }
  const code = raiseCode(state, at, 'gust', settings)
  const judged = {
    code,
    bound: settings.gust.gustMps,
    since: gust!.at,
    quantity: 'windGust',
    value: gust!.mps,
  } as const
  const reason = { ...judged, source: evidence.source, measured: measuredWind(evidence), onlyAdvise: [] }
  return { at, from: state.level, to, reason, readings: gust!.readings }
}

function raiseCode(
  state: WindyDayState,
  at: EpochMs,
  whileOpen: 'raised' | 'gust',
  settings: WindyDaySettings,
): LevelReason['code'] {
  if (state.level > 0) return whileOpen
  return state.closedAt !== null && at - state.closedAt <= settings.reopenWithinMs ? 'reopened' : 'opened'
}

function closeAt(
  state: WindyDayState,
  { at, evidence, heldOpenBy }: WindyDayInput,
  settings: WindyDaySettings,
): LevelChange | null {
  const { openedAt, closeSince } = state
  if (openedAt === null || closeSince === null || heldOpenBy.length > 0) return null
  if (at < closeDueAt(openedAt, closeSince, settings)) return null
  const judged = { code: 'closed', bound: settings.closeBelowMps, since: closeSince } as const
  return meanChange(at, state.level, 0, judged, evidence)
}

function lowerAt(
  state: WindyDayState,
  { at, evidence }: WindyDayInput,
  settings: WindyDaySettings,
): LevelChange | null {
  const { level, lowerSince } = state
  if (lowerSince === null || at - lowerSince < settings.lowerAfterMs) return null
  const judged = { code: 'lowered', bound: lowerBelow(level, settings), since: lowerSince } as const
  return meanChange(at, level, level - 1, judged, evidence)
}

/** A change decided by the mean, which is known whenever a timer of it runs. */
function meanChange(
  at: EpochMs,
  from: number,
  to: number,
  judged: Pick<LevelReason, 'code' | 'bound' | 'since'>,
  evidence: WindEvidence,
): LevelChange {
  const { windMps, source, readings } = evidence
  const reason = { ...judged, quantity: 'windSpeed', value: windMps!, source } as const
  return { at, from, to, reason: { ...reason, measured: measuredWind(evidence), onlyAdvise: [] }, readings }
}

/** What 平均…级、阵风…级 is said from: the measured wind, whatever the level decided. */
function measuredWind({ windMps, gust, strongestGustMps }: WindEvidence): LevelReason['measured'] {
  return { meanMps: windMps, gustMps: gust === null ? strongestGustMps : Math.max(gust.mps, strongestGustMps ?? 0) }
}

function changeLevel(
  state: WindyDayState,
  change: LevelChange,
  evidence: WindEvidence,
  settings: WindyDaySettings,
): WindyDayState {
  const { at, to: level } = change
  if (level === 0) {
    return { ...state, level, closedAt: at, lowerSince: null, closeSince: null, calmSince: null, calmReviewed: false }
  }
  // The next step down needs its own time, whatever ran before.
  const lowerSince = isBelow(evidence, lowerBelow(level, settings)) ? at : null
  if (state.level > 0) return { ...state, level, lowerSince }
  const opened = change.reason.code === 'reopened' ? {} : { openedAt: at, longReviewed: false }
  const closeSince = isBelow(evidence, settings.closeBelowMps) ? at : null
  const calmSince = isBelow(evidence, settings.review.belowMps) ? at : null
  return { ...state, ...opened, level, lowerSince, closeSince, calmSince }
}

function reviewAt(state: WindyDayState, at: EpochMs, { review }: WindyDaySettings): WindyDayDecision['review'] {
  const { level, openedAt, calmSince } = state
  if (level === 0 || openedAt === null) return null
  if (!state.longReviewed && at - openedAt >= review.openForMs) return 'open-for-12h'
  if (!state.calmReviewed && calmSince !== null && at - calmSince >= review.belowForMs) return 'below-5.5-for-3h'
  return null
}

function blindness(before: WindyDayState, after: WindyDayState): WindyDayDecision['blind'] {
  if (before.blindSince === null && after.blindSince !== null) return 'began'
  return before.blindSince !== null && after.blindSince === null ? 'ended' : null
}
