import type { EpochMs } from '../domain/units.ts'

/** The realm clock. Live it is the machine's; in a drill the player drives it. */
export interface Clock {
  now(): EpochMs
}
