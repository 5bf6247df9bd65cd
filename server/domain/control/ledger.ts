/**
 * The one ledger of what was asked and what became of it: funnel, late list and lists all count from here.
 *
 * Every place that is due stands in exactly one part, so that the parts sum to 应管控 at every minute. A cancelled order
 * was a false alarm and is due from nobody. What an order owed when it was released stays owed, as late as it was then.
 */
import type { EpochMs, Ms } from '../units.ts'
import type { Measure } from './measure.ts'
import { isAnswered, measuresAsked, type Order, type OrderedMeasure, type OrderRevision } from './order.ts'

export const LEDGER_PARTS = [
  /** 豁免: need not. */
  'exempt',
  /** 待下达: a draft would order it. */
  'notIssued',
  /** 未送达: not signed, and nobody knows that it arrived. */
  'undelivered',
  /** 未签收, though delivered. */
  'unacknowledged',
  /** 签收未落实. */
  'undone',
  /** 本工地无此作业: nothing it asks is work of the site, as the site says; nothing was done. */
  'noSuchWork',
  /** 自报 and 代报: everything asked was reported, by the site alone or some of it after a call. */
  'selfReported',
  'reportedFor',
  'verified',
  /** 不属实: what was reported was contradicted, and is owed again. */
  'untrue',
  /** 无需再做: everything was withdrawn before it was done. */
  'nothingLeft',
] as const

export type LedgerPart = (typeof LEDGER_PARTS)[number]

/** What the ledger reads of an order: its present revision. */
export type LedgerOrder = Pick<Order, 'placeId' | 'state'> &
  Pick<
    OrderRevision,
    | 'deliveredAt'
    | 'acknowledgedAt'
    | 'acknowledgeDueAt'
    | 'compliedAt'
    | 'verifiedAt'
    | 'releasedAt'
    | 'cancelledAt'
    | 'measures'
  > & { readonly contradictions: readonly Pick<OrderRevision['contradictions'][number], 'measures'>[] }

export interface LedgerEntry<O> {
  readonly order: O
  readonly part: LedgerPart
  /** When what is owed is or was due first; null when nothing is owed. */
  readonly dueAt: EpochMs | null
  /** How much later than due it is, or was when the order ended; 0 in time, or when nothing is owed. */
  readonly lateMs: Ms
  /** What is owed of its measures, whether due or not. */
  readonly undone: readonly OrderedMeasure[]
  /** Released: what is owed now stays as it is. */
  readonly hasEnded: boolean
  /** How much too late it was signed, and the last measure reported; 0 in time, or not at all. */
  readonly signedLateMs: Ms
  readonly doneLateMs: Ms
}

export interface Ledger<O> {
  /** 应管控, in places. */
  readonly due: number
  readonly parts: Readonly<Record<LedgerPart, number>>
  /** Of those the ones that are, or were at their end, past their time. */
  readonly overdue: Readonly<Record<LedgerPart, number>>
  readonly ended: number
  /** One a place, that of its order with most to do; places that have none are only counted. */
  readonly entries: readonly LedgerEntry<O>[]
}

export interface LedgerInput<O> {
  readonly orders: Iterable<O>
  /** Places a draft would order for the first time. */
  readonly waiting: number
  /** Ids of places that need not do what their orders ask. */
  readonly exempt: ReadonlySet<string>
}

const MOST_TO_DO: readonly LedgerPart[] = [
  'unacknowledged',
  'undelivered',
  'untrue',
  'undone',
  'noSuchWork',
  'reportedFor',
  'selfReported',
  'verified',
  'nothingLeft',
  'exempt',
]

