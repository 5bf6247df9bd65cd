/** In which of its five states the board stands: what is big, what is narrow, what waits. */
import type { DraftView } from '../../server/contract/draft.ts'
import type { DistrictState } from '../logic/district-state.ts'

/** `watch` (提前部署) begins when early arrangements exist; `unknown` until the district was told for the first time. */
export type BoardPhase = 'unknown' | 'calm' | 'watch' | 'draft' | 'inForce' | 'releasing'

export function boardPhase({ kind }: DistrictState | { readonly kind: 'unknown' }): BoardPhase {
  switch (kind) {
    case 'controlling':
    case 'declared':
    case 'byHand':
      return 'inForce'
    case 'awaiting':
    case 'declaredAwaiting':
    case 'byHandAwaiting':
      return 'draft'
    case 'ended':
    case 'declaredEnded':
    case 'byHandEnded':
      return 'releasing'
    case 'unknown':
      return 'unknown'
    default:
      return 'calm'
  }
}

/** How high the strip of decisions is: a mass decision is large, a raise or a review beside orders in force is not. */
export function decisionSize(
  phase: BoardPhase,
  pending: readonly DraftView[],
  filings: number,
): 'none' | 'small' | 'large' {
  if (pending.length === 0) return filings === 0 ? 'none' : 'small'
  return phase === 'draft' || (phase === 'releasing' && pending.some(({ kind }) => kind === 'release'))
    ? 'large'
    : 'small'
}
