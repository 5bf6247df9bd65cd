/** Exemptions, as they are. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { ExemptionBook } from '../../ports/books/exemptions.ts'
import type { Database } from './database.ts'
import { afterCursor, pageOf, rowsToFetch } from './page.ts'
import { saveVersions } from './rows.ts'
import { exemption } from './schema.ts'

export function exemptionBook(database: Database): ExemptionBook {
  return {
    async get(id) {
      const [row] = await database.select().from(exemption).where(eq(exemption.id, id))
      return row ?? null
    },

    open: () =>
      database.select().from(exemption).where(isNull(exemption.endedAt)).orderBy(exemption.approvedAt, exemption.id),

    async list(filter) {
      const byState = { open: isNull(exemption.endedAt), ended: isNotNull(exemption.endedAt) }
      const rows = await database
        .select()
        .from(exemption)
        .where(
          and(
            filter.state ? byState[filter.state] : undefined,
            filter.place ? eq(exemption.placeId, filter.place) : undefined,
            afterCursor(filter, exemption.approvedAt, exemption.id),
          ),
        )
        .orderBy(desc(exemption.approvedAt), desc(exemption.id))
        .limit(rowsToFetch(filter))
      return pageOf(filter, rows, (row) => [row.approvedAt, row.id])
    },

    save: (one) => saveVersions(database, exemption, [one]),
  }
}
