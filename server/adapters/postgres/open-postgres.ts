/** The operations database on a PostgreSQL server, version 15 or later. */
import type { LeaseHolder } from '../../ports/lease.ts'
import type { Operations } from '../../ports/operations.ts'
import { applicationOf, createLease } from './lease.ts'
import { MIGRATIONS_FOLDER, migrateSchema } from './migrate.ts'
import { createOperations } from './operations.ts'
import { createPool } from './pool.ts'

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** The realm's SQL schema; made when it is missing. */
  readonly schema: string
  readonly migrationsFolder?: string
  /** Whoever opens it to judge by; left out, the database is not shared with other servers. */
  readonly holder?: LeaseHolder
}

const CONNECT_WITHIN_MS = 3_000
const READING_CONNECTIONS = 4

/** Rejects with `OperationsUnavailable` when the server does not answer; nothing is left open then. */
export async function openPostgres(settings: PostgresSettings): Promise<Operations> {
  const { url, schema, migrationsFolder = MIGRATIONS_FOLDER, holder = null } = settings
  const working = holder ? applicationOf(holder, schema) : undefined
  const pool = (max: number, application = working) =>
    createPool({ connection: { connectionString: url }, application, schema, max, connectWithinMs: CONNECT_WITHIN_MS })
  const changes = pool(1)
  try {
    await migrateSchema(changes, schema, migrationsFolder)
  } catch (error) {
    await changes.end()
    throw error
  }
  const reads = pool(READING_CONNECTIONS)
  if (holder === null) return createOperations({ schema, changes, reads })
  // Not ended by whoever takes over: it tells this server so.
  const leasing = pool(1, 'windbreak-lease')
  const lease = createLease(leasing, holder, schema)
  return createOperations({ schema, changes, reads, lease, end: () => leasing.end() })
}
