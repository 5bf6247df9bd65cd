/**
 * What people do with an order: see it, acknowledge it, report a measure done, release it, cancel it.
 *
 * Each act is one change with its audit line. A person says which version they saw; if the order moved on meanwhile
 * nothing is changed and they are told the present version.
 */
import { acknowledge, type Order, type OrderOutcome, reportDone, see } from '../../domain/control/order.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import { type EpisodeOrders, orderAudit } from './cause-orders.ts'
import { type Changed, NOTHING_CHANGED } from './follow-decision.ts'

/** 电话代签收: who was called at which number and what was heard. */
export interface OnBehalf {
  readonly behalfOf: string
  readonly phone: string
  readonly heard: string
}

export type OrderAct =
  | { readonly kind: 'changed'; readonly order: Order; readonly remaining: readonly Order[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale'; readonly version: number }
  /** Nothing to do: it was done before. Saying it twice is harmless. */
  | { readonly kind: 'already'; readonly order: Order; readonly at: EpochMs }
  | { readonly kind: 'not-in-force'; readonly order: Order }
  | { readonly kind: 'not-asked'; readonly order: Order; readonly measure: string }
  /** Releasing while the cause goes on needs the chief. */
  | { readonly kind: 'needs-chief'; readonly order: Order }

export interface OrderDesk {
  see(id: string, expected: number | null, by: By): Promise<OrderAct>
  acknowledge(id: string, expected: number | null, by: By, onBehalf: OnBehalf | null): Promise<OrderAct>
  done(id: string, measure: string, expected: number | null, by: By): Promise<OrderAct>
  release(id: string, expected: number | null, isChief: boolean, by: By): Promise<OrderAct>
  cancel(id: string, expected: number | null, by: By): Promise<OrderAct>
}

export interface OrderDeskParts {
  readonly operations: Operations
  readonly episodeOrders: EpisodeOrders
  readonly clock: Clock
  readonly crash: CrashPoint
  readonly onChanged: (changed: Changed) => void
}

export function createOrderDesk({ operations, episodeOrders, clock, crash, onChanged }: OrderDeskParts): OrderDesk {
  async function act(
    id: string,
    expected: number | null,
    action: string,
    by: By,
    details: Readonly<Record<string, unknown>>,
    decide: (order: Order, at: EpochMs) => OrderOutcome,
  ): Promise<OrderAct> {
    const result = await operations.change(async (books): Promise<OrderAct> => {
      const order = await books.orders.get(id)
      if (!order) return { kind: 'unknown' }
      if (expected !== null && expected !== order.version) return { kind: 'stale', version: order.version }
      const at = clock.now()
      const outcome = decide(order, at)
      if (outcome.kind !== 'changed') return { ...outcome, order }
      await books.orders.save([outcome.order])
      await books.audit.append([orderAudit(outcome.order, action, at, by, details)])
      return { kind: 'changed', order: outcome.order, remaining: [] }
    })
    tell(result)
    return result
  }

  async function end(
    id: string,
    expected: number | null,
    how: 'released' | 'cancelled',
    mayEndEarly: boolean,
    by: By,
  ): Promise<OrderAct> {
    const result = await operations.change(async (books): Promise<OrderAct> => {
      const order = await books.orders.get(id)
      if (!order) return { kind: 'unknown' }
      if (expected !== null && expected !== order.version) return { kind: 'stale', version: order.version }
      const episode = order.cause.kind === 'episode' ? await books.episodes.get(order.cause.id) : null
      if (!mayEndEarly && episode?.closedAt === null) return { kind: 'needs-chief', order }
      const outcome = await episodeOrders.end(books, order, how, clock.now(), by)
      return outcome.kind === 'ended' ? { ...outcome, kind: 'changed' } : outcome
    })
    tell(result)
    return result
  }

  function tell(result: OrderAct): void {
    if (result.kind === 'changed') onChanged({ ...NOTHING_CHANGED, orders: [result.order] })
  }

  return {
    see: (id, expected, by) => act(id, expected, 'order.seen', by, {}, see),
    async acknowledge(id, expected, by, onBehalf) {
      const acknowledgedBy = onBehalf ? `${onBehalf.behalfOf} (${by.actor})` : by.actor
      crash('order.before-acknowledge')
      const details = onBehalf ? { onBehalf } : {}
      const outcome = await act(id, expected, 'order.acknowledged', by, details, (order, at) =>
        acknowledge(order, acknowledgedBy, at),
      )
      crash('order.acknowledged')
      return outcome
    },
    async done(id, measure, expected, by) {
      crash('order.before-done')
      const outcome = await act(id, expected, 'order.measure-done', by, { measure }, (order, at) =>
        reportDone(order, measure, by.actor, at),
      )
      crash('order.done')
      return outcome
    },
    async release(id, expected, isChief, by) {
      crash('order.before-release')
      const outcome = await end(id, expected, 'released', isChief, by)
      crash('order.released')
      return outcome
    },
    cancel: (id, expected, by) => end(id, expected, 'cancelled', true, by),
  }
}
