/** Filings as control looks at them: which of them wait or hold, and what falls due about each. */
import { ended, type Filing, isWaiting, nextInstantOf } from '../../domain/control/filing.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Operations } from '../../ports/operations.ts'
import type { BySystem } from '../common/by.ts'
import { filingNotice } from './filing-notices.ts'
import type { Recorder } from './record.ts'

export interface Filings {
  load(): Promise<void>
  /** Tells which changed, after their change is stored. */
  note(filings: readonly Filing[]): void
  nextInstant(): EpochMs | null
  /** Ends what is due, inside one change. */
  fallDue(record: Recorder, at: EpochMs): Promise<void>
}

const OVER: BySystem = { actor: 'system', reason: 'filing-over' }
const LAPSED: BySystem = { actor: 'system', reason: 'filing-unanswered' }

export function createFilings(operations: Operations): Filings {
  const open = new Map<string, Filing>()

  function note(filings: readonly Filing[]): void {
    for (const one of filings) {
      if (one.endedAt === null) open.set(one.id, one)
      else open.delete(one.id)
    }
  }

  return {
    async load() {
      open.clear()
      note(await operations.read.filings.open())
    },
    note,
    nextInstant() {
      const instants = [...open.values()].flatMap((one) => nextInstantOf(one) ?? [])
      return instants.length === 0 ? null : Math.min(...instants)
    },
    async fallDue(record, at) {
      for (const before of await record.books.filings.open()) {
        const over = ended(before, at)
        if (!over) continue
        const hasLapsed = isWaiting(before)
        await record.filing(over, { action: 'filing.ended', at, by: hasLapsed ? LAPSED : OVER })
        if (hasLapsed) await record.notify([filingNotice(over, 'lapsed', at)])
      }
    },
  }
}
