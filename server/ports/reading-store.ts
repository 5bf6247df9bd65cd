import type { Quantity } from '../domain/air/quantity.ts'
import type { Reading } from '../domain/air/reading.ts'
import type { EpochMs, Ms } from '../domain/units.ts'

/** What became of one batch. Three answers, because each asks for a different next step. */
export type WriteOutcome =
  | { readonly kind: 'stored' }
  /** The store will never take this batch as it is: split it, and set the culprit aside. */
  | { readonly kind: 'refused'; readonly why: string }
  /** The store cannot be reached, is busy or turns us away: keep the batch and try it again later. */
  | { readonly kind: 'unavailable'; readonly why: string }

export interface SeriesQuery {
  readonly devices: readonly string[]
  readonly quantities: readonly Quantity[]
  /** First instant wanted. */
  readonly from: EpochMs
  /** First instant no longer wanted. */
  readonly to: EpochMs
  /** Bucket width; null for the readings as they are. Bucket starts lie at `alignMs` + n × `everyMs`. */
  readonly everyMs: Ms | null
  /** Shifts bucket starts, so that a day begins at the district's midnight. */
  readonly alignMs: Ms
}

export interface Series {
  readonly device: string
  readonly quantity: Quantity
  /** Oldest first. Raw: one point per reading that has the quantity. Bucketed: mean of usable values, one point per
   * bucket from the first to the last of the query, null where there is none. Barred values are never in a mean. */
  readonly points: readonly (readonly [EpochMs, number | null])[]
}

export interface ReadingCount {
  /** Points (device, ts), whatever their quantities. */
  readonly readings: number
  readonly values: Readonly<Partial<Record<Quantity, number>>>
}

/** Keeps readings for good. Key (device, ts): a rewrite merges per quantity, the last wins, and adds no point. */
export interface ReadingStore {
  /** One call is one request; its answer is the whole truth. The batch is stored whole or not at all, or refused. */
  write(batch: readonly Reading[]): Promise<WriteOutcome>
  /** Throws `StoreUnavailable` when the store cannot answer. */
  series(query: SeriesQuery): Promise<readonly Series[]>
  /** Counts what is stored with from ≤ ts < to. Throws `StoreUnavailable`. */
  count(from: EpochMs, to: EpochMs): Promise<ReadingCount>
  /** Empties the store: only ever called in the drill realm. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** The store cannot answer now; the message says why in plain words. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
