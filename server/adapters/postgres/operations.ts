/**
 * The operations database over PostgreSQL's protocol; it does not know whether a server or the embedded one answers.
 *
 * Changes of one process run one after the other. Reads run beside them and see only what is stored.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { getTableName, sql } from 'drizzle-orm'
import type pg from 'pg'
import { FIRST_HASH } from '../../domain/audit.ts'
import type { Operations } from '../../ports/operations.ts'
import { createBooks } from './books.ts'
import { databaseOver, type RunStatement } from './database.ts'
import { translateDriverError, unwrapped } from './errors.ts'
import type { PostgresLease } from './lease.ts'
import * as tables from './schema.ts'
import { inTransaction } from './transaction.ts'

/** The live realm's tables. They are never emptied. */
const LIVE_SCHEMA = 'windbreak'

/** Tables from which rows are removed in numbers. */
const TRIMMED = [tables.quarantine, tables.quarantineSample]

export interface OperationsParts {
  readonly schema: string
  readonly changes: pg.Pool
  /** May be the same pool: then a read waits for the change that is under way. */
  readonly reads: pg.Pool
  /** Nobody else looks after it: without a checkpoint now and then its log grows for as long as it is open. */
  readonly isEmbedded?: boolean
  /** Left out: no other server opens it. */
  readonly lease?: PostgresLease
  /** Ends whatever the pools connect to; called after they are closed. */
  readonly end?: () => Promise<void>
}

export function createOperations({
  schema,
  changes,
  reads,
  isEmbedded = false,
  lease,
  end,
}: OperationsParts): Operations {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>()
  let lastChange: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | null = null

  function refuseInsideChange(): void {
    // It would wait for the end of the very change it is part of.
    if (current.getStore()?.isOpen) throw new Error('inside a change only the books of that change may be used')
  }

  function oneAfterTheOther<T>(work: () => Promise<T>): Promise<T> {
    const result = lastChange.then(work)
    lastChange = result.catch(() => undefined)
    return result
  }

  async function endAll(): Promise<void> {
    await lastChange
    await changes.end()
    if (reads !== changes) await reads.end()
    await end?.()
  }

  const read: RunStatement = async (statement, values) => {
    refuseInsideChange()
    if (!/^\s*select\b/i.test(statement.text)) throw new Error('these books only read: write inside a change')
    try {
      return await reads.query(statement, [...values])
    } catch (error) {
      throw translateDriverError(error)
    }
  }

  return {
    lease: lease ?? null,
    read: createBooks(databaseOver(read), () => undefined),

    async change(work) {
      refuseInsideChange()
      return oneAfterTheOther(() =>
        inTransaction(
          changes,
          async ({ run, spoil }) => {
            const scope = { isOpen: true }
            try {
              return await current.run(scope, () => work(createBooks(databaseOver(run), spoil)))
            } finally {
              scope.isOpen = false
            }
          },
          lease?.epoch() ?? null,
        ),
      )
    },

    async problem() {
      try {
        await reads.query('select 1 from audit_head')
        return null
      } catch (error) {
        return translateDriverError(error).message
      }
    },

    async tidy() {
      refuseInsideChange()
      await oneAfterTheOther(async () => {
        try {
          // By hand, because nobody does it in the embedded database. Never part of a transaction.
          for (const table of TRIMMED) await changes.query(`vacuum ${getTableName(table)}`)
          if (isEmbedded) await changes.query('checkpoint')
        } catch (error) {
          throw translateDriverError(error)
        }
      })
    },

    async clear() {
      if (schema === LIVE_SCHEMA) throw new Error('the live realm is never emptied')
      refuseInsideChange()
      await oneAfterTheOther(() => inTransaction(changes, ({ run }) => emptyTables(run), lease?.epoch() ?? null))
    },

    close() {
      closing ??= endAll()
      return closing
    },
  }
}

async function emptyTables(run: RunStatement): Promise<void> {
  const kept: readonly unknown[] = [tables.drillRun, tables.auditHead, tables.lease]
  const emptied = Object.values(tables).filter((table) => !kept.includes(table))
  const names = emptied.map((table) => sql.identifier(getTableName(table)))
  const database = databaseOver(run)
  try {
    await database.execute(sql`select set_config('windbreak.clearing', 'yes', true)`)
    await database.execute(sql`truncate ${sql.join(names, sql`, `)}`)
    await database.update(tables.auditHead).set({ id: 0, hash: FIRST_HASH })
  } catch (error) {
    throw unwrapped(error)
  }
}
