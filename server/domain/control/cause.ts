/** What an order or a draft answers to: an episode a rule saw, a notice from above, or a person's own decision. */
export const CAUSE_KINDS = ['episode', 'notice', 'manual'] as const

export type CauseKind = (typeof CAUSE_KINDS)[number]

export interface CauseRef {
  readonly kind: CauseKind
  readonly id: string
}

export function isSameCause(one: CauseRef, other: CauseRef): boolean {
  return one.kind === other.kind && one.id === other.id
}

export function episodeCause(id: string): CauseRef {
  return { kind: 'episode', id }
}
