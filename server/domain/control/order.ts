/**
 * Orders (管控指令): the measures one cause demands from one place. One per place and cause; its level can rise.
 *
 * Every function here takes an order and returns the order after the change, or a refusal that says why not.
 * Nothing is forgotten: a new demand after an end is revision n + 1 of the same order, older revisions stay.
 * The reason for a change, its actor and its time are written to the audit trail by the flow that calls.
 */
import type { Citation } from '../law/citation.ts'
import type { EpochMs, Ms } from '../units.ts'
import type { CauseRef } from './cause.ts'
import type { Contradiction, ProofWay, Referral } from './looked.ts'
import type { Measure } from './measure.ts'
import type { Signature, Stamp, StampChannel } from './signature.ts'

export interface OrderedMeasure {
  readonly measure: Measure
  /** When this measure was asked; a raise asks later than the first issue. */
  readonly askedAt: EpochMs
  readonly dueAt: EpochMs
  /** 已落实(自报); null until then. */
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
  /** null until done, and where a version before 0.2.0 did not write it down. */
  readonly doneChannel: StampChannel | null
  /** On whose behalf; null: their own. */
  readonly doneFor: string | null
  /** 本工地无此作业: the site's answer that there is nothing to do; null: it did not say so, or has done it since. */
  readonly noSuchWork: Stamp | null
  /** 安全收尾: its deadline was moved; null: it was not. */
  readonly finish: MovedDeadline | null
  /** A lower level no longer asks it; null while asked. */
  readonly withdrawnAt: EpochMs | null
}

export interface MovedDeadline {
  /** Number of the filing. */
  readonly filing: string
  readonly at: EpochMs
  readonly by: string
  /** The first deadline it had. */
  readonly dueBefore: EpochMs
}

/** One cycle of an order, from issue to its end, with the six time stamps. */
export interface OrderRevision {
  readonly n: number
  readonly reason: 'issued' | 'reopened' | 'raisedAfterRelease'
  readonly issuedAt: EpochMs
  readonly deliveredAt: EpochMs | null
  readonly seenAt: EpochMs | null
  /** The acknowledgement that covers all measures asked now; null again when a raise adds measures. */
  readonly acknowledgedAt: EpochMs | null
  readonly acknowledgedBy: string | null
  /** null until acknowledged, and where a version before 0.2.0 did not write it down. */
  readonly acknowledgedChannel: StampChannel | null
  /** On whose behalf; null: their own. */
  readonly acknowledgedFor: string | null
  readonly acknowledgeDueAt: EpochMs
  /** When the last asked measure was answered; null while one is open, and when none of them was done. */
  readonly compliedAt: EpochMs | null
  /** 已核实: somebody looked. */
  readonly verifiedAt: EpochMs | null
  readonly verifiedBy: string | null
  readonly verifiedHow: ProofWay | null
  /** 不属实, oldest first: each took back what it names. */
  readonly contradictions: readonly Contradiction[]
  /** 转执法; null: not referred. */
  readonly referral: Referral | null
  readonly releasedAt: EpochMs | null
  readonly cancelledAt: EpochMs | null
  /** Why it ended; null while in force. */
  readonly endReason: string | null
  readonly measures: readonly OrderedMeasure[]
  /** 依据: what it cites, frozen at issue; empty where nothing fits, and before version 0.2.0. */
  readonly basis: readonly Citation[]
}

export type OrderState = 'issued' | 'released' | 'cancelled'

