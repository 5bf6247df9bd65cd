/** Drafts that wait for a person, in the order in which they decide themselves. */
import type { DraftView } from '../../server/contract/draft.ts'

export function isPending({ state }: DraftView): boolean {
  return state === 'waiting' || state === 'held'
}

/** What waits for a person, what decides itself first. */
export function pendingOf(drafts: Iterable<DraftView>): readonly DraftView[] {
  return [...drafts]
    .filter(isPending)
    .sort((a, b) => dueOf(a) - dueOf(b) || Date.parse(a.createdAt) - Date.parse(b.createdAt))
}

function dueOf(draft: DraftView): number {
  return draft.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(draft.dueAt)
}
