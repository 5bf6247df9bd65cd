/** What the rules remember. */
import type { EpochMs } from '../../domain/units.ts'

/** What one rule knows about one scope: its timers and level, so that a restart goes on where it stopped. */
export interface RuleState {
  readonly rule: string
  readonly scope: string
  readonly state: unknown
  /** The instant this state was judged for. */
  readonly judgedAt: EpochMs
}

export interface RuleBook {
  all(): Promise<readonly RuleState[]>
  save(states: readonly RuleState[]): Promise<void>
}