export function ledgerOf<O extends LedgerOrder>({ orders, waiting, exempt }: LedgerInput<O>, now: EpochMs): Ledger<O> {
  const byPlace = new Map<string, LedgerEntry<O>>()
  for (const order of orders) {
    const entry = entryOf(order, now)
    if (entry === null) continue
    const known = byPlace.get(order.placeId)
    const isExempt = exempt.has(order.placeId)
    const counted = isExempt ? { ...entry, ...NOTHING_OWED, part: 'exempt' as const } : entry
    if (known === undefined || compare(counted, known) < 0) byPlace.set(order.placeId, counted)
  }
  const entries = [...byPlace.values()]
  const unordered = [...exempt].filter((place) => !byPlace.has(place)).length
  const parts = { ...counted(entries), notIssued: waiting }
  return {
    due: entries.length + waiting + unordered,
    parts: { ...parts, exempt: parts.exempt + unordered },
    overdue: counted(entries.filter((one) => one.lateMs > 0)),
    ended: entries.filter((one) => one.hasEnded).length,
    entries,
  }
}

const NOTHING_OWED = { dueAt: null, lateMs: 0, undone: [] } as const

/** How one order stands; null when it was cancelled. */
export function entryOf<O extends LedgerOrder>(order: O, now: EpochMs): LedgerEntry<O> | null {
  if (order.state === 'cancelled') return null
  const at = order.state === 'released' && order.releasedAt !== null ? Math.min(now, order.releasedAt) : now
  const asked = measuresAsked(order)
  const undone = asked.filter((one) => !isAnswered(one))
  const facts = {
    order,
    hasEnded: order.state === 'released',
    signedLateMs: lateness(order.acknowledgedAt, order.acknowledgeDueAt),
    doneLateMs: Math.max(0, ...asked.map((one) => lateness(one.doneAt, one.dueAt))),
  }
  const part = partOf(order, asked, undone)
  if (part === 'undelivered' || part === 'unacknowledged') {
    return { ...facts, part, undone, ...owed(order.acknowledgeDueAt, at) }
  }
  if (part === 'undone' || part === 'untrue')
    return { ...facts, part, undone, ...owed(Math.min(...undone.map((one) => one.dueAt)), at) }
  return { ...facts, part, ...NOTHING_OWED }
}

function partOf(order: LedgerOrder, asked: readonly OrderedMeasure[], undone: readonly OrderedMeasure[]): LedgerPart {
  if (asked.length === 0 && order.compliedAt === null) return 'nothingLeft'
  if (asked.length > 0 && order.acknowledgedAt === null) {
    return order.deliveredAt === null ? 'undelivered' : 'unacknowledged'
  }
  if (order.verifiedAt !== null) return 'verified'
  const isUntrue = (measure: Measure) => order.contradictions.some(({ measures }) => measures.includes(measure))
  if (undone.some(({ measure }) => isUntrue(measure))) return 'untrue'
  if (undone.length > 0) return 'undone'
  if (order.compliedAt === null) return 'noSuchWork'
  return order.measures.some((one) => one.doneChannel === 'phone') ? 'reportedFor' : 'selfReported'
}

function owed(dueAt: EpochMs, at: EpochMs): { readonly dueAt: EpochMs; readonly lateMs: Ms } {
  return { dueAt, lateMs: Math.max(0, at - dueAt) }
}

function lateness(at: EpochMs | null, dueAt: EpochMs): Ms {
  return at === null ? 0 : Math.max(0, at - dueAt)
}

/** What is in force before what has ended, then what has most to do, then the latest. */
function compare<O>(a: LedgerEntry<O>, b: LedgerEntry<O>): number {
  return (
    Number(a.hasEnded) - Number(b.hasEnded) ||
    MOST_TO_DO.indexOf(a.part) - MOST_TO_DO.indexOf(b.part) ||
    b.lateMs - a.lateMs
  )
}

function counted<O>(entries: readonly LedgerEntry<O>[]): Record<LedgerPart, number> {
  const counts = Object.fromEntries(LEDGER_PARTS.map((part) => [part, 0])) as Record<LedgerPart, number>
  for (const { part } of entries) counts[part] += 1
  return counts
}
