/** Drafts (待决定): what waits for a person. A draft to issue has a countdown; a release never issues itself. */
import { type EpochMs, MINUTE, type Ms } from '../units.ts'
import type { CauseRef } from './cause.ts'
import type { PlannedMeasure } from './plan/response-plan.ts'

export type DraftKind = 'issue' | 'release' | 'review'

export type DraftState = 'waiting' | 'held' | 'issued' | 'dropped'

export interface Draft {
  readonly id: string
  readonly kind: DraftKind
  /** What its orders would answer to. */
  readonly cause: CauseRef
  /** The control level whose measures it would order; for a release or review the level at the time. */
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
  /** What carrying it out would do, as counted when it was written last; null when nobody counted (before 0.2.0). */
  readonly effect: DraftEffect | null
  readonly version: number
}

/** The places it would reach, each with what it would newly ask, or what it would let go. */
export interface DraftEffect {
  readonly at: EpochMs
  readonly places: readonly EffectPlace[]
}

export interface EffectPlace {
  readonly placeId: string
  /** It has no order of the cause yet. */
  readonly isNew: boolean
  readonly measures: readonly PlannedMeasure[]
}

/** The same places asked the same, whenever it was counted, however it was stored, and however much time is left. */
export function isSameEffect(one: DraftEffect | null, other: DraftEffect | null): boolean {
  return facts(one) === facts(other)

  function facts(effect: DraftEffect | null): string {
    const places = effect?.places.map(({ placeId, isNew, measures }) => [
      placeId,
      isNew,
      measures.map(({ measure }) => measure),
    ])
    return JSON.stringify(places ?? null)
  }
}

/** 暂缓: at most ten minutes, and with a reason (practice.md 2). */
export const LONGEST_HOLD_MS: Ms = 10 * MINUTE

interface Decision {
  readonly at: EpochMs
  readonly by: string
}

export function newDraft(
  facts: Pick<Draft, 'id' | 'kind' | 'cause' | 'level' | 'createdAt' | 'dueAt' | 'effect'>,
): Draft {
  const open = { state: 'waiting', holdReason: null, heldBy: null } as const
  return { ...facts, ...open, decidedAt: null, decidedBy: null, dropReason: null, version: 1 }
}

export function isPending({ state }: Draft): boolean {
  return state === 'waiting' || state === 'held'
}

/** Its countdown goes on from where it stood, after the clock was set right by so much. */
export function retimed(draft: Draft & { readonly dueAt: EpochMs }, by: Ms): Draft {
  return { ...draft, dueAt: draft.dueAt + by, version: draft.version + 1 }
}

/** It follows the level; its countdown goes on. */
export function releveled(draft: Draft, level: number, effect: DraftEffect): Draft {
  return { ...draft, level, effect, version: draft.version + 1 }
}

export function issued(draft: Draft, { at, by }: Decision): Draft {
  return { ...draft, state: 'issued', decidedAt: at, decidedBy: by, version: draft.version + 1 }
}

export function dropped(draft: Draft, { at, by }: Decision, reason: string): Draft {
  return {
    ...draft,
    state: 'dropped',
    decidedAt: at,
    decidedBy: by,
    dropReason: reason,
    version: draft.version + 1,
  }
}

export type HoldOutcome =
  | { readonly kind: 'held'; readonly draft: Draft }
  /** It issues itself no sooner anyway, or never does. */
  | { readonly kind: 'changes-nothing' }

/** It issues itself at `until` then, and neither sooner nor later. */
export function held(draft: Draft, until: EpochMs, by: string, reason: string): HoldOutcome {
  if (draft.dueAt === null || until <= draft.dueAt) return { kind: 'changes-nothing' }
  const facts = { state: 'held', dueAt: until, holdReason: reason, heldBy: by } as const
  return { kind: 'held', draft: { ...draft, ...facts, version: draft.version + 1 } }
}
