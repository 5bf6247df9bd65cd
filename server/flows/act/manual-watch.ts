/**
 * Manual controls as control looks at them: the end of each, and places that come while one is in force. All of it is a
 * row in the database; this only remembers which are open.
 */
import { endedBy, endInstantOf, isOver, type ManualControl, manualCause } from '../../domain/control/manual.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By, BySystem } from '../common/by.ts'
import { dropDrafts } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { LetGo } from './let-go.ts'
import type { Recorder } from './record.ts'

export interface ManualWatch {
  load(): Promise<void>
  /** Tells which changed, after their change is stored. */
  note(controls: readonly ManualControl[]): void
  nextInstant(): EpochMs | null
  /** Some ask something, or wait for a second person. */
  areAny(): boolean
  /** Ends what has reached its end, inside one change. */
  fallDue(record: Recorder, at: EpochMs): Promise<void>
  /** Places registered meanwhile are ordered what the others were ordered. */
  orderNewPlaces(record: Recorder, at: EpochMs): Promise<void>
}

/**
 * Ends it with its reason. A person who ends it has decided of its orders, too: they are released, as far as the gate lets
 * them go; at its own end they are released or proposed as the office chose. An ended one stays as it is.
 */
export type EndManual = (record: Recorder, control: ManualControl, at: EpochMs, by: By) => Promise<ManualControl>

export interface ManualWatchParts {
  readonly operations: Operations
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly end: EndManual
}

const OVER: BySystem = { actor: 'system', reason: 'manual-over' }
const NEW_PLACES: BySystem = { actor: 'system', reason: 'places-changed' }

export interface EndManualParts {
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly letGo: LetGo
}

export function createEndManual({ orders, demands, letGo }: EndManualParts): EndManual {
  return async (record, control, at, by) => {
    const ended = endedBy(control, by.reason, { at, by: by.actor })
    if (!ended) return control
    await record.manualControl(ended, { action: 'manual.ended', at, by })
    await dropDrafts(record, manualCause(control.id), ['issue'], at, 'manual-over')
    if (by.actor === 'system') await letGo(record, at, by)
    else await orders.releaseAll(record, demands.ofManual(ended), at, by)
    return ended
  }
}

export function createManualWatch({ operations, orders, demands, end }: ManualWatchParts): ManualWatch {
  const open = new Map<string, ManualControl>()

  function note(controls: readonly ManualControl[]): void {
    for (const control of controls) {
      if (control.endedAt === null) open.set(control.id, control)
      else open.delete(control.id)
    }
  }

  return {
    async load() {
      open.clear()
      note(await operations.read.manualControls.open())
    },
    note,
    nextInstant() {
      const instants = [...open.values()].flatMap((one) => endInstantOf(one) ?? [])
      return instants.length === 0 ? null : Math.min(...instants)
    },
    areAny: () => open.size > 0,
    async fallDue(record, at) {
      for (const control of await record.books.manualControls.open()) {
        const instant = endInstantOf(control)
        if (instant !== null && instant <= at) await end(record, control, at, OVER)
      }
    },
    async orderNewPlaces(record, at) {
      for (const control of await record.books.manualControls.open()) {
        if (control.orderedAt === null || isOver(control, at)) continue
        const cause = demands.ofManual(control)
        await orders.include(record, { cause, level: 0, at, by: NEW_PLACES, again: cause.again })
      }
    },
  }
}