export interface Order {
  readonly id: string
  /** What people see and say, for example `2015-0415-001`; a drill's numbers begin with `D`. */
  readonly number: string
  readonly placeId: string
  readonly townshipId: string
  readonly cause: CauseRef
  readonly state: OrderState
  /** Level in force, or the last one in force. */
  readonly level: number
  /** Oldest first; the last one is the present one. */
  readonly revisions: readonly OrderRevision[]
  /** Why measures differ from the plan, for example a sprinkler guard; empty for most. */
  readonly notes: readonly string[]
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

/** What the response plan asks of a place at a level. */
export interface Demand {
  readonly level: number
  readonly measures: readonly { readonly measure: Measure; readonly dueInMs: Ms }[]
  readonly notes: readonly string[]
  /** What a new revision would cite; nothing when left out. */
  readonly basis?: readonly Citation[]
}

export interface OrderSettings {
  /** How long a place has to acknowledge (practice.md 6: 10 minutes). */
  readonly acknowledgeWithinMs: Ms
}

export type Refusal =
  | { readonly kind: 'not-in-force'; readonly state: OrderState }
  | { readonly kind: 'not-asked'; readonly measure: string }
  | { readonly kind: 'already'; readonly at: EpochMs }

export type OrderOutcome = { readonly kind: 'changed'; readonly order: Order } | Refusal

export function presentRevision(order: Order): OrderRevision {
  return order.revisions[order.revisions.length - 1]!
}

/** The measures a place was asked and that were not withdrawn, done or not. */
export function measuresAsked(revision: Pick<OrderRevision, 'measures'>): readonly OrderedMeasure[] {
  return revision.measures.filter((one) => one.withdrawnAt === null)
}

/** Done, or said to be no work of the site: nothing of it is owed. */
export function isAnswered({ doneAt, noSuchWork }: Pick<OrderedMeasure, 'doneAt' | 'noSuchWork'>): boolean {
  return doneAt !== null || noSuchWork !== null
}

export function newOrder(
  facts: Pick<Order, 'id' | 'number' | 'placeId' | 'townshipId' | 'cause'>,
  demand: Demand,
  at: EpochMs,
  settings: OrderSettings,
): Order {
  const revision = startRevision(1, 'issued', demand, at, settings)
  return { ...facts, state: 'issued', level: demand.level, revisions: [revision], notes: demand.notes, version: 1 }
}

/**
 * Brings an order to what the plan demands now. In force: adds what is newly asked (then a new acknowledgement is
 * due), withdraws what is no longer asked. Ended: a new revision with new stamps, deadlines and acknowledgement.
 */
export function demandAgain(
  order: Order,
  demand: Demand,
  at: EpochMs,
  settings: OrderSettings,
  why: 'reopened' | 'raisedAfterRelease',
): Order {
  if (order.state === 'issued') return adjust(order, demand, at, settings)
  const revision = startRevision(order.revisions.length + 1, why, demand, at, settings)
  return {
    ...order,
    state: 'issued',
    level: demand.level,
    revisions: [...order.revisions, revision],
    notes: demand.notes,
    version: order.version + 1,
  }
}

/** Neither done nor said to be no work of the site. */
export const NOT_ANSWERED = { doneAt: null, doneBy: null, doneChannel: null, doneFor: null, noSuchWork: null } as const

/** Nobody has confirmed it. */
export const NOT_VERIFIED = { verifiedAt: null, verifiedBy: null, verifiedHow: null } as const

const NOT_ACKNOWLEDGED = {
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgedChannel: null,
  acknowledgedFor: null,
} as const

function startRevision(
  n: number,
  reason: OrderRevision['reason'],
  demand: Demand,
  at: EpochMs,
  settings: OrderSettings,
): OrderRevision {
  return {
    n,
    reason,
    issuedAt: at,
    deliveredAt: null,
    seenAt: null,
    ...NOT_ACKNOWLEDGED,
    acknowledgeDueAt: at + settings.acknowledgeWithinMs,
    compliedAt: null,
    ...NOT_VERIFIED,
    contradictions: [],
    referral: null,
    releasedAt: null,
    cancelledAt: null,
    endReason: null,
    measures: demand.measures.map((one) => ask(one, at)),
    basis: demand.basis ?? [],
  }
}

function ask({ measure, dueInMs }: Demand['measures'][number], at: EpochMs): OrderedMeasure {
  const open = { ...NOT_ANSWERED, finish: null, withdrawnAt: null }
  return { measure, askedAt: at, dueAt: at + dueInMs, ...open }
}

function adjust(order: Order, demand: Demand, at: EpochMs, settings: OrderSettings): Order {
  const before = presentRevision(order)
  const wanted = new Map(demand.measures.map((one) => [one.measure, one]))
  const kept = before.measures.map((one) =>
    one.withdrawnAt === null && !wanted.has(one.measure) ? { ...one, withdrawnAt: at } : one,
  )
  const stillAsked = new Set(kept.filter((one) => one.withdrawnAt === null).map((one) => one.measure))
  const added = demand.measures.filter((one) => !stillAsked.has(one.measure)).map((one) => ask(one, at))
  const asksAnew = added.length > 0
  const revision: OrderRevision = {
    ...before,
    // A measure that was withdrawn and is asked again is a fresh demand; the withdrawn line stays as history.
    measures: [...kept, ...added],
    ...(asksAnew
      ? {
          ...NOT_ACKNOWLEDGED,
          acknowledgeDueAt: at + settings.acknowledgeWithinMs,
          compliedAt: null,
          ...NOT_VERIFIED,
        }
      : {}),
  }
  const complied = asksAnew ? revision : withCompliance(revision, at)
  return { ...withRevision(order, complied), level: demand.level, notes: demand.notes }
}

/**
 * 签收. Never closes an order (invariant 8). A second acknowledgement changes nothing and says so. Whoever was called was
 * told of it, and has not seen it.
 */
export function acknowledge(order: Order, { by, channel, behalfOf }: Signature, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  if (revision.acknowledgedAt !== null) return { kind: 'already', at: revision.acknowledgedAt }
  const told = channel === 'addressee' ? stampSeen(revision, at) : stampDelivered(revision, at)
  const stamps = {
    acknowledgedAt: at,
    acknowledgedBy: by,
    acknowledgedChannel: channel,
    acknowledgedFor: behalfOf,
  }
  return { kind: 'changed', order: withRevision(order, { ...told, ...stamps }) }
}

/** 上门告知: somebody went there and said it. It is delivered then; neither seen on a screen nor acknowledged. */
export function tellInPerson(order: Order, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  return { kind: 'changed', order: withRevision(order, stampDelivered(presentRevision(order), at)) }
}

/** Seen by the addressee; what is seen was delivered. */
export function see(order: Order, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  if (revision.seenAt !== null) return { kind: 'already', at: revision.seenAt }
  return { kind: 'changed', order: withRevision(order, stampSeen(revision, at)) }
}

function stampDelivered(revision: OrderRevision, at: EpochMs): OrderRevision {
  return { ...revision, deliveredAt: revision.deliveredAt ?? at }
}

function stampSeen(revision: OrderRevision, at: EpochMs): OrderRevision {
  return { ...stampDelivered(revision, at), seenAt: revision.seenAt ?? at }
}

/** 已落实(自报, 代报) for one measure; with the last one the order is complied with. */
export function reportDone(order: Order, measure: string, signature: Signature, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  const index = revision.measures.findIndex((one) => one.measure === measure && one.withdrawnAt === null)
  const asked = revision.measures[index]
  if (!asked) return { kind: 'not-asked', measure }
  if (asked.doneAt !== null) return { kind: 'already', at: asked.doneAt }
  const { by, channel, behalfOf } = signature
  const done = { ...asked, doneAt: at, doneBy: by, doneChannel: channel, doneFor: behalfOf, noSuchWork: null }
  const measures = revision.measures.with(index, done)
  return { kind: 'changed', order: withRevision(order, withCompliance({ ...revision, measures }, at)) }
}

/** With the last answer it is complied with, if anything was done: that there is no such work is an answer, and no deed. */
export function withCompliance(revision: OrderRevision, at: EpochMs): OrderRevision {
  const asked = measuresAsked(revision)
  const isComplied = asked.every(isAnswered) && asked.some((one) => one.doneAt !== null)
  return isComplied && revision.compliedAt === null ? { ...revision, compliedAt: at } : revision
}

/** 解除管控: the cause has ended. */
export function release(order: Order, why: string, at: EpochMs): OrderOutcome {
  if (order.state === 'released') return { kind: 'already', at: presentRevision(order).releasedAt ?? at }
  return end(order, 'released', { releasedAt: at, endReason: why })
}

/** 撤销(误报): it was a false alarm. */
export function cancel(order: Order, why: string, at: EpochMs): OrderOutcome {
  if (order.state === 'cancelled') return { kind: 'already', at: presentRevision(order).cancelledAt ?? at }
  return end(order, 'cancelled', { cancelledAt: at, endReason: why })
}

function end(order: Order, state: OrderState, stamps: Partial<OrderRevision>): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  return { kind: 'changed', order: { ...withRevision(order, { ...presentRevision(order), ...stamps }), state } }
}

function withRevision(order: Order, revision: OrderRevision): Order {
  return { ...order, revisions: order.revisions.with(-1, revision), version: order.version + 1 }
}
