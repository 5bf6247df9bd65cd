/**
 * The timers of the windy-day rule: which evidence breaks, starts and restarts them, and when one could act next.
 *
 * A timer is the instant since which its condition has held without a break. Nothing is decided here.
 */
import type { EpochMs, Mps } from '../../units.ts'
import type { RunningTimer } from '../rule.ts'
import type { WindyDaySettings } from './settings.ts'
import type { WindyDayState } from './state.ts'
import type { WindEvidence } from './wind-evidence.ts'
import type { Gust } from './wind-gust.ts'

/** The earliest instant after `after` at which a running timer could act; null when none runs. */
export function nextDueAt(
  state: WindyDayState,
  settings: WindyDaySettings,
  after: EpochMs = Number.NEGATIVE_INFINITY,
): EpochMs | null {
  let earliest = Number.POSITIVE_INFINITY
  const consider = (due: EpochMs): void => {
    if (due > after && due < earliest) earliest = due
  }
  settings.levels.forEach(({ level }, index) => {
    const since = state.raiseSince[index] ?? null
    if (since !== null && level > state.level) consider(since + settings.raiseAfterMs)
  })
  const { openedAt, lowerSince, closeSince, calmSince } = state
  if (lowerSince !== null) consider(lowerSince + settings.lowerAfterMs)
  if (openedAt !== null && closeSince !== null) consider(closeDueAt(openedAt, closeSince, settings))
  if (calmSince !== null && !state.calmReviewed) consider(calmSince + settings.review.belowForMs)
  if (openedAt !== null && state.level > 0 && !state.longReviewed) consider(openedAt + settings.review.openForMs)
  return earliest === Number.POSITIVE_INFINITY ? null : earliest
}

/** The timers that can act, the next first. */
export function runningTimers(state: WindyDayState, settings: WindyDaySettings): readonly RunningTimer[] {
  const { level, openedAt, lowerSince, closeSince } = state
  const quantity = 'windSpeed'
  const timers: RunningTimer[] = settings.levels.flatMap(({ level: to, boundMps: bound }, index) => {
    const since = state.raiseSince[index] ?? null
    if (since === null || to <= level) return []
    return [{ what: 'raise', to, quantity, bound, since, dueAt: since + settings.raiseAfterMs }]
  })
  if (lowerSince !== null) {
    const dueAt = lowerSince + settings.lowerAfterMs
    timers.push({
      ...{ what: 'lower', to: level - 1, quantity, bound: lowerBelow(level, settings) },
      ...{ since: lowerSince, dueAt },
    })
  }
  if (openedAt !== null && closeSince !== null) {
    const dueAt = closeDueAt(openedAt, closeSince, settings)
    timers.push({ what: 'close', to: 0, quantity, bound: settings.closeBelowMps, since: closeSince, dueAt })
  }
  return timers.sort((a, b) => a.dueAt - b.dueAt || b.to - a.to)
}

export function closeDueAt(openedAt: EpochMs, closeSince: EpochMs, settings: WindyDaySettings): EpochMs {
  return Math.max(closeSince + settings.closeAfterMs, openedAt + settings.minimumHoldMs)
}

/** Breaks and starts every timer by the evidence of this instant. */
export function runTimers(
  before: WindyDayState,
  at: EpochMs,
  evidence: WindEvidence,
  settings: WindyDaySettings,
): WindyDayState {
  const { level } = before
  const lowerSince = since(before.lowerSince, isBelow(evidence, lowerBelow(level, settings)), at)
  const closeSince = since(before.closeSince, level > 0 && isBelow(evidence, settings.closeBelowMps), at)
  const calmSince = since(before.calmSince, level > 0 && isBelow(evidence, settings.review.belowMps), at)
  const raiseSince = runRaiseTimers(before.raiseSince, evidence.windMps, at, settings)
  const blindSince = since(before.blindSince, evidence.windMps === null, at)
  const calmReviewed = before.calmReviewed && calmSince !== null
  const isSame =
    lowerSince === before.lowerSince &&
    closeSince === before.closeSince &&
    calmSince === before.calmSince &&
    raiseSince === before.raiseSince &&
    blindSince === before.blindSince &&
    calmReviewed === before.calmReviewed
  return isSame ? before : { ...before, lowerSince, closeSince, calmSince, raiseSince, blindSince, calmReviewed }
}

function since(before: EpochMs | null, holds: boolean, at: EpochMs): EpochMs | null {
  return holds ? (before ?? at) : null
}

function runRaiseTimers(
  before: WindyDayState['raiseSince'],
  windMps: Mps | null,
  at: EpochMs,
  { levels }: WindyDaySettings,
): WindyDayState['raiseSince'] {
  const isReached = (boundMps: Mps): boolean => windMps !== null && windMps >= boundMps
  const isSame = levels.every(({ boundMps }, index) => isReached(boundMps) === ((before[index] ?? null) !== null))
  if (isSame) return before
  return levels.map(({ boundMps }, index) => since(before[index] ?? null, isReached(boundMps), at))
}

/** For lowering and closing the nearest device counts as a gap, and so does a source that contradicts the others. */
export function isBelow({ windMps, source, doubted }: WindEvidence, limitMps: Mps): boolean {
  return windMps !== null && source !== 'nearest' && doubted === null && windMps < limitMps
}

/** Below this the level may go down by one; nothing is below it at the lowest level and when none is open. */
export function lowerBelow(level: number, settings: WindyDaySettings): Mps {
  const index = settings.levels.findIndex((one) => one.level === level)
  return index <= 0 ? Number.NEGATIVE_INFINITY : settings.levels[index]!.boundMps - settings.lowerMarginMps
}

export function newGust(before: WindyDayState, { gust }: WindEvidence): Gust | null {
  return gust !== null && (before.gustAt === null || gust.at > before.gustAt) ? gust : null
}

/** A gust without any effect is not noted, so that a gusty hour at a high level does not change the state every minute. */
export function restartTimers(
  state: WindyDayState,
  gust: Gust,
  at: EpochMs,
  settings: WindyDaySettings,
): WindyDayState {
  const { level, lowerSince, closeSince } = state
  if (level >= settings.gust.level && lowerSince === null && closeSince === null) return state
  return {
    ...state,
    gustAt: gust.at,
    lowerSince: lowerSince === null ? null : at,
    closeSince: closeSince === null ? null : at,
  }
}
