/**
 * 应管控 → 已下达 → 已签收 → 已落实(自报) → 已核实 → 已解除, counted in places, for the episodes in focus.
 *
 * Cancelled orders were false alarms and count nowhere. Each step counts what reached it, so that it never grows to the
 * right except for the release, which can come before anyone did anything.
 */
import type { OrderView } from '../../server/contract/order.ts'

export const FUNNEL_STEPS = ['due', 'issued', 'acknowledged', 'complied', 'verified', 'released'] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]

export type Funnel = Readonly<Record<FunnelStep, number>>

/** `waiting`: places that a draft would order for the first time, as the server counted. */
export function funnelOf(orders: Iterable<OrderView>, waiting: number): Funnel {
  const due = new Set<string>()
  const issued = new Set<string>()
  const acknowledged = new Set<string>()
  const complied = new Set<string>()
  const verified = new Set<string>()
  const released = new Set<string>()
  for (const order of orders) {
    if (order.state === 'cancelled') continue
    due.add(order.place)
    issued.add(order.place)
    if (order.acknowledgedAt !== null) acknowledged.add(order.place)
    if (order.compliedAt !== null) complied.add(order.place)
    if (order.verifiedAt !== null) verified.add(order.place)
    if (order.state === 'released') released.add(order.place)
  }
  return {
    due: due.size + waiting,
    issued: issued.size,
    acknowledged: acknowledged.size,
    complied: complied.size,
    verified: verified.size,
    released: released.size,
  }
}
