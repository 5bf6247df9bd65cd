/** Brings one SQL schema up to date. Two processes that start at once take turns; what is applied is not applied again. */
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { translateDriverError, unwrapped } from './errors.ts'
import { connect } from './pool.ts'

/** Beside this file in the source, beside the bundle in a build. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number, as long as nothing else in the same database uses it. */
const MIGRATION_LOCK = 7_461_520

/** Rejects with `OperationsUnavailable` when there is no connection. */
export async function migrateSchema(pool: pg.Pool, schema: string, migrationsFolder: string): Promise<void> {
  const client = await connect(pool)
  try {
    await client.query('set statement_timeout to 0')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`)
    await migrate(drizzle(client), { migrationsFolder, migrationsSchema: schema })
  } catch (error) {
    throw translateDriverError(unwrapped(error))
  } finally {
    // The connection takes its lock and its time limit with it.
    client.release(true)
  }
}
