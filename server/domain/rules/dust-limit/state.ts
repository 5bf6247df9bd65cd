/** What a rule of dust limits remembers of a site between two instants. Plain JSON, stored by the flow that judges. */
import type { LevelChange } from '../../control/episode.ts'
import type { EpochMs, Ms } from '../../units.ts'
import type { RuleMemory, RunningTimer } from '../rule.ts'
import type { DustLimitPack } from './pack.ts'

export interface DustLimitState extends RuleMemory {
  /** Since when the mean has been above each step's limit without a break, lowest first; a missing one stands for null. */
  readonly aboveSince: readonly (EpochMs | null)[]
  /** Since when an open episode has been low enough without a break. */
  readonly clearSince: EpochMs | null
  /** Local day of the last clock window above a limit; null before the first. */
  readonly day: string | null
  /** Clock windows of that day above each step's limit; a missing one stands for 0. */
  readonly exceeded: readonly number[]
  /** The close of a clock window that comes when nobody holds the episode open any more; null when none waits. */
  readonly waitingClose: LevelChange | null
}

export const CALM: DustLimitState = {
  level: 0,
  blindSince: null,
  aboveSince: [],
  clearSince: null,
  day: null,
  exceeded: [],
  waitingClose: null,
}

/** Tells the site, and asks nothing. */
export const TOLD = 1

/** Where a step stands, were it above its limit for long enough: while the day's allowance lasts the site is only told. */
export function levelOfStep({ exceeded }: DustLimitState, { steps }: DustLimitPack, index: number): number {
  const { level, allowedPerDay } = steps[index]!
  return allowedPerDay > 0 && (exceeded[index] ?? 0) <= allowedPerDay ? TOLD : level
}

/** The timers that can act, the next first. A pack that acts at once has none that raises. */
export function runningTimers(state: DustLimitState, pack: DustLimitPack): readonly RunningTimer[] {
  const { quantity, persistenceMs, clear } = pack
  const timers: RunningTimer[] = pack.steps.flatMap(({ limit: bound }, index) => {
    const since = state.aboveSince[index] ?? null
    const to = levelOfStep(state, pack, index)
    if (since === null || persistenceMs === 0 || to <= state.level) return []
    return [{ what: 'raise', to, quantity, bound, since, dueAt: since + persistenceMs }]
  })
  if (state.clearSince !== null) {
    const since = state.clearSince
    timers.push({ what: 'close', to: 0, quantity, bound: clear.atMost, since, dueAt: since + clear.forMs })
  }
  return timers.sort((a, b) => a.dueAt - b.dueAt || b.to - a.to)
}

/** The earliest instant after `after` at which a running timer could act; null when none runs. */
export function nextDueAt(state: DustLimitState, pack: DustLimitPack, after: EpochMs): EpochMs | null {
  return runningTimers(state, pack).find(({ dueAt }) => dueAt > after)?.dueAt ?? null
}

/** The same when the clock was set by so much: every timer has run as long as before. */
export function moved(state: DustLimitState, by: Ms): DustLimitState {
  const move = (at: EpochMs | null) => (at === null ? null : at + by)
  return {
    ...state,
    blindSince: move(state.blindSince),
    aboveSince: state.aboveSince.map(move),
    clearSince: move(state.clearSince),
  }
}

/** The one before where nothing is different: then there is nothing to store. */
export function unlessSame(before: DustLimitState, next: DustLimitState): DustLimitState {
  const isSame =
    before.level === next.level &&
    before.blindSince === next.blindSince &&
    before.clearSince === next.clearSince &&
    before.day === next.day &&
    before.waitingClose === next.waitingClose &&
    next.aboveSince.every((since, index) => since === (before.aboveSince[index] ?? null)) &&
    next.exceeded.every((count, index) => count === (before.exceeded[index] ?? 0))
  return isSame ? before : next
}
