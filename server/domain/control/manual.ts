/**
 * Manual controls (手动管控): what a person decided without a rule and without a notice: what is asked of whom, why, until
 * when. The office decides for the district or any part of it, a township for itself: it may be stricter, never laxer.
 *
 * One that would reach many places is ordered only when a second person says so, too (practice.md 2: the rule is the
 * same for manual and automatic mass orders). Every function returns the control after the change, or why there is none.
 */
import type { Place, PlaceKind } from '../place.ts'
import type { EpochMs } from '../units.ts'
import type { CauseRef } from './cause.ts'
import type { Measure } from './measure.ts'
import { isInScope, type Scope } from './scope.ts'

export interface ManualContent {
  /** Why, in the words of whoever decided. */
  readonly reason: string
  readonly scope: Scope
  /** Of the scope only these kinds of places; empty: all. */
  readonly placeKinds: readonly PlaceKind[]
  readonly measures: readonly Measure[]
  /** The instant belongs to it no more; null: until somebody ends it. */
  readonly endsAt: EpochMs | null
}

export interface ManualControl extends ManualContent {
  readonly id: string
  readonly decidedAt: EpochMs
  readonly decidedBy: string
  /** The township that decided it for itself; null: the office. */
  readonly townshipId: string | null
  /** It reached so many places when it was decided that one person is not enough. */
  readonly needsSecond: boolean
  /** When it was ordered; null while it waits for the second person. */
  readonly orderedAt: EpochMs | null
  /** The second person; null: not yet, or not needed. */
  readonly confirmedBy: string | null
  /** It asks nothing any more; null while it does, or waits. */
  readonly endedAt: EpochMs | null
  /** A person, or `system` at its end. */
  readonly endedBy: string | null
  readonly endReason: string | null
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

interface Deed {
  readonly at: EpochMs
  readonly by: string
}

export function newManual(
  facts: ManualContent & Pick<ManualControl, 'id' | 'townshipId' | 'needsSecond'>,
  { at, by }: Deed,
): ManualControl {
  const orderedAt = facts.needsSecond ? null : at
  const open = { confirmedBy: null, endedAt: null, endedBy: null, endReason: null } as const
  return { ...facts, ...open, decidedAt: at, decidedBy: by, orderedAt, version: 1 }
}

export function manualCause(id: string): CauseRef {
  return { kind: 'manual', id }
}

/** It means this place. */
export function means({ scope, placeKinds }: Pick<ManualControl, 'scope' | 'placeKinds'>, place: Place): boolean {
  return isInScope(place, scope) && (placeKinds.length === 0 || placeKinds.includes(place.kind))
}

export type Confirmation =
  | { readonly kind: 'changed'; readonly control: ManualControl }
  /** Whoever decided it is not the second person. */
  | { readonly kind: 'same-person' }
  | { readonly kind: 'over' }

export function confirmed(control: ManualControl, { at, by }: Deed): Confirmation {
  if (isOver(control, at)) return { kind: 'over' }
  if (control.decidedBy === by) return { kind: 'same-person' }
  return { kind: 'changed', control: { ...control, orderedAt: at, confirmedBy: by, version: control.version + 1 } }
}

/** Nobody is ordered because of it any more. */
export function isOver({ endedAt, endsAt }: Pick<ManualControl, 'endedAt' | 'endsAt'>, at: EpochMs): boolean {
  return endedAt !== null || (endsAt !== null && endsAt <= at)
}

/** null: it has ended already. */
export function endedBy(control: ManualControl, reason: string, { at, by }: Deed): ManualControl | null {
  if (control.endedAt !== null) return null
  return { ...control, endedAt: at, endedBy: by, endReason: reason, version: control.version + 1 }
}

/** The instant at which it ends by itself; null: it does not, or has. */
export function endInstantOf({ endedAt, endsAt }: Pick<ManualControl, 'endedAt' | 'endsAt'>): EpochMs | null {
  return endedAt === null ? endsAt : null
}
