/**
 * The numbers of the windy-day rule pack: defaults, and the check a changed set must pass before it may be armed.
 *
 * Sources: level bounds GB/T 28591-2012 (lower bounds at 10 m); the other numbers are ours, algorithms.md 9 "windy-day"
 * and "Wind input", behind them practice.md 4 (flapping, siting, two hours' hold).
 */
import { HOUR, MINUTE, type Mps, type Ms } from '../../units.ts'
import type { FreshSettings } from '../fresh.ts'
import type { RuleNumbers } from '../rule.ts'

export interface WindyDaySettings extends RuleNumbers {
  /** Lowest first; levels rise by one. The lowest opens the episode. */
  readonly levels: readonly WindLevel[]
  /** A bound reached (≥) without a break for this long raises. */
  readonly raiseAfterMs: Ms
  /** At a level above the lowest: below (bound − margin) … */
  readonly lowerMarginMps: Mps
  /** … without a break for this long takes one level off. */
  readonly lowerAfterMs: Ms
  /** Below this without a break for `closeAfterMs` closes, at any level. */
  readonly closeBelowMps: Mps
  readonly closeAfterMs: Ms
  /** Never closes earlier than this after the first opening. */
  readonly minimumHoldMs: Ms
  /** A raise at most this long after closing re-opens the same episode. */
  readonly reopenWithinMs: Ms
  readonly gust: GustSettings
  readonly review: ReviewSettings
  readonly wind: WindInputSettings
}

export interface WindLevel {
  readonly level: number
  readonly boundMps: Mps
}

export interface GustSettings {
  readonly gustMps: Mps
  /** A qualifying gust means at least this level, at once. */
  readonly level: number
  /** The scope's mean must be at least this. */
  readonly meanMps: Mps
  /** Two devices within this time confirm each other. */
  readonly devicesWithinMs: Ms
  /** The only device confirms itself with a second gust within this time. */
  readonly repeatWithinMs: Ms
}

export interface ReviewSettings {
  readonly belowMps: Mps
  readonly belowForMs: Ms
  readonly openForMs: Ms
}

export interface WindInputSettings extends FreshSettings {
  /** Length of the mean that is judged. */
  readonly windowMs: Ms
  /** One in this many of the registered open devices must be fresh, at least one. */
  readonly quorumOneIn: number
  readonly nearestWithinM: number
  /** A source that differs from the median of the open devices by more than this … */
  readonly contradictsByMps: Mps
  /** … and by more than this share of the greater of the two contradicts them … */
  readonly contradictsByShare: number
  /** … if at least so many of them are fresh (invariant 18). */
  readonly contradictedBy: number
}

/** Ours: a sheltered site says half of what the bureau's mast says, a broken or forged one says something else. */
const CONTRADICTION = { contradictsByMps: 4, contradictsByShare: 0.5, contradictedBy: 3 } as const

export const WINDY_DAY_DEFAULTS: WindyDaySettings = {
  rulePack: { id: 'windy-day', version: '1.1.0' },
  levels: [
    { level: 4, boundMps: 5.5 },
    { level: 5, boundMps: 8.0 },
    { level: 6, boundMps: 10.8 },
    { level: 7, boundMps: 13.9 },
    { level: 8, boundMps: 17.2 },
  ],
  raiseAfterMs: 10 * MINUTE,
  lowerMarginMps: 1.0,
  lowerAfterMs: 30 * MINUTE,
  closeBelowMps: 4.5,
  closeAfterMs: 60 * MINUTE,
  minimumHoldMs: 120 * MINUTE,
  reopenWithinMs: 60 * MINUTE,
  gust: { gustMps: 10.8, level: 5, meanMps: 3.4, devicesWithinMs: 2 * MINUTE, repeatWithinMs: 10 * MINUTE },
  review: { belowMps: 5.5, belowForMs: 3 * HOUR, openForMs: 12 * HOUR },
  wind: {
    windowMs: 10 * MINUTE,
    freshMs: 5 * MINUTE,
    freshIntervals: 1.1,
    quorumOneIn: 3,
    nearestWithinM: 5_000,
    ...CONTRADICTION,
  },
}

