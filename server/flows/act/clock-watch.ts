/**
 * Whether the machine's clock can be believed: how far it has moved beside the time that has passed.
 *
 * A step of seconds is what a time service does. One of minutes would end countdowns, close episodes and make orders
 * overdue that are not, so nothing is judged by such a clock (reliability.md T8).
 */
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'

/** Two minutes (ours): more than a time service ever corrects at once on a machine that is looked after. */
export const LONGEST_STEP_MS: Ms = 2 * MINUTE

export interface SteadyClock {
  now(): EpochMs
  /** Time since the machine started, which nobody can set. */
  uptimeMs(): Ms
}

export interface ClockWatch {
  /** How far the clock has been set since `anchor`; negative: back. */
  step(): Ms
  /** The clock is right as it stands now. */
  anchor(): void
}

export function createClockWatch(machine: SteadyClock): ClockWatch {
  const offset = () => machine.now() - machine.uptimeMs()
  let anchored = offset()
  return {
    step: () => offset() - anchored,
    anchor() {
      anchored = offset()
    },
  }
}
