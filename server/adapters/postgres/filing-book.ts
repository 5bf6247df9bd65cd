/** Filings, as they are. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { FilingBook } from '../../ports/books/filings.ts'
import type { Database } from './database.ts'
import { afterCursor, pageOf, rowsToFetch } from './page.ts'
import { saveVersions } from './rows.ts'
import { filing } from './schema.ts'

export function filingBook(database: Database): FilingBook {
  const isOpen = isNull(filing.endedAt)
  const byState = { waiting: and(isOpen, isNull(filing.decision)), open: isOpen, ended: isNotNull(filing.endedAt) }

  return {
    async get(id) {
      const [row] = await database.select().from(filing).where(eq(filing.id, id))
      return row ?? null
    },

    open: () => database.select().from(filing).where(isOpen).orderBy(filing.filedAt, filing.id),

    async list(filter) {
      const rows = await database
        .select()
        .from(filing)
        .where(
          and(
            filter.state ? byState[filter.state] : undefined,
            filter.place ? eq(filing.placeId, filter.place) : undefined,
            filter.kind ? eq(filing.kind, filter.kind) : undefined,
            afterCursor(filter, filing.filedAt, filing.id),
          ),
        )
        .orderBy(desc(filing.filedAt), desc(filing.id))
        .limit(rowsToFetch(filter))
      return pageOf(filter, rows, (row) => [row.filedAt, row.id])
    },

    save: (one) => saveVersions(database, filing, [one]),
  }
}
