/**
 * Messages of which only the count is kept: gathered for a moment, made durable together in one record, and only then
 * acknowledged. So a flood of them costs a few records a second, and nothing of it is promised before it is kept.
 */
import type { Refused } from '../../domain/air/reading.ts'
import { onlyCounted, type Sender } from '../../domain/air/refusal-budget.ts'
import type { Ms } from '../../domain/units.ts'

export interface CountedMessages {
  readonly refused: readonly Refused[]
  readonly messages: number
  /** Readings they offered. */
  readonly offered: number
}

export interface Counting {
  /** Resolves when the count is durable; rejects when it could not be kept. */
  add(refused: readonly Refused[], sender: Sender, offered: number): Promise<void>
}

const GATHER_MS: Ms = 100

/** `keep` makes them durable; `wait` is the machine's. */
export function createCounting(
  keep: (counted: CountedMessages) => Promise<void>,
  wait: (ms: Ms) => Promise<void>,
): Counting {
  let bySender = new Map<string, readonly Refused[]>()
  let messages = 0
  let offered = 0
  let kept: Promise<void> | null = null

  async function keepGathered(): Promise<void> {
    await wait(GATHER_MS)
    const gathered = { refused: [...bySender.values()].flat(), messages, offered }
    bySender = new Map()
    messages = 0
    offered = 0
    kept = null
    await keep(gathered)
  }

  return {
    add(refused, sender, offeredHere) {
      bySender.set(sender.name, onlyCounted([...(bySender.get(sender.name) ?? []), ...refused], sender))
      messages += 1
      offered += offeredHere
      kept ??= keepGathered()
      return kept
    },
  }
}
