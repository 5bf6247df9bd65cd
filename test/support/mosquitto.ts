/** A real mosquitto of Debian: free loopback port, temporary folder, ended by process id. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  findProgram,
  freePort,
  isMissing,
  type RunningProgram,
  startProgram,
  temporaryFolder,
  untilListening,
} from './real-server.ts'

const mosquittoPath = findProgram('mosquitto')

export interface MosquittoOptions {
  readonly maxQueuedMessages?: number
  readonly maxInFlight?: number
  /** Text of the files, not paths. */
  readonly acl?: string
  readonly passwordFile?: string
  /** Keeps sessions and queued messages over a restart by SIGTERM. */
  readonly persistence?: boolean
}

export interface RunningMosquitto {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** Of the process that runs now. */
  pid(): number
  /** Everything it printed so far. */
  said(): string
  /** Ends it, keeps folder and port. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** On the same folder and port; stops it first when it runs. */
  restart(signal?: NodeJS.Signals): Promise<void>
  /** Ends it and removes its folder. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** For `describe.skipIf`. */
export function mosquittoIsMissing(): boolean {
  return isMissing('mosquitto', mosquittoPath)
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<RunningMosquitto> {
  const port = await freePort()
  return startMosquittoWith((folder) => confText(options, folder, port), port)
}

/** With a configuration of one's own; files it names may be written into the folder it is given. */
export async function startMosquittoWith(conf: (folder: string) => string, port: number): Promise<RunningMosquitto> {
  const program = mosquittoPath
  if (!program) throw new Error('mosquitto is not installed (Debian: apt-get install mosquitto)')
  const folder = temporaryFolder('windbreak-mosquitto-')
  const path = join(folder.path, 'mosquitto.conf')
  writeFileSync(path, conf(folder.path))

  async function start(): Promise<RunningProgram> {
    const started = startProgram(program!, ['-c', path])
    await untilListening(port, started.process, started.said)
    return started
  }

  let running = await start()
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    folder: folder.path,
    pid: () => running.process.pid!,
    said: () => running.said(),
    stop: (signal) => running.end(signal),
    async restart(signal) {
      await running.end(signal)
      running = await start()
    },
    async end(signal) {
      await running.end(signal)
      folder.remove()
    },
  }
}

function confText(options: MosquittoOptions, folder: string, port: number): string {
  const lines = [
    'user root',
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${options.passwordFile === undefined}`,
    `max_queued_messages ${options.maxQueuedMessages ?? 100_000}`,
    `max_inflight_messages ${options.maxInFlight ?? 1_000}`,
  ]
  for (const [setting, text] of [
    ['acl_file', options.acl],
    ['password_file', options.passwordFile],
  ] as const) {
    if (text === undefined) continue
    const path = join(folder, setting)
    writeFileSync(path, text, { mode: 0o600 })
    lines.push(`${setting} ${path}`)
  }
  if (options.persistence) lines.push('persistence true', `persistence_location ${folder}/`)
  return `${lines.join('\n')}\n`
}
