/** Drafts. The database itself refuses a second pending draft of one kind for one cause. */
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Draft } from '../../domain/control/draft.ts'
import type { DraftBook } from '../../ports/books/drafts.ts'
import type { Database } from './database.ts'
import { afterCursor, mapPage, pageOf, rowsToFetch } from './page.ts'
import { causeColumns, saveVersions } from './rows.ts'
import { draft } from './schema.ts'

export function draftBook(database: Database): DraftBook {
  return {
    async get(id) {
      const [row] = await database.select().from(draft).where(eq(draft.id, id))
      return row ? draftOf(row) : null
    },

    async pending() {
      const rows = await database
        .select()
        .from(draft)
        .where(inArray(draft.state, ['waiting', 'held']))
        .orderBy(draft.createdAt, draft.id)
      return rows.map(draftOf)
    },

    async list(filter) {
      const byState = filter.state ? eq(draft.state, filter.state) : undefined
      const rows = await database
        .select()
        .from(draft)
        .where(and(byState, afterCursor(filter, draft.createdAt, draft.id)))
        .orderBy(desc(draft.createdAt), desc(draft.id))
        .limit(rowsToFetch(filter))
      return mapPage(
        pageOf(filter, rows, (row) => [row.createdAt, row.id]),
        draftOf,
      )
    },

    save: ({ cause, ...one }) => saveVersions(database, draft, [{ ...one, ...causeColumns(cause) }]),
  }
}

function draftOf({ causeKind, causeId, ...facts }: typeof draft.$inferSelect): Draft {
  return { ...facts, cause: { kind: causeKind, id: causeId } }
}
