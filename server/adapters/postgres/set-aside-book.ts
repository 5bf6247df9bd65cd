/** Readings the reading store refused, whole, in the order in which they came. */
import { asc, inArray, sql } from 'drizzle-orm'
import type { SetAsideBook } from '../../ports/books/set-aside.ts'
import type { Database } from './database.ts'
import { addRows } from './rows.ts'
import { setAside } from './schema.ts'

export function setAsideBook(database: Database): SetAsideBook {
  return {
    async add(items) {
      const rows = items.map(({ key, reading, spoolSeq }) => ({ ...reading, id: key, spoolSeq }))
      await addRows(database, setAside, rows)
    },

    async list({ after, limit }) {
      const rows = await database
        .select()
        .from(setAside)
        .where(after ? sql`(${setAside.spoolSeq}, ${setAside.id}) > (${after.spoolSeq}, ${after.key})` : undefined)
        .orderBy(asc(setAside.spoolSeq), asc(setAside.id))
        .limit(limit)
      return rows.map(({ id, spoolSeq, ...reading }) => ({ key: id, spoolSeq, reading }))
    },

    async among(keys) {
      if (keys.length === 0) return new Set()
      const rows = await database
        .select({ id: setAside.id })
        .from(setAside)
        .where(inArray(setAside.id, [...keys]))
      return new Set(rows.map(({ id }) => id))
    },

    async remove(keys) {
      if (keys.length > 0) await database.delete(setAside).where(inArray(setAside.id, [...keys]))
    },

    count: () => database.$count(setAside),
  }
}
