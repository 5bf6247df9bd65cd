/**
 * Drafts: what waits for a person, and what happens when nobody answers.
 *
 * The countdown is a row in the database. This flow only remembers the earliest due time, so that control need not ask
 * the database every instant; a restart reads it again.
 */
import type { Draft } from '../../domain/control/draft.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import { MINUTE } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Books, Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import type { EpisodeOrders } from './cause-orders.ts'
import { type Changed, draftAudit, merged, NOTHING_CHANGED, toChief } from './follow-decision.ts'

/** 暂缓: at most ten minutes, and with a reason (practice.md 2). */
export const LONGEST_HOLD_MS: Ms = 10 * MINUTE

export type DraftOutcome =
  | { readonly kind: 'decided'; readonly draft: Draft; readonly changed: Changed }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'not-pending'; readonly draft: Draft }
  | { readonly kind: 'already-held'; readonly draft: Draft }

export interface DraftDesk {
  load(): Promise<void>
  nextDueAt(): EpochMs | null
  /** Tells which drafts changed, after their change is stored. */
  note(drafts: readonly Draft[]): void
  /** Issues what nobody answered in time, and tells the chief. */
  issueDue(books: Books, at: EpochMs): Promise<Changed>
  /** `expected` is the version the person saw; null when they did not say. */
  issue(id: string, expected: number | null, by: By): Promise<DraftOutcome>
  hold(id: string, expected: number | null, forMs: Ms, mayHoldAgain: boolean, by: By): Promise<DraftOutcome>
  drop(id: string, expected: number | null, by: By): Promise<DraftOutcome>
}

export interface DraftParts {
  readonly operations: Operations
  readonly orders: EpisodeOrders
  readonly clock: Clock
  readonly crash: CrashPoint
  readonly onChanged: (changed: Changed) => void
}

export function createDrafts(parts: DraftParts): DraftDesk {
  const { operations, orders, clock, crash } = parts
  const dueAtById = new Map<string, EpochMs>()

  function note(drafts: readonly Draft[]): void {
    for (const draft of drafts) {
      const isPending = draft.state === 'waiting' || draft.state === 'held'
      if (isPending && draft.dueAt !== null) dueAtById.set(draft.id, draft.dueAt)
      else dueAtById.delete(draft.id)
    }
  }

  function nextDueAt(): EpochMs | null {
    return dueAtById.size === 0 ? null : Math.min(...dueAtById.values())
  }

  async function issueDue(books: Books, at: EpochMs): Promise<Changed> {
    const due = (await books.drafts.pending()).filter((draft) => draft.dueAt !== null && draft.dueAt <= at)
    const all: Changed[] = []
    for (const draft of due) {
      all.push(await carryOut(books, draft, at, { actor: 'system', reason: 'nobody answered within the countdown' }))
      await books.notifications.add([
        toChief(`${draft.id}/unanswered`, 'unanswered-draft', at, { draft: draft.id, cause: draft.cause }),
      ])
    }
    return merged([NOTHING_CHANGED, ...all])
  }

  async function carryOut(books: Books, draft: Draft, at: EpochMs, by: By): Promise<Changed> {
    const episode = draft.cause.kind === 'episode' ? await books.episodes.get(draft.cause.id) : null
    if (!episode) throw new Error(`draft ${draft.id} names ${draft.cause.kind} ${draft.cause.id}, which does not exist`)
    const issued: Draft = {
      ...draft,
      state: 'issued',
      decidedAt: at,
      decidedBy: by.actor,
      version: draft.version + 1,
    }
    await books.drafts.save(issued)
    await books.audit.append([draftAudit(issued, 'draft.issued', at, by)])
    if (draft.kind === 'review') return { ...NOTHING_CHANGED, drafts: [issued] }
    const again = episode.changes.at(-1)?.reason.code === 'reopened' ? 'reopened' : 'raisedAfterRelease'
    const changed =
      draft.kind === 'release'
        ? await orders.releaseAll(books, episode, at, by)
        : await orders.raise(books, { episode, level: draft.level, at, by, again })
    return { ...NOTHING_CHANGED, drafts: [issued], orders: changed }
  }

  async function decide(
    id: string,
    expected: number | null,
    work: (books: Books, draft: Draft, at: EpochMs) => Promise<Changed | DraftOutcome>,
  ): Promise<DraftOutcome> {
    const outcome = await operations.change(async (books): Promise<DraftOutcome> => {
      const draft = await books.drafts.get(id)
      if (!draft) return { kind: 'unknown' }
      if (expected !== null && expected !== draft.version) return { kind: 'stale', version: draft.version }
      if (draft.state !== 'waiting' && draft.state !== 'held') return { kind: 'not-pending', draft }
      const result = await work(books, draft, clock.now())
      if ('kind' in result) return result
      return { kind: 'decided', draft: result.drafts[0] ?? draft, changed: result }
    })
    if (outcome.kind === 'decided') {
      note(outcome.changed.drafts)
      parts.onChanged(outcome.changed)
    }
    return outcome
  }

  return {
    async load() {
      dueAtById.clear()
      note(await operations.read.drafts.pending())
    },
    nextDueAt,
    note,
    issueDue,
    async issue(id, expected, by) {
      crash('order.before-issue')
      const outcome = await decide(id, expected, (books, draft, at) => carryOut(books, draft, at, by))
      crash('order.issued')
      return outcome
    },
    hold(id, expected, forMs, mayHoldAgain, by) {
      return decide(id, expected, async (books, draft, at) => {
        if (draft.state === 'held' && !mayHoldAgain) return { kind: 'already-held', draft }
        const dueAt = draft.dueAt === null ? null : Math.max(draft.dueAt, at + forMs)
        const held: Draft = {
          ...draft,
          state: 'held',
          dueAt,
          holdReason: by.reason,
          heldBy: by.actor,
          version: draft.version + 1,
        }
        await books.drafts.save(held)
        await books.audit.append([draftAudit(held, 'draft.held', at, by)])
        return { ...NOTHING_CHANGED, drafts: [held] }
      })
    },
    drop(id, expected, by) {
      return decide(id, expected, async (books, draft, at) => {
        const dropped: Draft = {
          ...draft,
          state: 'dropped',
          decidedAt: at,
          decidedBy: by.actor,
          dropReason: by.reason,
          version: draft.version + 1,
        }
        await books.drafts.save(dropped)
        await books.audit.append([draftAudit(dropped, 'draft.dropped', at, by)])
        return { ...NOTHING_CHANGED, drafts: [dropped] }
      })
    },
  }
}
