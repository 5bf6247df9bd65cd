/** Starts the real program, as `npm start` would, with ports of its own and a temporary data folder. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import nodeFlags from '../../server/node-flags.json' with { type: 'json' }

const MAIN = join(import.meta.dirname, '../../dist/server/main.js')

export const TOKENS = {
  officer: 'officer-token-1',
  chief: 'chief-token-12',
  /** Of place S1. */
  site: 'site-token-123',
  /** Of place S2. */
  otherSite: 'site-token-456',
  /** Of township T2. */
  township: 'township-token',
  viewer: 'viewer-token-1',
} as const

/** What whoever is not the addressee says when they act for one. */
export const A_CALL = { behalfOf: '赵经理', phone: '0371-60000000', heard: '马上停' } as const

export interface RunningServer {
  readonly process: ChildProcess
  readonly url: string
  /** null when there is no embedded or outside broker. */
  readonly mqttUrl: string | null
  /** Everything it wrote to standard output and error. */
  said(): string
  /** JSON of a call; throws when the status is not 2xx. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown, token?: string): Promise<T>
  /** Resolves with the exit code or signal. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

export interface ExitedServer {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly said: string
}

function launch(environment: Record<string, string>) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(WINDBREAK_|INFLUX_|MQTT_URL|DATABASE_URL)/.test(name)),
  )
  const child = fork(MAIN, [], {
    env: {
      ...clean,
      WINDBREAK_HTTP_PORT: '0',
      WINDBREAK_MQTT_PORT: '0',
      // Secrets have tests of their own; elsewhere a device's name is enough.
      WINDBREAK_DEVICE_SECRETS: 'when-issued',
      WINDBREAK_TOKENS: [
        `${TOKENS.officer}=dutyOfficer:officer`,
        `${TOKENS.chief}=chief:chief`,
        `${TOKENS.site}=site:S1:manager`,
        `${TOKENS.otherSite}=site:S2:other-manager`,
        `${TOKENS.township}=township:T2:town`,
        `${TOKENS.viewer}=viewer:viewer`,
      ].join(','),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [...nodeFlags],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const exited = new Promise<ExitedServer>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, said: output })),
  )
  return { child, exited, said: () => output }
}

/** Resolves when the program has ended by itself: for settings it must refuse. */
export function runServer(environment: Record<string, string>): Promise<ExitedServer> {
  return launch(environment).exited
}

export interface LaunchedServer {
  readonly process: ChildProcess
  /** The address of one that stands by while another judges. */
  readonly standsBy: Promise<string>
  readonly ready: Promise<RunningServer>
  readonly exited: Promise<ExitedServer>
}

/** One that may have to stand by first. */
export function launchServer(environment: Record<string, string>): LaunchedServer {
  const launched = launch(environment)
  const { child, exited } = launched
  const standsBy = new Promise<string>((resolve) =>
    child.on('message', (message: { kind?: string; url: string }) => {
      if (message.kind === 'stands-by') resolve(message.url)
    }),
  )
  return { process: child, standsBy, exited, ready: running(launched) }
}

export function startServer(environment: Record<string, string>): Promise<RunningServer> {
  return running(launch(environment))
}

async function running({ child, exited, said }: ReturnType<typeof launch>): Promise<RunningServer> {
  const ready = new Promise<{ url: string; mqttUrl: string | null }>((resolve) =>
    child.on('message', (message: { kind?: string; url: string; mqttUrl: string | null }) => {
      if (message.kind === 'ready') resolve(message)
    }),
  )
  const first = await Promise.race([ready, exited])
  if ('code' in first) throw new Error(`the server ended with ${first.code ?? first.signal}: ${first.said}`)

  async function call<T>(path: string, init: RequestInit, token: string): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(`${(first as { url: string }).url}/api/v1${path}`, { ...init, headers })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
    return JSON.parse(text) as T
  }

  return {
    process: child,
    url: first.url,
    mqttUrl: first.mqttUrl,
    said,
    get: (path) => call(path, {}, TOKENS.viewer),
    post: (path, body = {}, token = TOKENS.chief) => call(path, { method: 'POST', body: JSON.stringify(body) }, token),
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const { code, signal: by } = await exited
      return code ?? by
    },
  }
}
