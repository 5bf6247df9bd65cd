/** What became different between the order a person saw and the order as it is now: for the 409 dialogue. */
import type { OrderView } from '../../server/contract/order.ts'

export type OrderChange =
  | { readonly kind: 'state'; readonly before: OrderView['state']; readonly after: OrderView['state'] }
  | { readonly kind: 'level'; readonly before: number; readonly after: number }
  | { readonly kind: 'revision'; readonly before: number; readonly after: number }
  | { readonly kind: 'acknowledged'; readonly at: string | null; readonly by: string | null }
  | { readonly kind: 'measureAdded' | 'measureWithdrawn' | 'measureDone' | 'measureNoWork'; readonly measure: Measure }

type Measure = OrderView['measures'][number]['measure']

export function orderChanges(before: OrderView, after: OrderView): readonly OrderChange[] {
  const changes: OrderChange[] = []
  if (before.state !== after.state) changes.push({ kind: 'state', before: before.state, after: after.state })
  if (before.level !== after.level) changes.push({ kind: 'level', before: before.level, after: after.level })
  if (before.revision !== after.revision) {
    changes.push({ kind: 'revision', before: before.revision, after: after.revision })
  }
  if (before.acknowledgedAt !== after.acknowledgedAt) {
    changes.push({ kind: 'acknowledged', at: after.acknowledgedAt, by: after.acknowledgedBy })
  }
  const asked = askedOf(before)
  const askedNow = askedOf(after)
  for (const [measure, one] of askedNow) {
    const known = asked.get(measure)
    if (!known) changes.push({ kind: 'measureAdded', measure })
    else if (known.doneAt === null && one.doneAt !== null) changes.push({ kind: 'measureDone', measure })
    else if (known.noSuchWork === null && one.noSuchWork !== null) changes.push({ kind: 'measureNoWork', measure })
  }
  for (const measure of asked.keys()) {
    if (!askedNow.has(measure)) changes.push({ kind: 'measureWithdrawn', measure })
  }
  return changes
}

function askedOf(order: OrderView): ReadonlyMap<Measure, OrderView['measures'][number]> {
  return new Map(order.measures.filter((one) => one.withdrawnAt === null).map((one) => [one.measure, one]))
}
