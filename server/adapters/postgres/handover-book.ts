/** Hand-over sheets, as they are. */
import { desc, eq, sql } from 'drizzle-orm'
import type { HandoverBook } from '../../ports/books/handovers.ts'
import type { Database } from './database.ts'
import { afterCursor, pageOf, rowsToFetch } from './page.ts'
import { saveVersions } from './rows.ts'
import { handover } from './schema.ts'

export function handoverBook(database: Database): HandoverBook {
  return {
    async get(id) {
      const [row] = await database.select().from(handover).where(eq(handover.id, id))
      return row ?? null
    },

    withOpenPromises: () =>
      database
        .select()
        .from(handover)
        .where(sql`${handover.promises} @> '[{"settled": null}]'::jsonb`)
        .orderBy(handover.writtenAt, handover.id),

    async list(query) {
      const rows = await database
        .select()
        .from(handover)
        .where(afterCursor(query, handover.writtenAt, handover.id))
        .orderBy(desc(handover.writtenAt), desc(handover.id))
        .limit(rowsToFetch(query))
      return pageOf(query, rows, (row) => [row.writtenAt, row.id])
    },

    save: (one) => saveVersions(database, handover, [one]),
  }
}
