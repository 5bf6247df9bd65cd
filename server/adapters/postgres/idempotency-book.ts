/** Answers already given, by actor and key. How long they are kept is not decided here: nothing is removed. */
import { and, eq } from 'drizzle-orm'
import type { IdempotencyBook } from '../../ports/books/idempotency.ts'
import { StaleVersion } from '../../ports/operations.ts'
import type { Database } from './database.ts'
import { addRows } from './rows.ts'
import { idempotency } from './schema.ts'

export function idempotencyBook(database: Database): IdempotencyBook {
  return {
    async find(actor, key, fingerprint) {
      const [row] = await database
        .select()
        .from(idempotency)
        .where(and(eq(idempotency.actor, actor), eq(idempotency.key, key)))
      if (!row) return null
      return row.fingerprint === fingerprint ? { status: row.status, body: row.body } : 'mismatch'
    },

    /** Rejects with `StaleVersion` when the key is taken: another process answered first, and this change is void. */
    async remember(actor, key, fingerprint, { status, body }, at) {
      const added = await addRows(database, idempotency, [{ actor, key, fingerprint, status, body, at }])
      if (added === 0) throw new StaleVersion(`the key "${key}" of ${actor} was answered meanwhile`)
    },
  }
}
