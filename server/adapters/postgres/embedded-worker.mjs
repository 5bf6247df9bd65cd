/**
 * The embedded database in a thread of its own, because a long statement blocks the thread it runs in.
 *
 * Speaks PostgreSQL's protocol at a socket in a private folder. When the database inside throws (a statement that is
 * merely wrong does not), its state is not certain any more: the thread ends, and the parent starts a new one.
 * A plain file that imports packages only, so that it loads beside the source and beside a bundle.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

const { dataFolder, socketPath, emptyCluster } = workerData

// Making a cluster takes 800 MB and seconds; unpacking one that the build made takes neither.
const isUnpacked = !existsSync(join(dataFolder, 'PG_VERSION')) && existsSync(emptyCluster)
/** One connection and a few thousand rows need no 128 MB of buffers: the folder lies in the machine's own cache. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'maintenance_work_mem=16MB']
const database = await PGlite.create(dataFolder, {
  startParams,
  ...(isUnpacked ? { loadDataDir: new Blob([await readFile(emptyCluster)]) } : {}),
})
const run = database.execProtocolRawStream.bind(database)
database.execProtocolRawStream = async (message, options) => {
  try {
    return await run(message, options)
  } catch (error) {
    // Out of the promise chain, where the server would only close the connection and then wait for ever.
    setImmediate(() => {
      throw error
    })
    throw error
  }
}

// More than one, so that a new connection is not refused while the end of the last one is still being noticed.
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 4 })
await server.start()

parentPort.on('message', async (message) => {
  if (message === 'are-you-there') return parentPort.postMessage('here')
  await server.stop()
  await database.close()
  parentPort.postMessage('closed')
})
parentPort.postMessage('open')
