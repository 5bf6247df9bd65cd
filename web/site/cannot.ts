/** What a site cannot do, and how it is sent: one filing an order, because a filing answers an order. */
import type { FilingView } from '../../server/contract/filing.ts'
import { FILEABLE } from '../../server/domain/control/filing.ts'
import type { Measure } from '../../server/domain/control/measure.ts'
import { DAY, type EpochMs, HOUR } from '../../server/domain/units.ts'
import type { Tap } from './outbox.svelte.ts'
import type { CardMeasure, SiteCard } from './site-card.ts'

/** Offered on the phone; the server says how late it may be. */
export const FINISH_HOURS = [1, 2, 3, 4, 6, 8, 10, 12] as const

/** 安全收尾. */
export interface Cannot {
  readonly kind: 'finish-safely'
  readonly measures: readonly CardMeasure[]
  readonly reason: string
  readonly hours: number
}

/** Stops that are still open, and that something can be filed for. */
export function fileable({ measures }: Pick<SiteCard, 'measures'>): readonly CardMeasure[] {
  return measures.filter(({ measure, openIn }) => openIn.length > 0 && FILEABLE.some((one) => one === measure))
}

/**
 * What the office decides of one order holds for the place's others, but for a notice's: where an order of another cause
 * waits for the measure as well, the filing answers that one.
 */
export function tapsOf(
  cannot: Cannot,
  { inForce }: Pick<SiteCard, 'inForce'>,
  now: EpochMs,
): readonly Omit<Tap, 'key'>[] {
  const byOrder = new Map<string, Measure[]>()
  for (const { measure, openIn } of cannot.measures) {
    const waiting = inForce.filter((order) => openIn.includes(order.id))
    const order = waiting.find(({ cause }) => cause.kind !== 'notice') ?? waiting[0]
    if (order) byOrder.set(order.id, [...(byOrder.get(order.id) ?? []), measure])
  }
  const { kind, reason, hours } = cannot
  return [...byOrder].map(([orderId, measures]) => {
    const body = { measures, reason, until: now + hours * HOUR }
    return { orderId, what: `${kind} ${measures.join(' ')}`, path: `/orders/${orderId}/${kind}`, body, asked: '' }
  })
}

/** Filings that still say something to the site: of orders in force, and what was said within a day. */
export function shownFilings(
  filings: readonly FilingView[],
  { inForce }: Pick<SiteCard, 'inForce'>,
  now: EpochMs,
): readonly FilingView[] {
  return filings.filter(
    (one) => inForce.some(({ id }) => id === one.order) && now - Date.parse(one.decidedAt ?? one.filedAt) < DAY,
  )
}
