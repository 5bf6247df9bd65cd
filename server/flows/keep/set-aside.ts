/**
 * Readings the reading store refused: kept whole, never acknowledged to their devices, and shipped again when a person
 * asks for it. While there are any, health is degraded.
 *
 * Shipping again writes a reading as it was: of a later rewrite of the same instant that was stored meanwhile the
 * quantities are overwritten. It goes to the store only, so control never sees it a second time.
 */
import type { Reading } from '../../domain/air/reading.ts'
import type { SetAside } from '../../ports/books/set-aside.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { By } from '../common/by.ts'
import { writeHalving } from './halving.ts'
import { readingKey } from './keys.ts'

export interface SetAsideParts {
  readonly operations: Pick<Operations, 'change' | 'read'>
  readonly store: Pick<ReadingStore, 'write'>
  /** The realm's: for the audit line. */
  readonly clock: Clock
  /** These are in the store now. */
  readonly onStored: (readings: readonly Reading[]) => void
}

export interface ShippedAgain {
  /** The store has them now. */
  readonly stored: number
  /** It refused them again: they stay set aside. */
  readonly refused: number
  /** Set aside now, those included. */
  readonly left: number
  /** Why it ended before all were tried; null when it did not. */
  readonly problem: string | null
}

export interface SetAsideDesk {
  /** Asks how many there are. */
  load(): Promise<void>
  /** As far as is known. */
  count(): number
  add(items: readonly SetAside[]): Promise<void>
  /** Those of these readings that are not set aside. */
  without(readings: readonly Reading[]): Promise<readonly Reading[]>
  /** At most `MOST_AT_ONCE`; says how many are left. One call at a time: a second one waits for the first. */
  shipAgain(by: By): Promise<ShippedAgain>
}

export const MOST_AT_ONCE = 5_000
const PER_STEP = 500

export function createSetAside({ operations, store, clock, onStored }: SetAsideParts): SetAsideDesk {
  const { read, change } = operations
  let count = 0
  let lastCall: Promise<unknown> = Promise.resolve()

  async function load(): Promise<void> {
    count = await read.setAside.count()
  }

  async function shipAll(by: By): Promise<ShippedAgain> {
    let after: SetAside | null = null
    let stored = 0
    let refused = 0
    let problem: string | null = null
    for (let tried = 0; tried < MOST_AT_ONCE && problem === null; tried += PER_STEP) {
      const items: readonly SetAside[] = await read.setAside.list({ after, limit: PER_STEP })
      const last = items.at(-1)
      if (!last) break
      after = last
      const step = await shipStep(items, by)
      if (step.kind === 'unavailable') problem = step.why
      else {
        stored += step.stored
        refused += step.refused
      }
    }
    await load()
    return { stored, refused, left: count, problem }
  }

  async function shipStep(items: readonly SetAside[], by: By) {
    const outcome = await writeHalving(
      items.map(({ reading }) => reading),
      store.write,
    )
    if (outcome.kind === 'unavailable') return outcome
    const culprits = new Set(outcome.culprits.map(({ reading }) => reading))
    const taken = items.filter(({ reading }) => !culprits.has(reading))
    const line = {
      at: clock.now(),
      actor: by.actor,
      action: 'readings.shipped-again',
      subject: 'readings',
      revision: null,
      cause: by.reason,
      details: { stored: taken.length, refused: culprits.size },
    }
    await change(async (books) => {
      await books.setAside.remove(taken.map(({ key }) => key))
      await books.audit.append([line])
    })
    onStored(taken.map(({ reading }) => reading))
    return { kind: 'done', stored: taken.length, refused: culprits.size } as const
  }

  return {
    load,
    count: () => count,
    async add(items) {
      await change((books) => books.setAside.add(items))
      await load()
    },
    async without(readings) {
      if (count === 0) return readings
      const all: Reading[] = []
      for (let at = 0; at < readings.length; at += PER_STEP) {
        const some = readings.slice(at, at + PER_STEP)
        const aside = await read.setAside.among(some.map(readingKey))
        all.push(...some.filter((reading) => !aside.has(readingKey(reading))))
      }
      return all
    },
    shipAgain(by) {
      const call = lastCall.then(() => shipAll(by))
      lastCall = call.catch(() => undefined)
      return call
    },
  }
}
