/** Pages by key and not by offset: rows that come or go in between neither repeat nor hide others. */
import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { BadCursor, type Page, type PageQuery } from '../../ports/books/page.ts'

/** Where a page ended: what the list is sorted by, largest first. The id decides between equal times. */
type Position = readonly [at: number, id: string]

/** One row more than asked tells whether there is a next page. */
export function rowsToFetch({ limit }: PageQuery): number {
  return limit + 1
}

/** The condition for "after the cursor" in a list sorted by `at` and `id`, both descending. */
export function afterCursor({ cursor }: PageQuery, at: PgColumn, id: PgColumn): SQL | undefined {
  if (cursor === null) return undefined
  const [lastAt, lastId] = parseCursor(cursor)
  return sql`(${at}, ${id}) < (${lastAt}, ${lastId})`
}

export function pageOf<T>({ limit }: PageQuery, rows: readonly T[], positionOf: (row: T) => Position): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const nextCursor =
    rows.length > limit && last ? Buffer.from(JSON.stringify(positionOf(last))).toString('base64url') : null
  return { items, nextCursor }
}

export function mapPage<T, U>(page: Page<T>, map: (item: T) => U): Page<U> {
  return { items: page.items.map(map), nextCursor: page.nextCursor }
}

/** Throws `BadCursor` for a cursor that no page ever gave. */
function parseCursor(cursor: string): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(position) && Number.isSafeInteger(position[0]) && typeof position[1] === 'string') {
      return [position[0], position[1]]
    }
  } catch {
    // Not JSON: refused below like any other.
  }
  throw new BadCursor(`"${cursor}" is not a cursor of this list`)
}
