/** The server as a program: plain words and exit code 1 when it cannot start, a clean end when it is told to stop. */
import type { Config } from './config/config.ts'
import type { ConfigProblem } from './config/read.ts'
import { PortRefused } from './http/listen.ts'
import type { Log } from './ports/log.ts'
import { StartProblem, wordsOf } from './start-problem.ts'

/** What does not end by then is left as it is: a killed process loses nothing either. */
const STOP_WITHIN_MS = 10_000

interface Running {
  readonly url: string
  readonly mqttUrl: string | null
  /** `say`: what is being ended. */
  stop(say: (what: string) => void): Promise<void>
}

export function exitAtOnce(log: Log, event: string, error: unknown): never {
  log.error(event, { why: wordsOf(error) })
  process.exit(1)
}

export async function runProgram(
  config: Config | readonly ConfigProblem[],
  openLog: (level: Config['logLevel']) => Log,
  start: (config: Config, log: Log) => Promise<Running>,
): Promise<void> {
  if (!('realm' in config)) {
    for (const { setting, why } of config) process.stderr.write(`${setting}: ${why}\n`)
    process.exit(1)
  }
  const log = openLog(config.logLevel)
  try {
    const running = await start(config, log)
    process.stdout.write(`Windbreak (${config.realm}) is ready at ${running.url}\n`)
    // A parent that started us (drills, tests) is told where we listen.
    process.send?.({ kind: 'ready', url: running.url, mqttUrl: running.mqttUrl })
    stopWhenTold(running, log)
  } catch (error) {
    if (!(error instanceof StartProblem || error instanceof PortRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

function stopWhenTold(running: Running, log: Log): void {
  let isStopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return
    isStopping = true
    log.info('server.stopping', { signal })
    let underWay = ''
    setTimeout(() => {
      log.error('server.not-stopped-in-time', { within: `${STOP_WITHIN_MS / 1_000} s`, underWay })
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    const say = (what: string) => {
      underWay = what
    }
    running.stop(say).then(
      () => process.exit(0),
      (error) => exitAtOnce(log, 'server.not-stopped-cleanly', error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Nobody is left who would end us.
  process.on('disconnect', () => stop('SIGTERM'))
}