/** Every problem of a set of numbers, each naming the field; empty when it may be used. */
export function checkWindyDaySettings(settings: WindyDaySettings): string[] {
  const { rulePack, levels, gust, review, wind } = settings
  const problems: string[] = []
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  demand(rulePack.id !== '' && rulePack.version !== '', 'rulePack: id and version must not be empty')
  problems.push(...levelProblems(levels), ...lengthProblems(settings))
  const lowest = levels[0]?.boundMps ?? Number.NaN
  const { closeBelowMps, lowerMarginMps } = settings
  demand(closeBelowMps > 0, `closeBelowMps: ${closeBelowMps} must be above 0`)
  demand(closeBelowMps < lowest, `closeBelowMps: ${closeBelowMps} must be below the lowest bound ${lowest}`)
  demand(lowerMarginMps > 0, `lowerMarginMps: ${lowerMarginMps} must be above 0, else the level flaps`)
  demand(lowerMarginMps < lowest, `lowerMarginMps: ${lowerMarginMps} must be below the lowest bound ${lowest}`)
  const isKnown = levels.some((one) => one.level === gust.level)
  demand(isKnown, `gust.level: ${gust.level} must be one of the levels`)
  demand(gust.gustMps > gust.meanMps, `gust.gustMps: ${gust.gustMps} must be above gust.meanMps ${gust.meanMps}`)
  demand(gust.meanMps >= 0, `gust.meanMps: ${gust.meanMps} must not be negative`)
  demand(review.belowMps >= closeBelowMps, `review.belowMps: ${review.belowMps} must not be below closeBelowMps`)
  demand(wind.freshIntervals >= 1, `wind.freshIntervals: ${wind.freshIntervals} must be at least 1`)
  demand(wind.quorumOneIn >= 1, `wind.quorumOneIn: ${wind.quorumOneIn} must be at least 1`)
  demand(wind.nearestWithinM >= 0, `wind.nearestWithinM: ${wind.nearestWithinM} must not be negative`)
  const { contradictsByMps, contradictsByShare: share, contradictedBy } = wind
  demand(contradictsByMps > 0, `wind.contradictsByMps: ${contradictsByMps} must be above 0`)
  demand(share >= 0 && share < 1, `wind.contradictsByShare: ${share} must be at least 0 and below 1`)
  demand(contradictedBy >= 3, `wind.contradictedBy: ${contradictedBy} must be at least 3`)
  return problems
}

function levelProblems(levels: readonly WindLevel[]): string[] {
  if (levels.length === 0) return ['levels: at least one is needed']
  return levels.flatMap(({ level, boundMps }, index) => {
    const below = levels[index - 1]
    const problems: string[] = []
    if (!Number.isInteger(level) || level < 1)
      problems.push(`levels[${index}].level: ${level} must be a whole number ≥ 1`)
    if (below && level !== below.level + 1) problems.push(`levels[${index}].level: ${level} must follow ${below.level}`)
    const least = below?.boundMps ?? 0
    if (!(Number.isFinite(boundMps) && boundMps > least)) {
      problems.push(`levels[${index}].boundMps: ${boundMps} must be above ${least}`)
    }
    return problems
  })
}

function lengthProblems(settings: WindyDaySettings): string[] {
  const { gust, review, wind } = settings
  const lengths: readonly (readonly [string, Ms])[] = [
    ['raiseAfterMs', settings.raiseAfterMs],
    ['lowerAfterMs', settings.lowerAfterMs],
    ['closeAfterMs', settings.closeAfterMs],
    ['minimumHoldMs', settings.minimumHoldMs],
    ['reopenWithinMs', settings.reopenWithinMs],
    ['gust.devicesWithinMs', gust.devicesWithinMs],
    ['gust.repeatWithinMs', gust.repeatWithinMs],
    ['review.belowForMs', review.belowForMs],
    ['review.openForMs', review.openForMs],
    ['wind.windowMs', wind.windowMs],
    ['wind.freshMs', wind.freshMs],
  ]
  const mayBeZero = new Set(['minimumHoldMs', 'reopenWithinMs'])
  return lengths.flatMap(([name, length]) => {
    if (Number.isFinite(length) && (length > 0 || (length === 0 && mayBeZero.has(name)))) return []
    return [`${name}: ${length} must be a length of time above 0`]
  })
}
