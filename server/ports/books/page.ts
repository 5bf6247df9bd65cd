/** A list read page by page. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Hand it back to get the next page; null on the last one. */
  readonly nextCursor: string | null
}

export interface PageQuery {
  readonly limit: number
  readonly cursor: string | null
}
