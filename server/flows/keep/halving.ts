/** Finds the readings a store will never take: a refused batch is halved until each culprit stands alone. */
import type { Reading } from '../../domain/air/reading.ts'
import type { WriteOutcome } from '../../ports/reading-store.ts'

export interface Culprit {
  readonly reading: Reading
  /** What the store said. */
  readonly why: string
}

/** What became of a batch: all of it is stored but for the culprits. */
export type HalvingOutcome =
  | { readonly kind: 'done'; readonly culprits: readonly Culprit[] }
  | Extract<WriteOutcome, { kind: 'unavailable' }>

/** Stops at the first write that is unavailable; what was stored before it stays stored. */
export async function writeHalving(
  readings: readonly Reading[],
  write: (batch: readonly Reading[]) => Promise<WriteOutcome>,
): Promise<HalvingOutcome> {
  const [first] = readings
  if (!first) return { kind: 'done', culprits: [] }
  const outcome = await write(readings)
  if (outcome.kind === 'unavailable') return outcome
  if (outcome.kind === 'stored') return { kind: 'done', culprits: [] }
  if (readings.length === 1) return { kind: 'done', culprits: [{ reading: first, why: outcome.why }] }
  // The first half goes first, so that of two readings at one instant the later still wins.
  const middle = Math.ceil(readings.length / 2)
  const firstHalf = await writeHalving(readings.slice(0, middle), write)
  if (firstHalf.kind === 'unavailable') return firstHalf
  const secondHalf = await writeHalving(readings.slice(middle), write)
  if (secondHalf.kind === 'unavailable') return secondHalf
  return { kind: 'done', culprits: [...firstHalf.culprits, ...secondHalf.culprits] }
}
