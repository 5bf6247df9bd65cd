/** A real influxd 1.x of Debian: free loopback ports, temporary folder, ended by process id. Needs no root. */

import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  findProgram,
  freePort,
  type RunningProgram,
  startProgram,
  temporaryFolder,
  untilListening,
} from './real-server.ts'

export const influxdPath = findProgram('influxd')

export interface RunningInfluxd {
  readonly url: string
  readonly folder: string
  /** Of the process that runs now. */
  pid(): number
  /** Ends it for good and removes its folder; SIGKILL shows what a crash leaves. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Ends it but keeps folder and port, so that `restart` brings it back with its data. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Same data folder, same port. Stops it first when it still runs. */
  restart(signal?: NodeJS.Signals): Promise<void>
  /** It keeps accepting connections and answers nothing, until `resume`. */
  pause(): void
  resume(): void
}

/** `http` holds more lines for the section of that name. */
export async function startInfluxd(http = ''): Promise<RunningInfluxd> {
  const program = influxdPath
  if (!program) throw new Error('influxd is not installed (Debian: apt-get install influxdb)')
  const folder = temporaryFolder('windbreak-influxd-')
  const [port, rpcPort] = [await freePort(), await freePort()]
  const config = join(folder.path, 'influxdb.conf')
  writeFileSync(config, configText(folder.path, port, rpcPort, http))

  async function start(): Promise<RunningProgram> {
    const started = startProgram(program!, ['-config', config], { env: { PATH: process.env.PATH, HOME: folder.path } })
    await untilListening(port, started.process, started.said)
    return started
  }

  let running = await start()
  const stop = async (signal?: NodeJS.Signals) => {
    running.process.kill('SIGCONT')
    await running.end(signal)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    folder: folder.path,
    pid: () => running.process.pid!,
    stop,
    async end(signal) {
      await stop(signal)
      folder.remove()
    },
    async restart(signal) {
      await stop(signal)
      running = await start()
    },
    pause: () => stopThreads(running.process),
    resume: () => void running.process.kill('SIGCONT'),
  }
}

function configText(folder: string, port: number, rpcPort: number, http: string): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[continuous_queries]
  enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  ${http}
[logging]
  level = "warn"
`
}

/** A signal to stop returns before every thread has stopped: on a quiet machine the next write would still be answered. */
function stopThreads(child: ChildProcess): void {
  child.kill('SIGSTOP')
  const tasks = `/proc/${child.pid}/task`
  if (!existsSync(tasks)) return
  const isStopped = (task: string) => /\) [Tt] /.test(readFileSync(join(tasks, task, 'stat'), 'utf8'))
  while (!readdirSync(tasks).every(isStopped));
}
