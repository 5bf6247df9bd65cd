/**
 * Connections to one database. Each one looks into one SQL schema only, gives up after a bounded time, and is thrown
 * away after a failure, so the call after a restart of the server gets a new one.
 */
import pg from 'pg'
import { translateDriverError } from './errors.ts'

export interface PoolSettings {
  readonly connection: pg.ClientConfig
  /** What its connections are called; `windbreak` when left out. */
  readonly application?: string | undefined
  readonly schema: string
  readonly max: number
  /** How long to wait for a connection, the queue for a free one included. */
  readonly connectWithinMs: number
}

const STATEMENT_WITHIN_MS = 15_000
/** A server that hangs cannot even end the statement: a little later we end it ourselves. */
const ANSWER_WITHIN_MS = 18_000
/** A process of ours that stops in the middle of a change must not hold the audit trail of another one. */
const IDLE_IN_CHANGE_WITHIN_MS = 60_000

export function createPool({ connection, application, schema, max, connectWithinMs }: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    application_name: application ?? 'windbreak',
    keepAlive: true,
    connectionTimeoutMillis: connectWithinMs,
    statement_timeout: STATEMENT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    idle_in_transaction_session_timeout: IDLE_IN_CHANGE_WITHIN_MS,
    // A statement and not a start-up option: the embedded database does not read those. The pool waits for it.
    onConnect: async (client) => {
      await client.query(`set search_path to ${pg.escapeIdentifier(schema)}`)
    },
  })
  // A connection that breaks is noticed here and by the statement that runs on it. The statement's caller is told;
  // without these listeners the event alone would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  return pool
}

/** Rejects with `OperationsUnavailable`. The caller releases the connection. */
export async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw translateDriverError(error)
  }
}
