/**
 * What a failed statement means to the caller. Two answers leave this folder: the database cannot answer now
 * (`OperationsUnavailable`, try later), or this very statement is at fault (a plain `Error`, trying again is useless).
 */
import { DrizzleQueryError } from 'drizzle-orm/errors'
import pg from 'pg'
import { OperationsUnavailable } from '../../ports/operations.ts'

/**
 * Classes of SQLSTATE that speak of the server and not of the statement (PostgreSQL 15, appendix A): connection (08),
 * login (28), database missing (3D), rollback forced from outside (40), resources (53), another lock (55),
 * operator and time limit (57), system (58), internal (XX). 25006 is a standby that takes no changes,
 * WB001 our own word that another server has taken over.
 */
const UNAVAILABLE = /^(08|28|3D|40|53|55|57|58|XX|25006|WB001)/

/** For what the driver rejected with. Everything without an SQLSTATE comes from the connection. */
export function translateDriverError(error: unknown): Error {
  if (error instanceof OperationsUnavailable) return error
  const message = error instanceof Error ? error.message || error.name : String(error)
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : null
  if (code === null || UNAVAILABLE.test(code)) {
    return new OperationsUnavailable(`the operations database does not answer: ${message}`, { cause: error })
  }
  return new Error(`the operations database refused it: ${message} (${code})`, { cause: error })
}

/** drizzle wraps what a connection rejects with in a text that holds every value; ours is inside. */
export function unwrapped(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error
}
