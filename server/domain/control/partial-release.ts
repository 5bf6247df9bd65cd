/** 部分解除: some measures of an order are let go, the others stay asked. */
import type { EpochMs } from '../units.ts'
import { measuresAsked, type Order, type OrderOutcome, presentRevision, withCompliance } from './order.ts'

/** What of it may be let go alone; all that is asked is a whole release, and not this. */
export type PartialOutcome = OrderOutcome | { readonly kind: 'all-of-it' }

/** `named`: some of the measures asked. Done or not, nobody waits for them any more; what is left counts alone. */
export function releaseSome(order: Order, named: readonly string[], at: EpochMs): PartialOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  const asked = measuresAsked(revision)
  const unknown = named.find((name) => !asked.some(({ measure }) => measure === name))
  if (unknown !== undefined) return { kind: 'not-asked', measure: unknown }
  const left = asked.filter(({ measure }) => !named.includes(measure))
  if (left.length === 0) return { kind: 'all-of-it' }
  const measures = revision.measures.map((one) =>
    one.withdrawnAt === null && named.includes(one.measure) ? { ...one, withdrawnAt: at } : one,
  )
  const after = withCompliance({ ...revision, measures }, at)
  return {
    kind: 'changed',
    order: { ...order, revisions: order.revisions.with(-1, after), version: order.version + 1 },
  }
}
