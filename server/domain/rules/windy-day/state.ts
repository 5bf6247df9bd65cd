/** What the windy-day rule remembers between two instants, for one scope. Plain JSON, stored by the flow that judges. */
import type { EpochMs, Ms } from '../../units.ts'
import type { Doubt } from '../rule.ts'

/** Each `…Since` is the instant from which its condition has held without a break; null while it does not. */
export interface WindyDayState {
  /** Level in force; 0 while no episode is open. */
  readonly level: number
  /** First opening of the open or the last episode; null before the first. */
  readonly openedAt: EpochMs | null
  /** Last closing; null before the first. A re-opening keeps it. */
  readonly closedAt: EpochMs | null
  /** One per level of the settings, lowest first; a missing one stands for null. */
  readonly raiseSince: readonly (EpochMs | null)[]
  readonly lowerSince: EpochMs | null
  readonly closeSince: EpochMs | null
  /** Since when the open episode is below the review's bound. */
  readonly calmSince: EpochMs | null
  /** The last gust that counted. */
  readonly gustAt: EpochMs | null
  readonly blindSince: EpochMs | null
  /** Absent in what a version before 0.2.0 stored. */
  readonly doubt?: Doubt | null
  /** The chief was asked about this calm stretch, or about this long episode. */
  readonly calmReviewed: boolean
  readonly longReviewed: boolean
}

export const CALM: WindyDayState = {
  level: 0,
  openedAt: null,
  closedAt: null,
  raiseSince: [],
  lowerSince: null,
  closeSince: null,
  calmSince: null,
  gustAt: null,
  blindSince: null,
  doubt: null,
  calmReviewed: false,
  longReviewed: false,
}

/** The same when the clock was set by so much: every timer has run as long as before. */
export function moved(state: WindyDayState, by: Ms): WindyDayState {
  const move = (at: EpochMs | null) => (at === null ? null : at + by)
  return {
    ...state,
    openedAt: move(state.openedAt),
    closedAt: move(state.closedAt),
    raiseSince: state.raiseSince.map(move),
    lowerSince: move(state.lowerSince),
    closeSince: move(state.closeSince),
    calmSince: move(state.calmSince),
    gustAt: move(state.gustAt),
    blindSince: move(state.blindSince),
    doubt: state.doubt
      ? { ...state.doubt, since: state.doubt.since + by, agreedSince: move(state.doubt.agreedSince) }
      : null,
  }
}
