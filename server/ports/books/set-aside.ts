/** Readings the reading store refused: kept whole until it takes them. */
import type { Reading } from '../../domain/air/reading.ts'

export interface SetAside {
  /** Of what was measured: the same reading has the same key, however often it comes. */
  readonly key: string
  readonly reading: Reading
  /** The spool record it first came in. */
  readonly spoolSeq: number
}

export interface SetAsideBook {
  /** A key already there is left as it is. */
  add(items: readonly SetAside[]): Promise<void>
  /** Oldest first, at most `limit` behind `after`; null begins at the first. */
  list(page: { readonly after: SetAside | null; readonly limit: number }): Promise<readonly SetAside[]>
  /** Which of these keys are there. */
  among(keys: readonly string[]): Promise<ReadonlySet<string>>
  remove(keys: readonly string[]): Promise<void>
  count(): Promise<number>
}
