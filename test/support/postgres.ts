/**
 * A real PostgreSQL server for tests: a fresh cluster in a temporary folder at a free loopback port.
 *
 * PostgreSQL refuses to run as root, so as root its programs run as `postgres`, or else as `nobody`.
 */
import { chownSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import {
  findProgram,
  freePort,
  isMissing,
  postgresFolders,
  type RunningProgram,
  startProgram,
  temporaryFolder,
  untilListening,
} from './real-server.ts'

export interface TestPostgres {
  /** Of a database that is made when it is missing; without a name the one every cluster has. */
  url(databaseName?: string): Promise<string>
  /** Of the process that runs now; each connection is a child of it. */
  pid(): number
  /** SIGINT by default: the server ends at once and cuts its connections. Its folder stays. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Ends it if it runs, and starts it on the same folder and port. */
  restart(): Promise<void>
  /** Freezes the server's processes, so that it neither answers nor hangs up, and thaws them. */
  freeze(): void
  thaw(): void
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

/** For `describe.skipIf`. */
export function postgresIsMissing(): boolean {
  return isMissing('postgresql', findProgram('postgres', postgresFolders()))
}

export async function startPostgres(options: { fsync?: boolean } = {}): Promise<TestPostgres> {
  const account = unprivilegedAccount()
  const folder = temporaryFolder('windbreak-postgres-')
  chownSync(folder.path, account.uid, account.gid)
  const cluster = join(folder.path, 'cluster')
  const port = await freePort()
  await makeCluster(cluster, account)
  const start = async () => {
    const program = startProgram(
      programPath('postgres'),
      ['-D', cluster, '-p', String(port), ...settings(options.fsync ?? false)],
      { ...account, cwd: folder.path },
    )
    await untilListening(port, program.process, program.said)
    await untilReady(port, program)
    return program
  }
  let running = await start()
  const made = new Map<string, Promise<void>>()

  return {
    async url(databaseName = 'postgres') {
      if (databaseName !== 'postgres') {
        if (!made.has(databaseName)) made.set(databaseName, makeDatabase(port, databaseName))
        await made.get(databaseName)
      }
      return urlOf(port, databaseName)
    },
    pid: () => running.process.pid!,
    end: (signal = 'SIGINT') => running.end(signal),
    async restart() {
      await running.end('SIGINT')
      running = await start()
    },
    freeze: () => signalAll(running, 'SIGSTOP'),
    thaw: () => signalAll(running, 'SIGCONT'),
    async remove() {
      signalAll(running, 'SIGCONT')
      await running.end('SIGINT')
      folder.remove()
    },
  }
}

function settings(fsync: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: fsync ? 'on' : 'off',
    shared_buffers: '16MB',
    max_connections: '40',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function makeCluster(cluster: string, account: { uid: number; gid: number }): Promise<void> {
  const args = ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=trust', '--no-sync']
  const program = startProgram(programPath('initdb'), args, account)
  await new Promise((resolve) => program.process.once('exit', resolve))
  if (program.process.exitCode !== 0) throw new Error(`initdb failed: ${program.said()}`)
}

function programPath(name: string): string {
  const path = findProgram(name, postgresFolders())
  if (!path) throw new Error(`${name} is not installed`)
  return path
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  if (own.uid !== 0) return own
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error('no unprivileged account to run PostgreSQL as')
}

function urlOf(port: number, databaseName: string): string {
  return `postgres://postgres@127.0.0.1:${port}/${databaseName}`
}

/** A server that has just begun to listen may still refuse: it is looking through its log. */
async function untilReady(port: number, program: RunningProgram): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      await withClient(urlOf(port, 'postgres'), (client) => client.query('select 1'))
      return
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready: ${program.said()}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
}

async function makeDatabase(port: number, name: string): Promise<void> {
  await withClient(urlOf(port, 'postgres'), (client) => client.query(`create database ${pg.escapeIdentifier(name)}`))
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The server and its children, one process per connection: found in /proc by their parent. */
function signalAll(server: RunningProgram, signal: NodeJS.Signals): void {
  const pid = server.process.pid
  if (!pid || server.process.exitCode !== null || server.process.signalCode !== null) return
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  for (const each of [pid, ...children.map(Number)]) {
    try {
      process.kill(each, signal)
    } catch {
      // Ended since we looked: a server's children come and go.
    }
  }
}
