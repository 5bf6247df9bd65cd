/**
 * DuckDB as a `ReadingStore`: one file in the data folder, no server. What was answered 'stored' is committed and on
 * disk, and survives a killed process.
 *
 * Writes queue up on one connection and run one after the other; reads have a connection of their own and see whole
 * batches only. After an error that invalidates the database (DuckDB's word; a full disk does it) the file is closed
 * and opened again at the next call. One process at a time: the data folder's lock sees to that.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { firstUnstorable, pointsOf } from '../../domain/air/points.ts'
import { type ReadingStore, StoreUnavailable, type WriteOutcome } from '../../ports/reading-store.ts'
import { mergePointsInto } from './merge.ts'
import { countReadings, readSeries } from './reads.ts'
import { prepareTable } from './tables.ts'

export interface DuckDbSettings {
  readonly path: string
  /** What DuckDB may keep in memory; beyond it works on disk. */
  readonly memoryLimitMb?: number
}

interface Session {
  readonly writer: DuckDBConnection
  readonly reader: DuckDBConnection
  close(): void
}

/** Rejects with `StoreUnavailable` when the file cannot be opened: another process has it, or it is no DuckDB file. */
export async function openDuckDbStore({ path, memoryLimitMb = 512 }: DuckDbSettings): Promise<ReadingStore> {
  let session: Session | null = null
  let closed = false
  let lastOfQueue: Promise<unknown> = Promise.resolve()
  let lastOfReads: Promise<unknown> = Promise.resolve()

  async function opened(): Promise<Session> {
    if (closed) throw new StoreUnavailable('the reading store was closed')
    session ??= await openSession(path, memoryLimitMb)
    return session
  }

  function afterAllWrites<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const mine = lastOfQueue.then(async () => guarded(async () => work((await opened()).writer)))
    lastOfQueue = mine.catch(() => {})
    return mine
  }

  function afterAllReads<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const mine = lastOfReads.then(async () => {
      // A session lost to an error is opened again by the write queue alone, so that two never open it at once.
      if (!session) await afterAllWrites(async () => {})
      return guarded(async () => work((await opened()).reader))
    })
    lastOfReads = mine.catch(() => {})
    return mine
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (isInvalidated(error)) {
        session?.close()
        session = null
      }
      throw asUnavailable(error)
    }
  }

  await afterAllWrites(async () => {})

  return {
    async write(batch): Promise<WriteOutcome> {
      const why = firstUnstorable(batch)
      if (why) return { kind: 'refused', why }
      const points = pointsOf(batch)
      if (points.length === 0) return { kind: 'stored' }
      return afterAllWrites((connection) => mergePointsInto(connection, points)).then(
        () => ({ kind: 'stored' }),
        (error: StoreUnavailable) => ({ kind: 'unavailable', why: error.message }),
      )
    },
    series: (query) => afterAllReads((connection) => readSeries(connection, query)),
    count: (from, to) => afterAllReads((connection) => countReadings(connection, from, to)),
    clear: () =>
      afterAllWrites(async (connection) => {
        await connection.run('DROP TABLE reading')
        await prepareTable(connection)
      }),
    async close() {
      await Promise.all([lastOfQueue, lastOfReads])
      closed = true
      session?.close()
      session = null
    },
  }
}

async function openSession(path: string, memoryLimitMb: number): Promise<Session> {
  const instance = await DuckDBInstance.create(path, { memory_limit: `${memoryLimitMb}MB` })
  const writer = await instance.connect()
  await prepareTable(writer)
  const reader = await instance.connect()
  return {
    writer,
    reader,
    close() {
      writer.closeSync()
      reader.closeSync()
      instance.closeSync()
    },
  }
}

function isInvalidated(error: unknown): boolean {
  return error instanceof Error && /database has been invalidated|FATAL Error/i.test(error.message)
}

function asUnavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error
  const why = error instanceof Error ? error.message : String(error)
  return new StoreUnavailable(`DuckDB cannot do it: ${why}`, { cause: error })
}
