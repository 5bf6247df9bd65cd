/** A list read page by page. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Hand it back to get the next page; null on the last one. */
  readonly nextCursor: string | null
}

/** A cursor that no page of this list ever gave. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor'
}

export interface PageQuery {
  readonly limit: number
  readonly cursor: string | null
}
