/**
 * Exemptions as orders look at them: what of a demand a place is spared now, with number and end. Its beginning withdraws
 * what it spares, its end asks that again, of everything that is in force at the place then.
 */
import type { CauseRef } from '../../domain/control/cause.ts'
import { type Exemption, ended, isExempt, nextInstantOf, spares } from '../../domain/control/exemption.ts'
import type { Demand } from '../../domain/control/order.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Operations } from '../../ports/operations.ts'
import type { BySystem } from '../common/by.ts'
import type { FitPlace } from './fit-place.ts'
import type { Recorder } from './record.ts'

export interface Exemptions {
  load(): Promise<void>
  /** Tells which changed, after their change is stored. */
  note(exemptions: readonly Exemption[]): void
  /** It was not stored after all. */
  forget(id: string): void
  nextInstant(): EpochMs | null
  /** The demand without what the place is spared; each measure left out is a note. */
  applied(demand: Demand, placeId: string, cause: CauseRef, at: EpochMs): Demand
  /** Begins and ends what is due, inside one change. */
  fallDue(record: Recorder, at: EpochMs): Promise<void>
}

const BEGAN: BySystem = { actor: 'system', reason: 'exempt' }
const OVER: BySystem = { actor: 'system', reason: 'exemption-over' }

export function createExemptions(operations: Operations, fitPlace: () => FitPlace): Exemptions {
  const open = new Map<string, Exemption>()
  /** Up to here beginnings were looked at. */
  let lookedAt: EpochMs = Number.NEGATIVE_INFINITY

  function note(exemptions: readonly Exemption[]): void {
    for (const one of exemptions) {
      if (one.endedAt === null) open.set(one.id, one)
      else open.delete(one.id)
    }
  }

  return {
    async load() {
      open.clear()
      note(await operations.read.exemptions.open())
    },
    note,
    forget: (id) => open.delete(id),
    nextInstant() {
      const instants = [...open.values()].flatMap((one) => nextInstantOf(one, lookedAt) ?? [])
      return instants.length === 0 ? null : Math.min(...instants)
    },
    applied(demand, placeId, cause, at) {
      const holding = [...open.values()].filter((one) => one.placeId === placeId && isExempt(one, at))
      if (holding.length === 0) return demand
      const by = (measure: Demand['measures'][number]['measure']) => holding.find((one) => spares(one, measure, cause))
      const spared = demand.measures.flatMap(({ measure }) => {
        const exemption = by(measure)
        return exemption ? [`exempt:${measure}:${exemption.until}:${exemption.number}`] : []
      })
      const measures = demand.measures.filter(({ measure }) => !by(measure))
      return { ...demand, measures, notes: [...demand.notes, ...spared] }
    },
    async fallDue(record, at) {
      for (const before of await record.books.exemptions.open()) {
        const hasBegun = before.from > lookedAt && before.from <= at && before.from > before.approvedAt
        const over = ended(before, at)
        if (over) {
          await record.exemption(over, { action: 'exemption.ended', at, by: OVER })
          open.delete(before.id)
        }
        if (over || hasBegun) await fitPlace()(record, over ?? before, at, over ? OVER : BEGAN)
      }
      lookedAt = at
    },
  }
}
