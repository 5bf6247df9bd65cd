/** How far a notice is carried out at one instant, place by place: what its table, its print page and its picture say. */
import { z } from 'zod'
import { isSpared } from '../domain/control/exemption.ts'
import { entryOf, LEDGER_PARTS } from '../domain/control/ledger.ts'
import { MEASURES } from '../domain/control/measure.ts'
import type { Notice } from '../domain/control/notice.ts'
import { measuresAsked, type Order, presentRevision } from '../domain/control/order.ts'
import { PLACE_KINDS } from '../domain/place.ts'
import { localIso } from '../domain/time.ts'
import { type EpochMs, MINUTE } from '../domain/units.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'
import { NoticeView, noticeView } from './notice.ts'

const PlaceReport = z.object({
  place: z.string(),
  placeName: z.string(),
  placeKind: z.enum(PLACE_KINDS).nullable(),
  township: z.string().describe('name'),
  number: z.string().describe('of the order'),
  issuedAt: IsoTime,
  deliveredAt: IsoTime.nullable(),
  acknowledgedAt: IsoTime.nullable(),
  compliedAt: IsoTime.nullable(),
  verifiedAt: IsoTime.nullable(),
  releasedAt: IsoTime.nullable(),
  part: z.enum(LEDGER_PARTS).nullable().describe('where the ledger counts it; null: cancelled, and not counted'),
  hasEnded: z.boolean().describe('released: what was owed then stays owed'),
  lateMinutes: z.number().int().describe('how late something is, or was done; 0: nothing'),
  measures: z.array(
    z.object({
      measure: z.enum(MEASURES),
      dueAt: IsoTime,
      doneAt: IsoTime.nullable(),
      noSuchWorkAt: IsoTime.nullable().describe('answered: 本工地无此作业'),
    }),
  ),
})

export type PlaceReport = z.infer<typeof PlaceReport>

export const NoticeReportView = NoticeView.pick({
  number: true,
  issuer: true,
  scope: true,
  measures: true,
  startsAt: true,
  ceasesAt: true,
  replyBy: true,
}).extend({
  id: z.string(),
  at: IsoTime.describe('whose figures these are'),
  figures: z.record(z.string(), z.number().int()).describe('应管控 (`due`) and its parts'),
  replies: z.array(z.object({ at: IsoTime, by: z.string() })).describe('answers upward that were sent before'),
  places: z.array(PlaceReport).describe('one line a place, by township'),
})

export type NoticeReportView = z.infer<typeof NoticeReportView>

export function noticeReportView(
  notice: Notice,
  orders: readonly Order[],
  figures: Readonly<Record<string, number>>,
  at: EpochMs,
  lookup: Lookup,
): NoticeReportView {
  const { id, number, issuer, scope, measures, startsAt, ceasesAt, replyBy, replies } = noticeView(notice, lookup)
  const places = orders.map((order) => placeReport(order, at, lookup))
  return {
    ...{ id, number, issuer, scope, measures, startsAt, ceasesAt, replyBy },
    at: localIso(at, lookup.timeZone),
    figures: { ...figures },
    replies: replies.map((reply) => ({ at: reply.at, by: reply.by })),
    places: places.sort((a, b) => inChinese.compare(a.township, b.township) || inChinese.compare(a.number, b.number)),
  }
}

/** Names as a Chinese list has them; the same on every machine. */
const inChinese = new Intl.Collator('zh-CN')

function placeReport(order: Order, at: EpochMs, lookup: Lookup): PlaceReport {
  const iso = (time: EpochMs) => localIso(time, lookup.timeZone)
  const isoOrNull = (time: EpochMs | null) => (time === null ? null : iso(time))
  const place = lookup.place(order.placeId)
  const revision = presentRevision(order)
  const entry = entryOf({ ...revision, placeId: order.placeId, state: order.state }, at)
  const lateMs = entry ? Math.max(entry.lateMs, entry.signedLateMs, entry.doneLateMs) : 0
  return {
    place: order.placeId,
    placeName: place?.name ?? order.placeId,
    placeKind: place?.kind ?? null,
    township: lookup.townshipName(order.townshipId),
    number: order.number,
    issuedAt: iso(revision.issuedAt),
    deliveredAt: isoOrNull(revision.deliveredAt),
    acknowledgedAt: isoOrNull(revision.acknowledgedAt),
    compliedAt: isoOrNull(revision.compliedAt),
    verifiedAt: isoOrNull(revision.verifiedAt),
    releasedAt: isoOrNull(revision.releasedAt),
    part: isSpared(order) ? 'exempt' : (entry?.part ?? null),
    hasEnded: entry?.hasEnded ?? true,
    lateMinutes: Math.floor(lateMs / MINUTE),
    measures: measuresAsked(revision).map(({ measure, dueAt, doneAt, noSuchWork }) => ({
      measure,
      dueAt: iso(dueAt),
      doneAt: isoOrNull(doneAt),
      noSuchWorkAt: isoOrNull(noSuchWork?.at ?? null),
    })),
  }
}
