/** Runs of drills. They outlive `clear`: a report must be able to name every run. */
import { desc, eq } from 'drizzle-orm'
import type { DrillBook } from '../../ports/books/drills.ts'
import type { Database } from './database.ts'
import { upsertRows } from './rows.ts'
import { drillRun } from './schema.ts'

export function drillBook(database: Database): DrillBook {
  return {
    async abortUnfinished(at) {
      const aborted = await database
        .update(drillRun)
        .set({ state: 'aborted', endedAt: at })
        .where(eq(drillRun.state, 'running'))
        .returning({ id: drillRun.id })
      return aborted.length
    },

    save: (run) => upsertRows(database, drillRun, [run], [drillRun.id]),

    /** Newest start first. */
    list: () => database.select().from(drillRun).orderBy(desc(drillRun.startedAt), desc(drillRun.id)),
  }
}
