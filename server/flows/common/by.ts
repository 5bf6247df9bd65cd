import type { GivenReason } from '../../domain/control/reason.ts'

/** Who makes a change and why: both stand in every audit line. */
export interface By {
  /** A person's name from the token, or `system`. */
  readonly actor: string
  /** Their words, or a code of `domain/control/reason.ts`. */
  readonly reason: string
}

/** What the program does by itself says why in a code, never in a sentence. */
export interface BySystem extends By {
  readonly actor: 'system'
  readonly reason: GivenReason
}
