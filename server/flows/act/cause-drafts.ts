/** Drafts of a cause: opened, made to follow what it demands, dropped when it has gone on. Inside one change. */
import { type CauseRef, isSameCause } from '../../domain/control/cause.ts'
import {
  type Draft,
  type DraftKind,
  dropped,
  isPending,
  isSameEffect,
  newDraft,
  releveled,
} from '../../domain/control/draft.ts'
import type { GivenReason } from '../../domain/control/reason.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Books } from '../../ports/operations.ts'
import type { By, BySystem } from '../common/by.ts'
import type { CauseOrders, LevelDemand } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { Recorder } from './record.ts'

export async function openDraft(
  record: Recorder,
  facts: Pick<Draft, 'id' | 'kind' | 'cause' | 'level' | 'dueAt' | 'effect'>,
  at: EpochMs,
  by: By,
): Promise<Draft> {
  const draft = newDraft({ ...facts, createdAt: at })
  await record.draft(draft, { action: 'draft.opened', at, by })
  return draft
}

/** A draft still waiting follows the level, and says anew what it would do. false when none waits. */
export async function relevelDrafts(record: Recorder, orders: CauseOrders, demand: LevelDemand): Promise<boolean> {
  const pending = await pendingOf(record.books, demand.cause.ref, ['issue'])
  if (pending.length === 0) return false
  const effect = await orders.effectOfRaise(record.books, demand)
  const { level, at, by } = demand
  for (const draft of pending)
    await record.draft(releveled(draft, level, effect), { action: 'draft.releveled', at, by })
  return true
}

/** What the gate holds back now is not offered any longer; what it lets go is counted anew. */
export async function recountReleases(
  record: Recorder,
  orders: CauseOrders,
  demands: Demands,
  at: EpochMs,
): Promise<void> {
  for (const draft of await record.books.drafts.pending()) {
    if (draft.kind !== 'release') continue
    const cause = await demands.find(record.books, draft.cause, at)
    if (!cause) continue
    const effect = await orders.effectOfRelease(record.books, cause, at)
    if (isSameEffect(effect, draft.effect)) continue
    if (effect.places.length === 0) await dropDrafts(record, draft.cause, ['release'], at, 'notice-recorded')
    else {
      const by: BySystem = { actor: 'system', reason: 'notice-recorded' }
      await record.draft(releveled(draft, draft.level, effect), { action: 'draft.recounted', at, by })
    }
  }
}

/** A draft still waiting to issue says anew whom it would reach, when that has changed. */
export async function recountIssues(
  record: Recorder,
  orders: CauseOrders,
  demands: Demands,
  at: EpochMs,
  why: GivenReason,
): Promise<void> {
  const by: BySystem = { actor: 'system', reason: why }
  for (const draft of await record.books.drafts.pending()) {
    const cause = draft.kind === 'issue' ? await demands.find(record.books, draft.cause, at) : null
    if (!cause || cause.isOver) continue
    const effect = await orders.effectOfRaise(record.books, { cause, level: draft.level, at })
    if (isSameEffect(effect, draft.effect)) continue
    await record.draft(releveled(draft, draft.level, effect), { action: 'draft.recounted', at, by })
  }
}

export async function dropDrafts(
  record: Recorder,
  cause: CauseRef,
  kinds: readonly DraftKind[],
  at: EpochMs,
  why: GivenReason,
): Promise<void> {
  const by: BySystem = { actor: 'system', reason: why }
  for (const draft of await pendingOf(record.books, cause, kinds)) {
    await record.draft(dropped(draft, { at, by: by.actor }, why), { action: 'draft.dropped', at, by })
  }
}

export async function pendingOf(books: Books, cause: CauseRef, kinds: readonly DraftKind[]): Promise<readonly Draft[]> {
  const pending = await books.drafts.pending()
  return pending.filter((draft) => isPending(draft) && isSameCause(draft.cause, cause) && kinds.includes(draft.kind))
}
