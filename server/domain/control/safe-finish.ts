/**
 * 安全收尾 on an order: what was approved is the deadline of its measures, the old one is kept beside it, and lateness is
 * counted from the new one. What a notice from above demands moves only with the city's word.
 */
import type { EpochMs } from '../units.ts'
import type { Filing } from './filing.ts'
import { isAnswered, type Order, type OrderedMeasure, presentRevision } from './order.ts'

/** null: nothing of the order moves. */
export function withFinish(order: Order, filing: Filing, at: EpochMs): Order | null {
  const { until, measures: named } = filing
  if (order.state !== 'issued' || until === null || (order.cause.kind === 'notice' && !filing.isByCity)) return null
  const revision = presentRevision(order)
  const moves = (one: OrderedMeasure) =>
    named.includes(one.measure) && one.withdrawnAt === null && !isAnswered(one) && one.dueAt < until
  if (!revision.measures.some(moves)) return null
  const measures = revision.measures.map((one) => {
    if (!moves(one)) return one
    const finish = {
      filing: filing.number,
      at,
      by: filing.decidedBy ?? '',
      dueBefore: one.finish?.dueBefore ?? one.dueAt,
    }
    return { ...one, dueAt: until, finish }
  })
  return { ...order, revisions: order.revisions.with(-1, { ...revision, measures }), version: order.version + 1 }
}
