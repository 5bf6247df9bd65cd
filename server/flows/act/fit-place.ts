/**
 * Brings what is in force at one place to what it owes now: when an exemption begins or ends, is granted or taken back.
 * Asks nothing because of a cause that has orders in force nowhere.
 */
import { type CauseRef, isSameCause } from '../../domain/control/cause.ts'
import { type Exemption, isExempt, spares } from '../../domain/control/exemption.ts'
import type { Measure } from '../../domain/control/measure.ts'
import { isInScope } from '../../domain/control/scope.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Books } from '../../ports/operations.ts'
import { allPages } from '../common/all-pages.ts'
import type { By } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { recountIssues } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { Recorder } from './record.ts'

export type FitPlace = (record: Recorder, exemption: Exemption, at: EpochMs, by: By) => Promise<void>

export interface FitPlaceParts {
  readonly registry: Pick<RegistryDesk, 'place'>
  readonly orders: CauseOrders
  readonly demands: Demands
}

export function createFitPlace({ registry, orders, demands }: FitPlaceParts): FitPlace {
  return async (record, exemption, at, by) => {
    const place = registry.place(exemption.placeId)
    if (!place) return
    for (const { level, ref } of await causesInForce(record.books)) {
      const cause = await demands.find(record.books, ref, at)
      if (!cause || cause.isOver || !isInScope(place, cause.scope)) continue
      const demand = { cause, level, at, by, again: cause.again, only: place } as const
      const isMeant = (_place: string, measure: Measure) => spares(exemption, measure, ref)
      if (isExempt(exemption, at)) await orders.withdraw(record, demand, isMeant)
      else await orders.askAnew(record, demand, isMeant)
    }
    await recountIssues(record, orders, demands, at, isExempt(exemption, at) ? 'exempt' : 'exemption-over')
  }
}

/** Each with the highest level of its orders in force. */
async function causesInForce(books: Books): Promise<readonly { readonly ref: CauseRef; readonly level: number }[]> {
  const inForce = await allPages((page) => books.orders.list({ ...page, state: 'issued', cause: null, place: null }))
  const causes: { readonly ref: CauseRef; level: number }[] = []
  for (const { cause, level } of inForce) {
    const known = causes.find(({ ref }) => isSameCause(ref, cause))
    if (known) known.level = Math.max(known.level, level)
    else causes.push({ ref: cause, level })
  }
  return causes
}
