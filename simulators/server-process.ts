/**
 * The same program that runs live, started as a child in the drill realm. It says `ready` over its IPC channel once
 * it listens; everything it prints goes to our standard error. It is ended with SIGTERM and waited for.
 */

import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DrillError } from './drill-error.ts'

export interface ServerProcess {
  readonly url: string
  readonly mqttUrl: string
  /** Resolves with how it ended, whoever ended it. */
  readonly ended: Promise<string>
  end(): Promise<void>
}

/** Beside the bundle this file is part of, or in dist when it is run from its source. */
export function findServerProgram(): string {
  const candidates = ['../server/main.js', '../dist/server/main.js']
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = paths.find((path) => existsSync(path))
  if (found === undefined)
    throw new DrillError('the server is not built: start the drill with `npm run drill`, which builds it')
  return found
}

export async function startServer(program: string, env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const child = fork(program, [], { env, execArgv: heapFlags(), stdio: ['ignore', 2, 2, 'ipc'] })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  const ready = new Promise<Ready>((resolve) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve(message)
    })
  })
  const first = await Promise.race([ready, ended])
  if (typeof first === 'string') throw new DrillError(`the server ended before it listened (${first}); see above`)
  if (first.mqttUrl === null) {
    await end()
    throw new DrillError(
      'the server has no broker (WINDBREAK_MQTT_PORT=off): devices need the embedded one or MQTT_URL',
    )
  }
  return { url: first.url, mqttUrl: first.mqttUrl, ended, end }
}

interface Ready {
  readonly kind: 'ready'
  readonly url: string
  /** null when it runs without a broker. */
  readonly mqttUrl: string | null
}

function isReady(message: unknown): message is Ready {
  if (typeof message !== 'object' || message === null) return false
  const { kind, url, mqttUrl } = message as Record<string, unknown>
  return kind === 'ready' && typeof url === 'string' && (typeof mqttUrl === 'string' || mqttUrl === null)
}

/** Those this process was started with: the server's heap is to grow as slowly. */
function heapFlags(): string[] {
  return process.execArgv.filter((flag) => /^--(heap-growing|max-semi-space)/.test(flag))
}
