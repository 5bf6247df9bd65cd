/**
 * Drafts (待决定): a person issues, holds or drops them; a countdown issues what nobody decided, and the chief is told.
 *
 * The countdown is a row in the database. This flow only remembers the earliest due time, so that control need not ask
 * the database every instant; a restart reads it again.
 */
import { type Draft, type DraftKind, dropped, held, isPending, issued, retimed } from '../../domain/control/draft.ts'
import type { Order } from '../../domain/control/order.ts'
import type { GivenReason } from '../../domain/control/reason.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By, BySystem } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import { dropDrafts } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { ManualDrafts } from './manual-desk.ts'
import type { ChangeRecorded, Recorder } from './record.ts'

export type DraftOutcome =
  /** `orders` are those it issued, raised or released. */
  | { readonly kind: 'decided'; readonly draft: Draft; readonly orders: readonly Order[] }
  | NotActedOn
  | { readonly kind: 'not-pending'; readonly draft: Draft }
  /** A notice in force demands all that it would release. */
  | { readonly kind: 'held-back'; readonly draft: Draft }
  | { readonly kind: 'already-held'; readonly draft: Draft }
  /** It takes two persons, and this one has spoken. */
  | { readonly kind: 'needs-second'; readonly draft: Draft }
  /** It would issue itself no later for it. */
  | { readonly kind: 'hold-changes-nothing'; readonly draft: Draft }

export interface DraftDesk {
  load(): Promise<void>
  nextDueAt(): EpochMs | null
  /** Tells which drafts changed, after their change is stored. */
  note(drafts: readonly Draft[]): void
  /** Issues what nobody answered in time, and tells the chief; drops what its notice does not demand any more. */
  issueDue(record: Recorder, at: EpochMs): Promise<void>
  /** The clock was set right by so much: no countdown has run meanwhile. */
  retime(record: Recorder, movedMs: Ms, at: EpochMs, by: By): Promise<void>
  /** `seen` is the version the person saw; null when they did not say. */
  issue(id: string, seen: number | null, by: Decider): Promise<DraftOutcome>
  hold(id: string, seen: number | null, hold: DraftHold, by: By): Promise<DraftOutcome>
  drop(id: string, seen: number | null, by: By): Promise<DraftOutcome>
}

/** Who decides, and why if they said so. */
export interface Decider {
  readonly actor: string
  readonly reason: string | null
}

export interface DraftHold {
  /** From now on. */
  readonly forMs: Ms
  /** A hold is renewed by the chief only. */
  readonly mayHoldAgain: boolean
}

export interface DraftDeskParts {
  readonly operations: Operations
  readonly change: ChangeRecorded
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly manual: ManualDrafts
  readonly clock: Clock
  readonly crash: CrashPoint
}

const UNANSWERED: BySystem = { actor: 'system', reason: 'unanswered' }

/** Why a draft of each kind was carried out, when the person gave no words. */
const CARRIED_OUT: Readonly<Record<DraftKind, GivenReason>> = {
  issue: 'issued-at-once',
  release: 'release-confirmed',
  review: 'reviewed',
}

