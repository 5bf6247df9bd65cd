/** How long a draft may be held: only what makes it issue itself later than it would. */
import { LONGEST_HOLD_MS } from '../../server/domain/control/draft.ts'
import { type EpochMs, MINUTE } from '../../server/domain/units.ts'

export interface HoldChoice {
  readonly minutes: number
  readonly until: EpochMs
}

const MINUTES: readonly number[] = [1, 2, 3, 5, 8, LONGEST_HOLD_MS / MINUTE]

/** `dueAt`: when it issues itself. Empty when even the longest hold would change nothing. */
export function holdChoices(dueAt: EpochMs, now: EpochMs): readonly HoldChoice[] {
  return MINUTES.map((minutes) => ({ minutes, until: now + minutes * MINUTE })).filter(({ until }) => until > dueAt)
}
