/**
 * The operations database inside this process, in a folder: PGlite, the same SQL without a server.
 *
 * Survives a killed process, not a power cut: it does not wait for the disk. One connection for everything, so a read
 * waits for the change under way. The caller holds the lock of the data folder.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Operations, OperationsUnavailable } from '../../ports/operations.ts'
import { type EmbeddedServerSettings, startEmbeddedServer } from './embedded-server.ts'
import { MIGRATIONS_FOLDER, migrateSchema } from './migrate.ts'
import { createOperations } from './operations.ts'
import { createPool } from './pool.ts'

export interface EmbeddedPostgresSettings {
  /** Made when it is missing. */
  readonly folder: string
  readonly schema: string
  readonly migrationsFolder?: string
  readonly workerUrl?: URL
  /** Path of an archive that a new folder begins with. */
  readonly emptyCluster?: string
}

/** Beside this file in the source, beside the bundle in a build. */
const WORKER_URL = new URL('./embedded-worker.mjs', import.meta.url)
/** Made by the build, beside the bundle alone. */
const EMPTY_CLUSTER = fileURLToPath(new URL('./empty-cluster.tar.gz', import.meta.url))

/** As long as a statement may take: the wait is for the one connection, which another call is using. */
const CONNECT_WITHIN_MS = 15_000

/** Rejects with `OperationsUnavailable` when the folder does not hold a database that opens. */
export async function openEmbeddedPostgres(settings: EmbeddedPostgresSettings): Promise<Operations> {
  const { folder, schema, migrationsFolder = MIGRATIONS_FOLDER } = settings
  const { workerUrl = WORKER_URL, emptyCluster = EMPTY_CLUSTER } = settings
  const server = await start({ dataFolder: folder, workerUrl, emptyCluster })
  const connection = { host: server.host, port: 5432, user: 'postgres', database: 'postgres', ssl: false }
  const pool = createPool({ connection, schema, max: 1, connectWithinMs: CONNECT_WITHIN_MS })
  try {
    await migrateSchema(pool, schema, migrationsFolder)
  } catch (error) {
    await pool.end()
    await server.close()
    throw error
  }
  return createOperations({ schema, changes: pool, reads: pool, isEmbedded: true, end: () => server.close() })
}

async function start(settings: EmbeddedServerSettings) {
  const folder = settings.dataFolder
  try {
    mkdirSync(folder, { recursive: true })
    return await startEmbeddedServer(settings)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new OperationsUnavailable(`the embedded database in ${folder} does not open: ${why}`, { cause: error })
  }
}
