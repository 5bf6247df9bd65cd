/** Orders as they cross the wire: the six time stamps are those of the present revision, older ones stand below. */
import { z } from 'zod'
import { PROOF_WAYS } from '../domain/control/looked.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { type Order, type OrderRevision, presentRevision } from '../domain/control/order.ts'
import { STAMP_CHANNELS } from '../domain/control/signature.ts'
import { localIso } from '../domain/time.ts'
import { CauseView, causeViews, EpisodeOfCause } from './cause.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'

const Channel = z
  .enum(STAMP_CHANNELS)
  .nullable()
  .describe('addressee: with their own key; phone: somebody else after a call; null: not stamped, or not written down')
const BehalfOf = z.string().nullable().describe('who was called; null: nobody, it is their own')

const OrderedMeasureView = z.object({
  measure: z.enum(MEASURES),
  askedAt: IsoTime,
  dueAt: IsoTime,
  doneAt: IsoTime.nullable(),
  doneBy: z.string().nullable(),
  doneChannel: Channel,
  doneFor: BehalfOf,
  noSuchWork: z
    .object({ at: IsoTime, by: z.string(), channel: z.enum(STAMP_CHANNELS), behalfOf: BehalfOf })
    .nullable()
    .describe('本工地无此作业: answered, and not done; null: not said'),
  finish: z
    .object({ filing: z.string().describe('number'), at: IsoTime, by: z.string(), dueBefore: IsoTime })
    .nullable()
    .describe('安全收尾: its deadline was moved, and what it was before; null: not moved'),
  withdrawnAt: IsoTime.nullable().describe('a lower level no longer asks it'),
})

const CitationView = z.object({
  id: z.string(),
  document: z.string(),
  documentEn: z.string(),
  number: z.string().nullable(),
  article: z.number().int().nullable(),
})

const RevisionView = z.object({
  n: z.number().int(),
  reason: z.enum(['issued', 'reopened', 'raisedAfterRelease']),
  issuedAt: IsoTime,
  deliveredAt: IsoTime.nullable(),
  seenAt: IsoTime.nullable(),
  acknowledgedAt: IsoTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedChannel: Channel,
  acknowledgedFor: BehalfOf,
  acknowledgeDueAt: IsoTime,
  compliedAt: IsoTime.nullable(),
  verifiedAt: IsoTime.nullable().describe('已核实: somebody looked'),
  verifiedBy: z.string().nullable(),
  verifiedHow: z.enum(PROOF_WAYS).nullable(),
  contradictions: z
    .array(
      z.object({
        at: IsoTime,
        by: z.string(),
        how: z.enum(PROOF_WAYS),
        what: z.string(),
        measures: z.array(z.enum(MEASURES)).describe('reports it took back'),
      }),
    )
    .describe('不属实, oldest first'),
  referral: z
    .object({ at: IsoTime, by: z.string(), department: z.string(), reason: z.string() })
    .nullable()
    .describe('转执法; null: not referred'),
  releasedAt: IsoTime.nullable(),
  cancelledAt: IsoTime.nullable(),
  endReason: z.string().nullable(),
  measures: z.array(OrderedMeasureView),
  basis: z.array(z.string()).describe('ids of what it cites; empty before version 0.2.0'),
})

export const OrderView = RevisionView.omit({ n: true, reason: true }).extend({
  id: z.string(),
  number: z.string(),
  cause: CauseView,
  episode: EpisodeOfCause,
  place: z.string(),
  placeName: z.string(),
  placeKind: z.string().nullable(),
  township: z.string().describe('name'),
  townshipId: z.string(),
  state: z.enum(['issued', 'released', 'cancelled']),
  level: z.number().int().describe('control level'),
  revision: z.number().int(),
  revisions: z.array(RevisionView),
  notes: z.array(z.string()),
  citations: z.array(CitationView).describe('依据: what the present revision cites, as it was at issue'),
  version: z.number().int(),
})

export type OrderView = z.infer<typeof OrderView>

export function orderView(order: Order, lookup: Lookup): OrderView {
  const place = lookup.place(order.placeId)
  const revisions = order.revisions.map((revision) => revisionView(revision, lookup.timeZone))
  const { n, reason: _reason, ...present } = revisionView(presentRevision(order), lookup.timeZone)
  return {
    id: order.id,
    number: order.number,
    ...causeViews(order.cause),
    place: order.placeId,
    placeName: place?.name ?? order.placeId,
    placeKind: place?.kind ?? null,
    township: lookup.townshipName(order.townshipId),
    townshipId: order.townshipId,
    state: order.state,
    level: order.level,
    revision: n,
    ...present,
    revisions,
    notes: [...order.notes],
    citations: presentRevision(order).basis.map((one) => ({ ...one })),
    version: order.version,
  }
}

function revisionView(revision: OrderRevision, timeZone: string): z.infer<typeof RevisionView> {
  const isoOrNull = (at: number | null) => (at === null ? null : localIso(at, timeZone))
  return {
    n: revision.n,
    reason: revision.reason,
    issuedAt: localIso(revision.issuedAt, timeZone),
    deliveredAt: isoOrNull(revision.deliveredAt),
    seenAt: isoOrNull(revision.seenAt),
    acknowledgedAt: isoOrNull(revision.acknowledgedAt),
    acknowledgedBy: revision.acknowledgedBy,
    acknowledgedChannel: revision.acknowledgedChannel,
    acknowledgedFor: revision.acknowledgedFor,
    acknowledgeDueAt: localIso(revision.acknowledgeDueAt, timeZone),
    compliedAt: isoOrNull(revision.compliedAt),
    verifiedAt: isoOrNull(revision.verifiedAt),
    verifiedBy: revision.verifiedBy,
    verifiedHow: revision.verifiedHow,
    contradictions: revision.contradictions.map((one) => ({
      ...one,
      at: localIso(one.at, timeZone),
      measures: [...one.measures],
    })),
    referral: revision.referral && { ...revision.referral, at: localIso(revision.referral.at, timeZone) },
    releasedAt: isoOrNull(revision.releasedAt),
    cancelledAt: isoOrNull(revision.cancelledAt),
    endReason: revision.endReason,
    basis: revision.basis.map(({ id }) => id),
    measures: revision.measures.map((one) => ({
      measure: one.measure,
      askedAt: localIso(one.askedAt, timeZone),
      dueAt: localIso(one.dueAt, timeZone),
      doneAt: isoOrNull(one.doneAt),
      doneBy: one.doneBy,
      doneChannel: one.doneChannel,
      doneFor: one.doneFor,
      noSuchWork: one.noSuchWork && { ...one.noSuchWork, at: localIso(one.noSuchWork.at, timeZone) },
      finish: one.finish && {
        ...one.finish,
        at: localIso(one.finish.at, timeZone),
        dueBefore: localIso(one.finish.dueBefore, timeZone),
      },
      withdrawnAt: isoOrNull(one.withdrawnAt),
    })),
  }
}
