/**
 * Writes many rows in one statement: they travel as one JSON value, so neither their number nor PostgreSQL's limit of
 * 65,535 parameters matters. Rows carry the property names of `schema.ts`.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { CauseKind, CauseRef } from '../../domain/control/cause.ts'
import { StaleVersion } from '../../ports/operations.ts'
import type { Database } from './database.ts'

/**
 * JSON that PostgreSQL takes: it stores neither U+0000 nor half a surrogate pair, and senders write both. Each becomes
 * U+FFFD, because a message that cannot be stored must not block the line (invariant 3).
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escaped) =>
    escaped.length === 6 ? '\\ufffd' : escaped,
  )
}

/** A cause as its two columns. */
export function causeColumns({ kind, id }: CauseRef): { readonly causeKind: CauseKind; readonly causeId: string } {
  return { causeKind: kind, causeId: id }
}

/** Inserts; a row whose `key` is there already replaces it, or is dropped if nothing but the key is stored. */
export async function upsertRows<T extends PgTable>(
  database: Database,
  table: T,
  rows: readonly T['$inferInsert'][],
  key: readonly PgColumn[],
): Promise<void> {
  if (rows.length === 0) return
  const names = new Set(key.map((column) => column.name))
  const others = columnsOf(table).filter((column) => !names.has(column.name))
  await database.execute(
    sql`${insertion(table, rows)} on conflict (${list(key)}) do update set ${assignments(others, 'excluded')}`,
  )
}

/** Inserts what is not there yet and tells how many rows that were. */
export async function addRows<T extends PgTable>(
  database: Database,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<number> {
  if (rows.length === 0) return 0
  const result = await database.execute(sql`${insertion(table, rows)} on conflict do nothing`)
  return result.rowCount ?? 0
}

/** Inserts version 1, replaces version n − 1 by n, and rejects with `StaleVersion` if one of them is not to be had. */
export async function saveVersions<T extends PgTable & { readonly id: PgColumn; readonly version: PgColumn }>(
  database: Database,
  table: T,
  rows: readonly (T['$inferInsert'] & { readonly id: string; readonly version: number })[],
): Promise<void> {
  const fresh = rows.filter((row) => row.version === 1)
  const changed = rows.filter((row) => row.version !== 1)
  let stored = 0
  if (fresh.length > 0) {
    // Only for the id: any other key that is taken must reject.
    const result = await database.execute(sql`${insertion(table, fresh)} on conflict ("id") do nothing`)
    stored += result.rowCount ?? 0
  }
  if (changed.length > 0) {
    const result = await database.execute(
      sql`update ${table} as stored set ${assignments(columnsOf(table), 'next')} from ${recordset(table, changed)} as next
          where stored.id = next.id and stored.version = next.version - 1`,
    )
    stored += result.rowCount ?? 0
  }
  if (stored === rows.length) return
  const which = rows.map((row) => `${row.id} version ${row.version}`)
  throw new StaleVersion(
    `somebody else changed it first: ${which.slice(0, 3).join(', ')} (${stored} of ${rows.length})`,
  )
}

/** `insert into … select …`, to be followed by what happens on a conflict. */
export function insertion<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): SQL {
  return sql`insert into ${table} as stored select * from ${recordset(table, rows)}`
}

function recordset<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): SQL {
  const columns = Object.entries(getTableColumns(table))
  const records = rows.map((row) =>
    // A row of any table is an object with the table's property names.
    Object.fromEntries(columns.map(([property, column]) => [column.name, (row as Record<string, unknown>)[property]])),
  )
  return sql`json_populate_recordset(null::${table}, ${jsonText(records)}::json)`
}

function columnsOf(table: PgTable): PgColumn[] {
  return Object.values(getTableColumns(table))
}

function assignments(columns: readonly PgColumn[], from: 'excluded' | 'next'): SQL {
  const set = columns.map(({ name }) => sql`${sql.identifier(name)} = ${sql.raw(from)}.${sql.identifier(name)}`)
  return sql.join(set, sql`, `)
}

function list(columns: readonly PgColumn[]): SQL {
  return sql.join(
    columns.map((column) => sql.identifier(column.name)),
    sql`, `,
  )
}