export function createDraftDesk(parts: DraftDeskParts): DraftDesk {
  const { operations, change, orders, demands, manual, clock, crash } = parts
  const dueAtById = new Map<string, EpochMs>()

  function note(drafts: readonly Draft[]): void {
    for (const draft of drafts) {
      if (isPending(draft) && draft.dueAt !== null) dueAtById.set(draft.id, draft.dueAt)
      else dueAtById.delete(draft.id)
    }
  }

  async function issueDue(record: Recorder, at: EpochMs): Promise<void> {
    const pending = await record.books.drafts.pending()
    for (const draft of pending) {
      if (draft.dueAt === null || draft.dueAt > at || (await isDroppedAsOver(record, draft, at))) continue
      await carryOut(record, draft, at, UNANSWERED)
      const facts = { draft: draft.id, cause: draft.cause }
      const key = `${draft.id}/unanswered`
      await record.notify([{ key, orderId: null, recipient: 'chief', createdAt: at, kind: 'unanswered-draft', facts }])
    }
  }

  async function retime(record: Recorder, movedMs: Ms, at: EpochMs, by: By): Promise<void> {
    for (const draft of await record.books.drafts.pending()) {
      if (draft.dueAt === null) continue
      await record.draft(retimed({ ...draft, dueAt: draft.dueAt }, movedMs), { action: 'draft.retimed', at, by })
    }
  }

  async function carryOut(record: Recorder, draft: Draft, at: EpochMs, by: By): Promise<Draft> {
    const done = issued(draft, { at, by: by.actor })
    await record.draft(done, { action: 'draft.issued', at, by })
    if (draft.kind === 'review') return done
    const cause = await demands.find(record.books, draft.cause, at)
    if (!cause) throw new Error(`draft ${draft.id} names ${draft.cause.kind} ${draft.cause.id}, which does not exist`)
    if (draft.kind === 'release') await orders.releaseAll(record, cause, at, by)
    else await orders.raise(record, { cause, level: draft.level, at, by, again: cause.again })
    return done
  }

  /**
   * Nobody is ordered because of a notice that has ended. After an outage the instant judged lies back, and before its end
   * is seen the draft still waits: what counts is now.
   */
  async function isDroppedAsOver(record: Recorder, { kind, cause: ref }: Draft, at: EpochMs): Promise<boolean> {
    const cause = kind === 'issue' ? await demands.find(record.books, ref, Math.max(at, clock.now())) : null
    if (!cause?.isOver) return false
    await dropDrafts(record, ref, ['issue'], at, 'notice-over')
    return true
  }

  async function isHeldBack(record: Recorder, draft: Draft, at: EpochMs): Promise<boolean> {
    const cause = draft.kind === 'release' ? await demands.find(record.books, draft.cause, at) : null
    if (!cause || (draft.effect?.places.length ?? 0) === 0) return false
    return (await orders.effectOfRelease(record.books, cause, at)).places.length === 0
  }

  function decide(
    id: string,
    seen: number | null,
    work: (record: Recorder, draft: Draft, at: EpochMs) => Promise<Draft | DraftOutcome>,
  ): Promise<DraftOutcome> {
    return change(async (record) =>
      actOn(await record.books.drafts.get(id), seen, async (draft): Promise<DraftOutcome> => {
        if (!isPending(draft)) return { kind: 'not-pending', draft }
        const result = await work(record, draft, clock.now())
        if (!('state' in result)) return result
        return { kind: 'decided', draft: result, orders: record.changed().orders }
      }),
    )
  }

  return {
    async load() {
      dueAtById.clear()
      note(await operations.read.drafts.pending())
    },
    nextDueAt: () => (dueAtById.size === 0 ? null : Math.min(...dueAtById.values())),
    note,
    issueDue,
    retime,
    async issue(id, seen, by) {
      crash('order.before-issue')
      const outcome = await decide(id, seen, async (record, draft, at) => {
        if (await isHeldBack(record, draft, at)) return { kind: 'held-back', draft }
        if (await isDroppedAsOver(record, draft, at)) {
          return { kind: 'not-pending', draft: (await record.books.drafts.get(id)) ?? draft }
        }
        const said = { actor: by.actor, reason: by.reason ?? CARRIED_OUT[draft.kind] }
        const { cause } = draft
        if (draft.kind === 'issue' && cause.kind === 'manual') {
          const second = await manual.confirm(record, cause.id, at, said)
          if (second === 'same-person') return { kind: 'needs-second', draft }
          if (second === 'over') {
            await dropDrafts(record, cause, ['issue'], at, 'manual-over')
            return { kind: 'not-pending', draft: (await record.books.drafts.get(id)) ?? draft }
          }
        }
        return carryOut(record, draft, at, said)
      })
      crash('order.issued')
      return outcome
    },
    hold: (id, seen, { forMs, mayHoldAgain }, by) =>
      decide(id, seen, async (record, draft, at) => {
        if (draft.state === 'held' && !mayHoldAgain) return { kind: 'already-held', draft }
        const outcome = held(draft, at + forMs, by.actor, by.reason)
        if (outcome.kind === 'changes-nothing') return { kind: 'hold-changes-nothing', draft }
        await record.draft(outcome.draft, { action: 'draft.held', at, by })
        return outcome.draft
      }),
    drop: (id, seen, by) =>
      decide(id, seen, async (record, draft, at) => {
        const gone = dropped(draft, { at, by: by.actor }, by.reason)
        await record.draft(gone, { action: 'draft.dropped', at, by })
        if (draft.kind === 'issue' && draft.cause.kind === 'manual')
          await manual.dropped(record, draft.cause.id, at, by)
        return gone
      }),
  }
}
