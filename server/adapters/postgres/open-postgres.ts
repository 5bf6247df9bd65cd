/** The operations database on a PostgreSQL server, version 15 or later. */
import type { Operations } from '../../ports/operations.ts'
import { MIGRATIONS_FOLDER, migrateSchema } from './migrate.ts'
import { createOperations } from './operations.ts'
import { createPool } from './pool.ts'

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** The realm's SQL schema; made when it is missing. */
  readonly schema: string
  readonly migrationsFolder?: string
}

const CONNECT_WITHIN_MS = 3_000
const READING_CONNECTIONS = 4

/** Rejects with `OperationsUnavailable` when the server does not answer; nothing is left open then. */
export async function openPostgres(settings: PostgresSettings): Promise<Operations> {
  const { url, schema, migrationsFolder = MIGRATIONS_FOLDER } = settings
  const pool = (max: number) =>
    createPool({ connection: { connectionString: url }, schema, max, connectWithinMs: CONNECT_WITHIN_MS })
  const changes = pool(1)
  try {
    await migrateSchema(changes, schema, migrationsFolder)
  } catch (error) {
    await changes.end()
    throw error
  }
  return createOperations({ schema, changes, reads: pool(READING_CONNECTIONS) })
}
