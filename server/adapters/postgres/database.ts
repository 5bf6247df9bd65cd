/** drizzle over any one thing that can run a statement: a connection inside a change, or the pool for reads. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Pool, QueryConfig, QueryResult } from 'pg'
import * as relations from './relations.ts'
import * as tables from './schema.ts'

const schema = { ...tables, ...relations }

export type Database = NodePgDatabase<typeof schema>

export type RunStatement = (statement: QueryConfig, values: readonly unknown[]) => Promise<QueryResult>

export function databaseOver(run: RunStatement): Database {
  const query = (statement: QueryConfig, values: readonly unknown[] = []) => run(statement, values.map(storable))
  // drizzle calls nothing of its client but `query`; transactions are ours.
  return drizzle({ query } as unknown as Pool, { schema })
}

/** PostgreSQL has no U+0000 in a text; `jsonText` does the same for what is stored as rows. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value
}
