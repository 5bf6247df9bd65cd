/** Drafts (待决定): what waits for a person. A draft to issue has a countdown; a release never issues itself. */
import type { EpochMs } from '../units.ts'
import type { CauseRef } from './cause.ts'

export type DraftKind = 'issue' | 'release' | 'review'

export type DraftState = 'waiting' | 'held' | 'issued' | 'dropped'

export interface Draft {
  readonly id: string
  readonly kind: DraftKind
  /** What its orders would answer to. */
  readonly cause: CauseRef
  /** The level whose measures it would order; for a release or review the level at the time. */
  readonly level: number
  readonly state: DraftState
  readonly createdAt: EpochMs
  /** When it issues itself unless somebody decides; null when it waits for a person however long it takes. */
  readonly dueAt: EpochMs | null
  readonly holdReason: string | null
  readonly heldBy: string | null
  readonly decidedAt: EpochMs | null
  /** A person, or `system` when nobody answered; null while it waits. */
  readonly decidedBy: string | null
  /** Why it ended without being issued; null otherwise. */
  readonly dropReason: string | null
  readonly version: number
}
