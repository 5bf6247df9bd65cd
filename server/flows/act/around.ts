/** How things stand around orders that are to end: what else is in force at their places, ordered or demanded. */
import { isInForce, type Notice } from '../../domain/control/notice.ts'
import type { Order } from '../../domain/control/order.ts'
import { remainingAt, type Standing } from '../../domain/control/release.ts'
import { isInScope } from '../../domain/control/scope.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Books } from '../../ports/operations.ts'
import type { RegistryDesk } from '../district/registry.ts'
import type { Demands } from './demanding.ts'
import { measuresOf } from './order-notices.ts'

/** What still holds at a place: another order, or a notice in force that has no other order there. */
export interface Remaining {
  readonly number: string
  readonly measures: ReturnType<typeof measuresOf>
}

export interface Around {
  /** `isCauseOver`: of the order's own cause. */
  standing(order: Order, isCauseOver: boolean): Standing
  /** What remains once this order has ended. */
  remaining(order: Order): readonly Remaining[]
}

export interface AroundParts {
  readonly registry: Pick<RegistryDesk, 'place'>
  readonly demands: Demands
  readonly clock: Clock
}

/** Reads it once for all of them. */
export async function readAround(
  { registry, demands, clock }: AroundParts,
  books: Books,
  orders: readonly Order[],
  at: EpochMs,
): Promise<Around> {
  const inForce = await books.orders.inForceAt([...new Set(orders.map((order) => order.placeId))])
  // After an outage the instant judged lies back: what was recorded meanwhile holds as well.
  const now = Math.max(at, clock.now())
  const notices = (await books.notices.pending()).filter((one) => isInForce(one, at) || isInForce(one, now))

  function noticesAt({ placeId }: Order): readonly Notice[] {
    const place = registry.place(placeId)
    return notices.filter(({ scope }) => (place ? isInScope(place, scope) : scope.kind === 'district'))
  }

  return {
    standing: (order, isCauseOver) => ({ isCauseOver, notices: noticesAt(order) }),
    remaining(order) {
      const others = remainingAt(order, inForce)
      const place = registry.place(order.placeId)
      const unordered = noticesAt(order).flatMap((notice): Remaining[] => {
        const isOrdered = others.some(({ cause }) => cause.kind === 'notice' && cause.id === notice.id)
        const measures = place ? demands.ofNotice(notice, at).demandOf(place, 0, at).measures : []
        if (isOrdered || measures.length === 0) return []
        return [{ number: notice.number, measures: measures.map(({ measure }) => measure) }]
      })
      return [...others.map((other) => ({ number: other.number, measures: measuresOf(other) })), ...unordered]
    },
  }
}
