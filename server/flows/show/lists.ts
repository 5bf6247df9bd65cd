/** Lists and single things as a caller may see them, as views: no HTTP route reads a book. */
import type { DraftWithPlaces, OrderWithHistory, WaitingDraftView } from '../../contract/acts.ts'
import { type DraftView, draftView, effectPlaceViews } from '../../contract/draft.ts'
import { type EpisodeView, episodeView } from '../../contract/episode.ts'
import { type ExemptionView, exemptionView } from '../../contract/exemption.ts'
import { type FilingView, filingView } from '../../contract/filing.ts'
import { type HandoverView, handoverView } from '../../contract/handover.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { type ManualView, manualView } from '../../contract/manual.ts'
import { type NoticeView, noticeView } from '../../contract/notice.ts'
import { type NoticePhotoView, noticePhotoView } from '../../contract/notice-photo.ts'
import { type NoticeReportView, noticeReportView } from '../../contract/notice-report.ts'
import { type OrderView, orderView } from '../../contract/order.ts'
import {
  type AuditLineView,
  auditLineView,
  type NotificationView,
  notificationView,
  type QuarantineView,
  quarantineView,
} from '../../contract/record.ts'
import type { AuditVerdict } from '../../domain/audit.ts'
import { type CauseRef, isSameCause } from '../../domain/control/cause.ts'
import { type Draft, isPending } from '../../domain/control/draft.ts'
import { manualCause } from '../../domain/control/manual.ts'
import { noticeCause } from '../../domain/control/notice.ts'
import { type EpochMs, SECOND } from '../../domain/units.ts'
import type { EpisodeFilter } from '../../ports/books/episodes.ts'
import type { ExemptionFilter } from '../../ports/books/exemptions.ts'
import type { FilingFilter } from '../../ports/books/filings.ts'
import type { ManualControlFilter } from '../../ports/books/manual-controls.ts'
import type { NoticeFilter } from '../../ports/books/notices.ts'
import type { OrderFilter } from '../../ports/books/orders.ts'
import type { Page, PageQuery } from '../../ports/books/page.ts'
import type { Operations } from '../../ports/operations.ts'
import { type NoticeFigures, noticeReport } from '../act/notice-report.ts'
import { allPages } from '../common/all-pages.ts'
import { createAuditCheck } from './audit-check.ts'

type DraftState = DraftView['state']

export interface Lists {
  episodes(filter: EpisodeFilter): Promise<Page<EpisodeView>>
  episode(id: string): Promise<EpisodeView | null>
  drafts(filter: PageQuery & { readonly state: DraftState | 'pending' | null }): Promise<Page<WaitingDraftView>>
  /** With every place it would reach. */
  draft(id: string): Promise<DraftWithPlaces | null>
  exemptions(filter: ExemptionFilter): Promise<Page<ExemptionView>>
  handovers(query: PageQuery): Promise<Page<HandoverView>>
  /** Those with a promise that nobody has settled, all at once, oldest first. */
  openHandovers(): Promise<readonly HandoverView[]>
  filings(filter: FilingFilter): Promise<Page<FilingView>>
  filing(id: string): Promise<FilingView | null>
  manualControls(filter: ManualControlFilter): Promise<Page<ManualView>>
  /** With the figures of its orders and what waits for a second person. */
  manualControl(
    id: string,
  ): Promise<(ManualView & { readonly figures: NoticeFigures; readonly draft: DraftView | null }) | null>
  notices(filter: NoticeFilter): Promise<Page<NoticeView>>
  /** With the figures of its orders and what waits for a decision about it. */
  notice(
    id: string,
  ): Promise<(NoticeView & { readonly figures: NoticeFigures; readonly draft: DraftView | null }) | null>
  /** How far it is carried out now, place by place. */
  noticeReport(id: string): Promise<NoticeReportView | null>
  /** null: there is no such notice. */
  noticePhotos(id: string): Promise<readonly NoticePhotoView[] | null>
  noticePhoto(id: string, n: number): Promise<{ readonly photo: NoticePhotoView; readonly bytes: Uint8Array } | null>
  orders(filter: OrderFilter): Promise<Page<OrderView>>
  order(id: string): Promise<OrderWithHistory | null>
  notifications(filter: PageQuery & { readonly order: string | null }): Promise<Page<NotificationView>>
  quarantine(
    filter: PageQuery & { readonly device: string | null; readonly reason: string | null },
  ): Promise<Page<QuarantineView>>
  audit(filter: PageQuery & { readonly subject: string | null }): Promise<Page<AuditLineView>>
  verifyAudit(): Promise<AuditVerdict>
  /** Episodes open and orders in force. */
  open(): Promise<{ readonly episodes: number; readonly orders: number }>
}

