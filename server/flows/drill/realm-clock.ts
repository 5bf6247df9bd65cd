/**
 * The realm clock: rules readings, orders, deadlines and audit. Live it is the machine's and nobody can move it; in a
 * drill it stands still until the player advances it, so that speed limits the pace and never the result.
 */
import { type EpochMs, type Ms, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Act } from '../act/open-act.ts'

export interface MovableClock extends Clock {
  set(now: EpochMs): void
}

export function createMovableClock(start: EpochMs): MovableClock {
  let now = start
  return {
    now: () => now,
    set: (to) => {
      now = to
    },
  }
}

/** How fast a drill is wanted to run. The player looks at it; the clock itself only ever moves when the player says so. */
export interface DrillPace {
  /** Drill seconds per second, 0 while paused; null as long as nobody said. */
  speed(): number | null
  set(speed: number): void
}

export function createDrillPace(): DrillPace {
  let wanted: number | null = null
  return {
    speed: () => wanted,
    set: (speed) => {
      wanted = speed
    },
  }
}

export type Advance =
  | { readonly kind: 'advanced'; readonly now: EpochMs }
  | { readonly kind: 'backwards'; readonly now: EpochMs }
  | { readonly kind: 'messages-missing'; readonly taken: number; readonly expected: number }
  /** Control could not store what it decided; the clock stands where it stopped. */
  | { readonly kind: 'stuck'; readonly now: EpochMs; readonly why: string }

export interface AdvanceRequest {
  readonly to: EpochMs
  /** Waits until intake has taken this many messages since the start; null does not wait. */
  readonly afterMessages: number | null
}

export type AdvanceClock = (request: AdvanceRequest) => Promise<Advance>

export interface DrillClockParts {
  readonly clock: Clock
  readonly act: Pick<Act, 'advanceTo' | 'status'>
  /** Messages intake has taken; `reached` is false when `withinMs` of machine time passed before. */
  readonly arrivals: {
    count(): number
    reached(count: number, withinMs: Ms): Promise<boolean>
  }
}

/** Machine time a player may wait for messages that are still on their way through the broker. */
const LONGEST_WAIT_MS: Ms = 60 * SECOND

export function createDrillClock({ clock, act, arrivals }: DrillClockParts): AdvanceClock {
  return async ({ to, afterMessages }) => {
    if (to < clock.now()) return { kind: 'backwards', now: clock.now() }
    if (afterMessages !== null && !(await arrivals.reached(afterMessages, LONGEST_WAIT_MS))) {
      return { kind: 'messages-missing', taken: arrivals.count(), expected: afterMessages }
    }
    const reached = await act.advanceTo(to)
    if (reached < to) return { kind: 'stuck', now: reached, why: act.status().problem ?? 'control did not go on' }
    return { kind: 'advanced', now: reached }
  }
}
