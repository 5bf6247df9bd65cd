/** Which measures are done where, from the orders in force as people read them. A released order holds nothing back. */
import type { OrderSeen } from '../people-plan.ts'
import type { MeasuresDone } from './world.ts'

export function measuresDone(orders: readonly OrderSeen[]): MeasuresDone {
  const done = new Map<string, Set<string>>()
  for (const { place, measures } of orders) {
    for (const { measure, doneAt, withdrawnAt } of measures) {
      if (doneAt === null || withdrawnAt !== null) continue
      done.set(place, (done.get(place) ?? new Set()).add(measure))
    }
  }
  return done
}
