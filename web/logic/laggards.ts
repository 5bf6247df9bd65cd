/** 谁还没落实: one line per order in force that is unacknowledged or has a measure past its time; the latest first. */
import type { OrderView } from '../../server/contract/order.ts'
import type { Measure } from '../../server/domain/control/measure.ts'
import type { EpochMs } from '../../server/domain/units.ts'

export type LagKind = 'unacknowledgedOverdue' | 'measureOverdue' | 'unacknowledged'

export interface Laggard {
  readonly order: OrderView
  readonly kind: LagKind
  /** What is or was due first. */
  readonly dueAt: EpochMs
  /** Measures past their time. */
  readonly overdueMeasures: readonly Measure[]
}

const ORDER: readonly LagKind[] = ['unacknowledgedOverdue', 'measureOverdue', 'unacknowledged']

export function laggardsOf(orders: Iterable<OrderView>, now: EpochMs): readonly Laggard[] {
  return [...orders]
    .flatMap((order) => lagOf(order, now) ?? [])
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.dueAt - b.dueAt)
}

function lagOf(order: OrderView, now: EpochMs): Laggard | null {
  if (order.state !== 'issued') return null
  const overdue = order.measures.filter(
    (one) => one.withdrawnAt === null && one.doneAt === null && Date.parse(one.dueAt) < now,
  )
  const overdueMeasures = overdue.map((one) => one.measure)
  const acknowledgeDueAt = Date.parse(order.acknowledgeDueAt)
  if (order.acknowledgedAt === null) {
    const kind = acknowledgeDueAt < now ? 'unacknowledgedOverdue' : 'unacknowledged'
    return { order, kind, dueAt: acknowledgeDueAt, overdueMeasures }
  }
  if (overdue.length === 0) return null
  const dueAt = Math.min(...overdue.map((one) => Date.parse(one.dueAt)))
  return { order, kind: 'measureOverdue', dueAt, overdueMeasures }
}

export function countByKind(laggards: readonly Laggard[]): Readonly<Record<LagKind, number>> {
  const counts = { unacknowledgedOverdue: 0, measureOverdue: 0, unacknowledged: 0 }
  for (const { kind } of laggards) counts[kind] += 1
  return counts
}
