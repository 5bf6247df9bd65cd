/**
 * Keeps the thread of the embedded database running, and starts it again when it ends by itself.
 *
 * Two threads or processes on one folder silently lose writes: whoever calls this holds the lock of the data folder.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { threadProblem } from './thread-problem.ts'

export interface EmbeddedServer {
  /** A private folder with the socket; the driver takes it as host. */
  readonly host: string
  close(): Promise<void>
}

/** The name the driver looks for in a folder given as host. */
const SOCKET_NAME = '.s.PGSQL.5432'
/** Bytes a socket's path may have (macOS; Linux 107): so it never lies in the data folder, whose path may be longer. */
const LONGEST_SOCKET_PATH = 103
/** Where the socket lies when the folder for temporary files has too long a path itself. */
const SHORT_FOLDER = '/tmp'
const RESTART_AFTER_MS = 1_000

/** Rejects with what the thread said when the database does not open. */
export async function startEmbeddedServer(dataFolder: string, workerUrl: URL): Promise<EmbeddedServer> {
  const host = makePrivateFolder()
  const socketPath = join(host, SOCKET_NAME)
  const removeHost = () => rmSync(host, { recursive: true, force: true })
  let worker: Worker | null = null
  let restart: NodeJS.Timeout | null = null
  let isClosing = false

  function startAgain(): void {
    // A failure ends the thread once more, and with that comes here again.
    start().catch((error) => process.emitWarning(`the embedded database does not start again: ${error}`))
  }

  async function start(): Promise<void> {
    rmSync(socketPath, { force: true })
    worker = new Worker(workerUrl, { workerData: { dataFolder, socketPath } })
    worker.once('error', (error) => {
      process.emitWarning(`the embedded database ended by itself: ${threadProblem(error).message}`)
    })
    worker.once('exit', () => {
      worker = null
      if (!isClosing) restart = setTimeout(startAgain, RESTART_AFTER_MS)
    })
    await firstMessage(worker)
  }

  try {
    await start()
  } catch (error) {
    isClosing = true
    removeHost()
    throw error
  }

  return {
    host,
    async close() {
      isClosing = true
      if (restart) clearTimeout(restart)
      // Its own end sets `worker` to null, which may come before the answer is read.
      const running = worker
      if (running) {
        const closed = firstMessage(running)
        running.postMessage('close')
        await closed.catch(() => undefined)
        await running.terminate()
      }
      removeHost()
    },
  }
}

/** Its path is absolute, because the driver takes any other for a host's name, and short enough for the socket. */
function makePrivateFolder(): string {
  const inTemporary = resolve(tmpdir(), 'windbreak-db-')
  const isShort = Buffer.byteLength(join(`${inTemporary}XXXXXX`, SOCKET_NAME)) <= LONGEST_SOCKET_PATH
  try {
    return mkdtempSync(isShort ? inTemporary : join(SHORT_FOLDER, 'windbreak-db-'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`no folder for its socket (${why}): set TMPDIR to a folder with a short path`, { cause: error })
  }
}

function firstMessage(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', (error) => reject(threadProblem(error)))
    worker.once('exit', (code) => reject(new Error(`the embedded database ended by itself (${code})`)))
  })
}
