/**
 * Starts the real servers the tests speak with: free loopback port, temporary folder, ended by process id.
 *
 * A missing program skips its tests on a developer's machine with a printed reason; with `CI=true` it fails.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The program's path, or null when it is not installed. */
export function findProgram(name: string, extraFolders: readonly string[] = []): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', ...extraFolders]
  for (const folder of folders) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return null
}

/** PostgreSQL's programs live in a folder per version on Debian. */
export function postgresFolders(): string[] {
  try {
    return readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
  } catch {
    return []
  }
}

/** For `describe.skipIf(isMissing('mosquitto', path))`: true only where skipping is allowed. */
export function isMissing(name: string, path: string | null): boolean {
  if (path) return false
  if (process.env.CI === 'true')
    throw new Error(`${name} is not installed, and with CI=true its tests may not be skipped`)
  console.warn(`skipped: ${name} is not installed (Debian: apt-get install ${name})`)
  return true
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** What the build made for a new data folder to begin with: a test that opens a database begins with it, too. */
export const EMPTY_CLUSTER = join(import.meta.dirname, '../../dist/server/empty-cluster.tar.gz')

export interface TemporaryFolder {
  readonly path: string
  remove(): void
}

export function temporaryFolder(name = 'windbreak-'): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), name))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Resolves once something accepts connections at the port; rejects when the process ends or 30 s pass before. */
export async function untilListening(port: number, process: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    if (process.exitCode !== null) throw new Error(`the server ended with ${process.exitCode}: ${said()}`)
    if (await accepts(port)) return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error(`nothing listens at port ${port}: ${said()}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

export interface RunningProgram {
  readonly process: ChildProcess
  /** Everything it printed so far. */
  said(): string
  /** SIGTERM by default; resolves when it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>
}

export function startProgram(
  path: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number } = {},
): RunningProgram {
  const process = spawn(path, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  process.stdout.on('data', (chunk) => {
    output += chunk
  })
  process.stderr.on('data', (chunk) => {
    output += chunk
  })
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()))
  return {
    process,
    said: () => output,
    end: async (signal = 'SIGTERM') => {
      if (process.exitCode === null && process.signalCode === null) process.kill(signal)
      await ended
    },
  }
}
