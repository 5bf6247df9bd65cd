/** What a change of an order is called in the audit, and to whom it is told. */
import { measuresAsked, type Order, presentRevision } from '../../domain/control/order.ts'
import type { EpochMs } from '../../domain/units.ts'

export const PAST = {
  issue: 'issued',
  raise: 'raised',
  lower: 'lowered',
  release: 'released',
  cancel: 'cancelled',
} as const

export function addressed(order: Order, kind: keyof typeof PAST | 'untrue' | 'undo', at: EpochMs) {
  const key = `${order.number}/${presentRevision(order).n}/${kind}/${order.level}/${order.version}`
  return { key, orderId: order.id, recipient: `place:${order.placeId}`, createdAt: at }
}

export function measuresOf(order: Order) {
  return measuresAsked(presentRevision(order)).map((one) => one.measure)
}
