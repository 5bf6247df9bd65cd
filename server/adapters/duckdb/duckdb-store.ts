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
  let session: Promise<Session> | null = null
  let underWay = 0
  let isBroken = false
  let isClosed = false
  let lastOfWrites: Promise<unknown> = Promise.resolve()
  let lastOfReads: Promise<unknown> = Promise.resolve()

  function afterAllWrites<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const mine = lastOfWrites.then(() => withSession((opened) => work(opened.writer)))
    lastOfWrites = mine.catch(() => {})
    return mine
  }

  function afterAllReads<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const mine = lastOfReads.then(() => withSession((opened) => work(opened.reader)))
    lastOfReads = mine.catch(() => {})
    return mine
  }

  async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (isClosed) throw new StoreUnavailable('the reading store was closed')
    if (isBroken) throw new StoreUnavailable('the reading store is being opened again after an error')
    underWay++
    try {
      session ??= openSession(path, memoryLimitMb).catch((error) => {
        session = null
        throw error
      })
      return await work(await session)
    } catch (error) {
      if (isInvalidated(error)) isBroken = true
      throw asUnavailable(error)
    } finally {
      underWay--
      if (isBroken && underWay === 0) await closeSession()
    }
  }

  /** Only while nothing is under way: DuckDB must not lose a connection in the middle of a statement. */
  async function closeSession(): Promise<void> {
    const opened = await session
    opened?.close()
    session = null
    isBroken = false
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
      await Promise.all([lastOfWrites, lastOfReads])
      isClosed = true
      await closeSession()
    },
  }
}

async function openSession(path: string, memoryLimitMb: number): Promise<Session> {
  const instance = await DuckDBInstance.create(path, { memory_limit: `${memoryLimitMb}MB` })
  const [writer, reader] = [await instance.connect(), await instance.connect()]
  const close = () => {
    writer.closeSync()
    reader.closeSync()
    instance.closeSync()
  }
  try {
    await prepareTable(writer)
    return { writer, reader, close }
  } catch (error) {
    close()
    throw error
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
