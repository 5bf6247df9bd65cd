/** What people do with notices from above: record, amend or extend, lift, answer. Each act is one audited change. */
import {
  amended,
  demandedOf,
  lifted,
  type Notice,
  type NoticeContent,
  type NoticeOutcome,
  newNotice,
  noticeCause,
  replied,
} from '../../domain/control/notice.ts'
import { isInScope } from '../../domain/control/scope.ts'
import type { Place } from '../../domain/place.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { By, BySystem } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import { dropDrafts, openDraft, recountReleases, relevelDrafts } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { LetGo } from './let-go.ts'
import { addPhoto, type ImageFile, type PhotoAct } from './notice-photo.ts'
import { noticeReport } from './notice-report.ts'
import type { ChangeRecorded, Recorder } from './record.ts'

export type NoticeAct =
  | { readonly kind: 'changed'; readonly notice: Notice }
  | NotActedOn
  /** It demands nothing any more. */
  | { readonly kind: 'over'; readonly notice: Notice; readonly at: EpochMs }

export interface NoticeDesk {
  /** Opens a draft that orders what it demands, unless no place owes anything. */
  record(content: NoticeContent, by: By): Promise<Notice>
  amend(id: string, seen: number | null, content: NoticeContent, by: By): Promise<NoticeAct>
  lift(id: string, seen: number | null, by: By): Promise<NoticeAct>
  /** Freezes the figures of this moment with what is sent. */
  reply(id: string, seen: number | null, text: string, by: By): Promise<NoticeAct>
  /** Also after its end. */
  addPhoto(id: string, file: ImageFile, by: By): Promise<PhotoAct>
}

export interface NoticeDeskParts {
  readonly change: ChangeRecorded
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly letGo: LetGo
  readonly clock: Clock
  readonly newId: () => string
  readonly placeOf: (id: string) => Place | undefined
  /** How long its draft waits before it issues itself. */
  readonly countdownMs: Ms
}

const OVER: BySystem = { actor: 'system', reason: 'notice-over' }

export function createNoticeDesk(parts: NoticeDeskParts): NoticeDesk {
  const { change, orders, demands, letGo, clock, newId } = parts

  /** What it newly demands becomes a draft, or is added to the one that waits. */
  async function propose(record: Recorder, notice: Notice, at: EpochMs, by: By): Promise<void> {
    const cause = demands.ofNotice(notice, at)
    const level = notice.level ?? 0
    const demand = { cause, level, at, by, again: cause.again } as const
    const effect = await orders.effectOfRaise(record.books, demand)
    if (effect.places.length === 0) return dropDrafts(record, cause.ref, ['issue'], at, 'notice-amended')
    if (await relevelDrafts(record, orders, demand)) return
    const dueAt = at + parts.countdownMs
    await openDraft(record, { id: newId(), kind: 'issue', cause: cause.ref, level, dueAt, effect }, at, by)
  }

  function act(
    id: string,
    seen: number | null,
    action: 'notice.amended' | 'notice.lifted' | 'notice.replied',
    by: By,
    work: (record: Recorder, notice: Notice, at: EpochMs) => Promise<NoticeOutcome>,
    follow: (record: Recorder, notice: Notice, at: EpochMs) => Promise<void>,
  ): Promise<NoticeAct> {
    return change(async (record) =>
      actOn(await record.books.notices.get(id), seen, async (before): Promise<NoticeAct> => {
        const at = clock.now()
        const outcome = await work(record, before, at)
        if (outcome.kind === 'over') return { ...outcome, notice: before }
        const { notice } = outcome
        await record.notice(notice, [{ action, at, by, details: { number: notice.number, endsAt: notice.endsAt } }])
        await follow(record, notice, at)
        return { kind: 'changed', notice }
      }),
    )
  }

  return {
    record: (content, by) =>
      change(async (record) => {
        const at = clock.now()
        const notice = newNotice(newId(), content, { at, by: by.actor })
        const { number, issuer, measures, startsAt, endsAt, replyBy } = notice
        const details = { number, issuer, measures, startsAt, endsAt, replyBy }
        await record.notice(notice, [{ action: 'notice.recorded', at, by, details }])
        await recountReleases(record, orders, demands, at)
        await propose(record, notice, at, by)
        return notice
      }),

    amend: (id, seen, content, by) =>
      act(
        id,
        seen,
        'notice.amended',
        by,
        async (_record, notice, at) => amended(notice, content, by.reason, { at, by: by.actor }),
        async (record, notice, at) => {
          const cause = demands.ofNotice(notice, at)
          const demand = { cause, level: notice.level ?? 0, at, by, again: cause.again } as const
          await orders.withdraw(record, demand, (placeId, measure) => {
            const place = parts.placeOf(placeId)
            const owes = place && place.phase !== 'finished' && isInScope(place, notice.scope)
            return !owes || demandedOf(notice, [measure]).length === 0
          })
          // Whom it speaks for no more is told so now, not when it ends for the others.
          await orders.releaseAll(record, cause, at, by)
          await recountReleases(record, orders, demands, at)
          await propose(record, notice, at, by)
          // What it demanded before may have held back what is over.
          await letGo(record, at, OVER)
        },
      ),

    lift: (id, seen, by) =>
      act(
        id,
        seen,
        'notice.lifted',
        by,
        async (_record, notice, at) => {
          const outcome = lifted(notice, by.reason, { at, by: by.actor })
          return outcome.kind === 'changed' ? { ...outcome, notice: { ...outcome.notice, endedAt: at } } : outcome
        },
        async (record, _notice, at) => {
          await dropDrafts(record, noticeCause(id), ['issue'], at, 'notice-over')
          await letGo(record, at, OVER)
        },
      ),

    addPhoto: (id, file, by) => addPhoto({ change, clock }, id, file, by),

    reply: (id, seen, text, by) =>
      act(
        id,
        seen,
        'notice.replied',
        by,
        async (record, notice, at) => {
          const figures = noticeReport(await record.books.orders.ofCause(noticeCause(id)), at)
          return { kind: 'changed', notice: replied(notice, { at, by: by.actor, text, figures }) }
        },
        async () => undefined,
      ),
  }
}
