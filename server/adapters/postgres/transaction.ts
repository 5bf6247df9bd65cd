/**
 * One transaction on one connection. Whatever fails inside spoils all of it, even if the caller looks away, and
 * nothing runs on the connection after the end.
 *
 * When the connection breaks while the end is being stored, nobody knows whether it was: then the database is asked
 * what became of the transaction, because a caller that is told "nothing is stored" does it again.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { OperationsUnavailable } from '../../ports/operations.ts'
import type { RunStatement } from './database.ts'
import { translateDriverError } from './errors.ts'
import { connect } from './pool.ts'

export interface Transaction {
  /** Statements of one transaction run one after the other, also when several are started at once. */
  readonly run: RunStatement
  /** From now on the transaction can only be undone. */
  spoil(error: unknown): void
}

const ASK_TIMES = 6
const ASK_AGAIN_MS = 500

/** `epoch`: of the lease under which it is stored; null where nobody else could have taken it. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<T>,
  epoch: number | null,
): Promise<T> {
  const client = await connect(pool)
  const statements = createStatements(client)
  let number = ''
  let done: { readonly result: T } | null = null
  try {
    number = await begin(client)
    const result = await work(statements)
    await statements.end()
    done = { result }
    await commit(client, epoch)
  } catch (error) {
    await statements.end().catch(() => undefined)
    const isLost = error instanceof OperationsUnavailable || statements.failure() instanceof OperationsUnavailable
    await giveBack(client, isLost)
    if (isLost && done && (await wasStored(pool, number))) return done.result
    throw error
  }
  client.release()
  return done.result
}

function createStatements(client: pg.PoolClient) {
  let failure: { readonly error: unknown } | null = null
  let isOver = false
  let last: Promise<unknown> = Promise.resolve()

  const spoil = (error: unknown) => {
    failure ??= { error }
  }

  const run: RunStatement = (statement, values) => {
    if (isOver) return Promise.reject(new Error('this change is over: its books can no longer be used'))
    const result = last.then(async () => {
      if (failure) throw failure.error
      try {
        return await client.query(statement, [...values])
      } catch (error) {
        const own = translateDriverError(error)
        spoil(own)
        throw own
      }
    })
    last = result.catch(() => undefined)
    return result
  }

  return {
    run,
    spoil,
    failure: () => failure?.error,
    /** Waits for what is under way and rejects with the first failure. */
    async end() {
      isOver = true
      await last
      if (failure) throw failure.error
    },
  }
}

/** Returns the transaction's number, by which it can be asked for later. */
async function begin(client: pg.PoolClient): Promise<string> {
  try {
    // Two statements in one message: the driver answers with a list, which its types do not know.
    const answers: unknown = await client.query('begin; select pg_current_xact_id()::text as number')
    const [, { rows }] = answers as readonly [pg.QueryResult, pg.QueryResult<{ number: string }>]
    return rows[0]!.number
  } catch (error) {
    throw translateDriverError(error)
  }
}

async function commit(client: pg.PoolClient, epoch: number | null): Promise<void> {
  let command: string
  try {
    // In one message: between the look at the lease and the end nothing of ours can stand still.
    const text = epoch === null ? 'commit' : `select only_under_lease(${epoch}); commit`
    const answer: unknown = await client.query(text)
    const answers = answer as pg.QueryResult | readonly pg.QueryResult[]
    command = (Array.isArray(answers) ? answers.at(-1) : answers)?.command
  } catch (error) {
    throw translateDriverError(error)
  }
  // A transaction that had failed answers a COMMIT with ROLLBACK, and calls that success.
  if (command !== 'COMMIT') throw new Error(`the change was undone instead of stored (${command})`)
}

/** A connection whose state is not certain is thrown away; the server then undoes what was open. */
async function giveBack(client: pg.PoolClient, isLost: boolean): Promise<void> {
  if (isLost) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

/** Rejects when the database does not come back in time to tell. */
async function wasStored(pool: pg.Pool, number: string): Promise<boolean> {
  for (let asked = 1; asked <= ASK_TIMES; asked++) {
    try {
      const { rows } = await pool.query<{ fate: string | null }>('select pg_xact_status($1::xid8) as fate', [number])
      if (rows[0]?.fate !== 'in progress') return rows[0]?.fate === 'committed'
    } catch (error) {
      // A number the server has never heard of: it crashed before anything of the transaction was written.
      if (!(translateDriverError(error) instanceof OperationsUnavailable)) return false
    }
    await wait(ASK_AGAIN_MS)
  }
  throw new OperationsUnavailable('the connection broke while a change was being stored; whether it was is not known')
}
