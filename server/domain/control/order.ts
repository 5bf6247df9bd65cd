/**
 * Orders (管控指令): the measures one cause demands from one place. One per place and cause; its level can rise.
 *
 * Every function here takes an order and returns the order after the change, or a refusal that says why not.
 * Nothing is forgotten: a new demand after an end is revision n + 1 of the same order, older revisions stay.
 * The reason for a change, its actor and its time are written to the audit trail by the flow that calls.
 */
import type { EpochMs } from '../units.ts'
import type { Measure } from './measure.ts'

export interface OrderedMeasure {
  readonly measure: Measure
  /** When this measure was asked; a raise asks later than the first issue. */
  readonly askedAt: EpochMs
  readonly dueAt: EpochMs
  /** 已落实(自报); null until then. */
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
  /** A lower level no longer asks it; null while asked. */
  readonly withdrawnAt: EpochMs | null
}

/** One cycle of an order, from issue to its end, with the six time stamps. */
export interface OrderRevision {
  readonly n: number
  readonly reason: 'issued' | 'reopened' | 'raisedAfterRelease'
  readonly issuedAt: EpochMs
  readonly deliveredAt: EpochMs | null
  readonly seenAt: EpochMs | null
  /** The acknowledgement that covers all measures asked now; null again when a raise adds measures. */
  readonly acknowledgedAt: EpochMs | null
  readonly acknowledgedBy: string | null
  readonly acknowledgeDueAt: EpochMs
  /** When the last asked measure was reported done; null while one is open. */
  readonly compliedAt: EpochMs | null
  readonly verifiedAt: EpochMs | null
  readonly releasedAt: EpochMs | null
  readonly cancelledAt: EpochMs | null
  /** Why it ended; null while in force. */
  readonly endReason: string | null
  readonly measures: readonly OrderedMeasure[]
}

export type OrderState = 'issued' | 'released' | 'cancelled'

export interface Order {
  readonly id: string
  /** What people see and say, for example `2015-0415-001`; a drill's numbers begin with `D`. */
  readonly number: string
  readonly placeId: string
  readonly townshipId: string
  readonly episodeId: string
  readonly state: OrderState
  /** Level in force, or the last one in force. */
  readonly level: number
  /** Oldest first; the last one is the present one. */
  readonly revisions: readonly OrderRevision[]
  /** Why measures differ from the plan, for example a sprinkler guard; empty for most. */
  readonly notes: readonly string[]
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}
