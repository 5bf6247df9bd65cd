/** In which of its five states the board stands: what is big, what is narrow, what waits. */
import type { DraftView } from '../../server/contract/draft.ts'
import type { DistrictState } from '../logic/district-state.ts'

export const BOARD_PHASES = ['calm', 'watch', 'draft', 'inForce', 'releasing'] as const
export type BoardPhase = (typeof BOARD_PHASES)[number]

/** What waits for a person, what decides itself first. */
export function pendingOf(drafts: Iterable<DraftView>): readonly DraftView[] {
  return [...drafts]
    .filter(({ state }) => state === 'waiting' || state === 'held')
    .sort((a, b) => dueOf(a) - dueOf(b) || Date.parse(a.createdAt) - Date.parse(b.createdAt))
}

function dueOf(draft: DraftView): number {
  return draft.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(draft.dueAt)
}

/** `watch` begins when early arrangements exist. */
export function boardPhase({ kind }: DistrictState | { readonly kind: 'unknown' }): BoardPhase {
  switch (kind) {
    case 'controlling':
      return 'inForce'
    case 'awaiting':
      return 'draft'
    case 'ended':
      return 'releasing'
    default:
      return 'calm'
  }
}

/** How high the strip of decisions is: a mass decision is large, a raise or a review beside orders in force is not. */
export function decisionSize(phase: BoardPhase, pending: readonly DraftView[]): 'none' | 'small' | 'large' {
  if (pending.length === 0) return 'none'
  return phase === 'draft' || (phase === 'releasing' && pending.some(({ kind }) => kind === 'release'))
    ? 'large'
    : 'small'
}
