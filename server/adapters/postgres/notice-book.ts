/** Notices from above, with what they said before each amendment and what was answered. */
import { and, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Notice } from '../../domain/control/notice.ts'
import { scopeKey, scopeOf } from '../../domain/control/scope.ts'
import type { NoticeBook } from '../../ports/books/notices.ts'
import type { Database } from './database.ts'
import { afterCursor, mapPage, pageOf, rowsToFetch } from './page.ts'
import { saveVersions } from './rows.ts'
import { notice } from './schema.ts'

export function noticeBook(database: Database): NoticeBook {
  return {
    async get(id) {
      const [row] = await database.select().from(notice).where(eq(notice.id, id))
      return row ? noticeOf(row) : null
    },

    async pending() {
      const owes = and(isNotNull(notice.replyBy), sql`${notice.replies} = '[]'::jsonb`, isNull(notice.replyOverdueAt))
      const rows = await database
        .select()
        .from(notice)
        .where(or(isNull(notice.endedAt), owes))
        .orderBy(notice.recordedAt, notice.id)
      return rows.map(noticeOf)
    },

    async list(filter) {
      const byState = { open: isNull(notice.endedAt), ended: isNotNull(notice.endedAt) }
      const rows = await database
        .select()
        .from(notice)
        .where(and(filter.state ? byState[filter.state] : undefined, afterCursor(filter, notice.recordedAt, notice.id)))
        .orderBy(desc(notice.recordedAt), desc(notice.id))
        .limit(rowsToFetch(filter))
      return mapPage(
        pageOf(filter, rows, (row) => [row.recordedAt, row.id]),
        noticeOf,
      )
    },

    save: ({ scope, ...one }) => saveVersions(database, notice, [{ ...one, scope: scopeKey(scope) }]),
  }
}

function noticeOf({ scope, ...facts }: typeof notice.$inferSelect): Notice {
  return { ...facts, scope: scopeOf(scope) }
}
