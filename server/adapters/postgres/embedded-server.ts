/**
 * Keeps the thread of the embedded database running, starts it again when it ends by itself, and ends it when it does
 * not answer any more. While the disk has no room it is not started: it would only spin.
 *
 * Two threads or processes on one folder silently lose writes: whoever calls this holds the lock of the data folder.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Ms } from '../../domain/units.ts'
import { threadProblem } from './thread-problem.ts'
import { watch } from './watchdog.ts'

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
/** No statement takes longer: the driver gives one 15 s. */
const ANSWER_WITHIN_MS = 16_000
const OPEN_WITHIN_MS = 120_000
const CLOSE_WITHIN_MS = 5_000
/** Two segments of its log: what opening it again may write. */
const ROOM_TO_OPEN = 2 * 16_777_216

export interface EmbeddedServerSettings {
  readonly dataFolder: string
  readonly workerUrl: URL
  /** An archive of a cluster without tables, which a new folder begins with; where it is missing, one is made. */
  readonly emptyCluster: string
}

/** Rejects with what the thread said when the database does not open. */
export async function startEmbeddedServer(settings: EmbeddedServerSettings): Promise<EmbeddedServer> {
  const { dataFolder, workerUrl, emptyCluster } = settings
  const host = makePrivateFolder()
  const socketPath = join(host, SOCKET_NAME)
  const removeHost = () => rmSync(host, { recursive: true, force: true })
  let worker: Worker | null = null
  let restart: NodeJS.Timeout | null = null
  let isClosing = false

  /** A failure ends the thread once more, and with that comes here again. */
  async function startAgain(): Promise<void> {
    if (await isFull(dataFolder)) restart = setTimeout(startAgain, RESTART_AFTER_MS)
    else await start().catch((error) => process.emitWarning(`the embedded database does not start again: ${error}`))
  }

  async function start(): Promise<void> {
    rmSync(socketPath, { force: true })
    const running = new Worker(workerUrl, { workerData: { dataFolder, socketPath, emptyCluster } })
    worker = running
    worker.once('error', (error) => {
      process.emitWarning(`the embedded database ended by itself: ${threadProblem(error).message}`)
    })
    worker.once('exit', () => {
      worker = null
      if (!isClosing) restart = setTimeout(startAgain, RESTART_AFTER_MS)
    })
    await within(OPEN_WITHIN_MS, firstMessage(running), () => running.terminate())
    watch(running, {
      answerWithinMs: ANSWER_WITHIN_MS,
      onSilent() {
        process.emitWarning('the embedded database does not answer any more: it is ended and opened again')
        void running.terminate()
      },
    })
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
        // One that spins does not read it.
        await within(CLOSE_WITHIN_MS, closed, () => running.terminate()).catch(() => undefined)
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

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < ROOM_TO_OPEN
}

/** `work`, which ends when `giveUp` ends what it waits for. */
async function within<T>(limitMs: Ms, work: Promise<T>, giveUp: () => unknown): Promise<T> {
  const timer = setTimeout(giveUp, limitMs)
  return work.finally(() => clearTimeout(timer))
}

/** The next that is no answer to the watchdog. */
function firstMessage(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (message !== 'here') resolve()
    })
    worker.once('error', (error) => reject(threadProblem(error)))
    worker.once('exit', (code) => reject(new Error(`the embedded database ended by itself (${code})`)))
  })
}
