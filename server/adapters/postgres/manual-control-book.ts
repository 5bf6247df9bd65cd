/** Manual controls, as they are. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { ManualControl } from '../../domain/control/manual.ts'
import { scopeKey, scopeOf } from '../../domain/control/scope.ts'
import type { ManualControlBook } from '../../ports/books/manual-controls.ts'
import type { Database } from './database.ts'
import { afterCursor, mapPage, pageOf, rowsToFetch } from './page.ts'
import { saveVersions } from './rows.ts'
import { manualControl } from './schema.ts'

export function manualControlBook(database: Database): ManualControlBook {
  return {
    async get(id) {
      const [row] = await database.select().from(manualControl).where(eq(manualControl.id, id))
      return row ? controlOf(row) : null
    },

    async open() {
      const rows = await database
        .select()
        .from(manualControl)
        .where(isNull(manualControl.endedAt))
        .orderBy(manualControl.decidedAt, manualControl.id)
      return rows.map(controlOf)
    },

    async list(filter) {
      const byState = { open: isNull(manualControl.endedAt), ended: isNotNull(manualControl.endedAt) }
      const after = afterCursor(filter, manualControl.decidedAt, manualControl.id)
      const rows = await database
        .select()
        .from(manualControl)
        .where(and(filter.state ? byState[filter.state] : undefined, after))
        .orderBy(desc(manualControl.decidedAt), desc(manualControl.id))
        .limit(rowsToFetch(filter))
      return mapPage(
        pageOf(filter, rows, (row) => [row.decidedAt, row.id]),
        controlOf,
      )
    },

    save: ({ scope, ...one }) => saveVersions(database, manualControl, [{ ...one, scope: scopeKey(scope) }]),
  }
}

function controlOf({ scope, ...facts }: typeof manualControl.$inferSelect): ManualControl {
  return { ...facts, scope: scopeOf(scope) }
}