export function createLists({ read }: Pick<Operations, 'read'>, lookup: Lookup, now: () => EpochMs): Lists {
  async function waiting(draft: Draft): Promise<WaitingDraftView> {
    const episode = draft.cause.kind === 'episode' ? await read.episodes.get(draft.cause.id) : null
    const view = episode ? episodeView(episode, lookup) : null
    const leftMs = isPending(draft) && draft.dueAt !== null ? Math.max(0, draft.dueAt - now()) : null
    return {
      ...draftView(draft, lookup),
      countdownS: leftMs === null ? null : Math.ceil(leftMs / SECOND),
      township: view?.township ?? null,
      reason: view?.changes.at(-1)?.reason ?? null,
    }
  }

  async function standing(cause: CauseRef) {
    const figures = noticeReport(await read.orders.ofCause(cause), now())
    const draft = (await read.drafts.pending()).find((one) => isSameCause(one.cause, cause))
    return { figures, draft: draft ? draftView(draft, lookup) : null }
  }

  return {
    async episodes(filter) {
      return viewed(await read.episodes.list(filter), (one) => episodeView(one, lookup))
    },
    async episode(id) {
      const episode = await read.episodes.get(id)
      return episode && episodeView(episode, lookup)
    },
    async drafts({ state, ...paging }) {
      const page =
        state === 'pending'
          ? { items: await read.drafts.pending(), nextCursor: null }
          : await read.drafts.list({ ...paging, state })
      return { items: await Promise.all(page.items.map(waiting)), nextCursor: page.nextCursor }
    },
    async draft(id) {
      const draft = await read.drafts.get(id)
      if (!draft) return null
      return { ...(await waiting(draft)), items: draft.effect ? effectPlaceViews(draft.effect, lookup) : [] }
    },
    async orders(filter) {
      return viewed(await read.orders.list(filter), (one) => orderView(one, lookup))
    },
    async order(id) {
      const order = await read.orders.get(id)
      if (!order) return null
      const lines = await allPages((page) => read.audit.list({ ...page, subject: `order:${id}` }))
      return { ...orderView(order, lookup), history: lines.map((line) => auditLineView(line, lookup.timeZone)) }
    },
    async notifications(filter) {
      return viewed(await read.notifications.list(filter), (one) => notificationView(one, lookup.timeZone))
    },
    async quarantine(filter) {
      return viewed(await read.quarantine.list(filter), (one) => quarantineView(one, lookup.timeZone))
    },
    async exemptions(filter) {
      return viewed(await read.exemptions.list(filter), (one) => exemptionView(one, lookup))
    },
    async handovers(query) {
      return viewed(await read.handovers.list(query), (one) => handoverView(one, lookup))
    },
    async openHandovers() {
      return (await read.handovers.withOpenPromises()).map((one) => handoverView(one, lookup))
    },
    async filings(filter) {
      return viewed(await read.filings.list(filter), (one) => filingView(one, lookup))
    },
    async filing(id) {
      const found = await read.filings.get(id)
      return found && filingView(found, lookup)
    },
    async manualControls(filter) {
      return viewed(await read.manualControls.list(filter), (one) => manualView(one, lookup))
    },
    async manualControl(id) {
      const found = await read.manualControls.get(id)
      return found && { ...manualView(found, lookup), ...(await standing(manualCause(id))) }
    },
    async notices(filter) {
      return viewed(await read.notices.list(filter), (one) => noticeView(one, lookup))
    },
    async notice(id) {
      const found = await read.notices.get(id)
      if (!found) return null
      return { ...noticeView(found, lookup), ...(await standing(noticeCause(id))) }
    },
    async noticeReport(id) {
      const found = await read.notices.get(id)
      if (!found) return null
      const orders = await read.orders.ofCause(noticeCause(id))
      const at = now()
      return noticeReportView(found, orders, noticeReport(orders, at), at, lookup)
    },
    async noticePhotos(id) {
      if (!(await read.notices.get(id))) return null
      return (await read.noticePhotos.list(id)).map((photo) => noticePhotoView(photo, lookup.timeZone))
    },
    async noticePhoto(id, n) {
      const found = await read.noticePhotos.content(id, n)
      return found && { photo: noticePhotoView(found.photo, lookup.timeZone), bytes: found.bytes }
    },
    async audit(filter) {
      return viewed(await read.audit.list(filter), (line) => auditLineView(line, lookup.timeZone))
    },
    verifyAudit: createAuditCheck(read.audit),
    async open() {
      const episodes = await allPages((page) => read.episodes.list({ ...page, state: 'open', kind: null }))
      const orders = await allPages((page) => read.orders.list({ ...page, state: 'issued', cause: null, place: null }))
      return { episodes: episodes.length, orders: orders.length }
    },
  }
}

function viewed<T, View>({ items, nextCursor }: Page<T>, view: (item: T) => View): Page<View> {
  return { items: items.map(view), nextCursor }
}
