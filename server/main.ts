/**
 * The composition root: settings → adapters → flows → start and stop. With `open-adapters.ts` the
 * only place that knows every concrete part.
 *
 * The three roads, as they are joined here:
 *   KEEP  inbox → intake → spool (then acknowledge) → shipping → reading store
 *   ACT   intake → control → episodes, drafts, orders → operations database
 *   SHOW  intake, control, orders → live → server-sent events
 */
import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import packageJson from '../package.json' with { type: 'json' }
import { loadStateFile, saveStateFile } from './adapters/files/state-file.ts'
import { createPinoLog } from './adapters/log/pino-log.ts'
import { armRules } from './config/act.ts'
import { type Config, parseConfig } from './config/config.ts'
import { readMessage } from './domain/air/read-message.ts'
import type { Ms } from './domain/units.ts'
import { everySecond } from './flows/act/every-second.ts'
import { openAct } from './flows/act/open-act.ts'
import { applyReadings, createRecovery } from './flows/act/recovery.ts'
import { RETAIN_SAMPLES_MS } from './flows/act/sample-keeper.ts'
import { createLatest } from './flows/district/latest.ts'
import { createRegistry } from './flows/district/registry.ts'
import { createArrivals } from './flows/drill/arrivals.ts'
import { beginDrill, endDrill } from './flows/drill/drill-run.ts'
import { createDrillClock, createDrillPace, createMovableClock, refuseAdvance } from './flows/drill/realm-clock.ts'
import { createDeviceAcks } from './flows/keep/device-acks.ts'
import { createCounters, createIntake } from './flows/keep/intake.ts'
import { createShipping } from './flows/keep/shipping.ts'
import { decodeSpoolRecord } from './flows/keep/spool-record.ts'
import { auditTrespass } from './flows/keep/trespass.ts'
import { createHealth } from './flows/show/health.ts'
import { createLive } from './flows/show/live.ts'
import { createReadingsPulse } from './flows/show/readings-pulse.ts'
import { sendPulse, tellLive } from './flows/show/tell-live.ts'
import { createApp } from './http/app.ts'
import { addDashboard } from './http/dashboard.ts'
import { listen, PortRefused } from './http/listen.ts'
import { clockView } from './http/routes/system.ts'
import {
  loadRules,
  openInbox,
  openOperations,
  openSpool,
  openStore,
  startInbox,
  takeDataFolder,
} from './open-adapters.ts'
import type { CrashPoint } from './ports/crash-point.ts'
import type { Log } from './ports/log.ts'
import { StartProblem, wordsOf } from './start-problem.ts'

const VERSION = packageJson.version

export interface Running {
  readonly url: string
  readonly mqttUrl: string | null
  stop(): Promise<void>
}

/** Live, instant t is judged at t + 5 s, so that readings on their way are there (algorithms.md 9, "Order of time"). */
const JUDGE_AFTER_MS = 5_000
const CHECKPOINT_EVERY_MS = 30_000
const PULSE_EVERY_MS = 1_000
/** A label fixed at provisioning, so that later one session can own one part of the devices. */
const SHARD = '0'

export async function start(config: Config, log: Log): Promise<Running> {
  const isDrill = config.drill !== null
  const rules = await loadRules(config.rulesFile)
  const release = await takeDataFolder(config.dataDir)
  const machine = { now: () => Date.now() }
  const movable = createMovableClock(config.drill?.start ?? 0)
  const clock = isDrill ? movable : machine
  const crash = crashPoint(config)

  const operations = await openOperations(config)
  const spool = await openSpool(config, (error) => exitAtOnce(log, 'spool.disk-failed', error))
  const store = await openStore(config)
  if (config.drill) await beginDrill(config.drill.name, { operations, spool, store }, machine.now(), log)

  const registry = createRegistry(operations, clock, config.timeZone)
  const latest = createLatest()
  const live = createLive({ startedAt: machine.now() })
  const pulse = createReadingsPulse()
  const act = openAct({
    operations,
    registry,
    latest,
    rules: armRules(config, rules, config.timeZone),
    plan: rules.plan,
    order: rules.order,
    numberPrefix: isDrill ? 'D' : '',
    clock,
    newId: randomUUID,
    crash,
    log,
    onInstant: isDrill ? movable.set : () => undefined,
    tell: (changed) => tellLive(live, registry, changed),
  })
  await registry.load()

  const counters = createCounters()
  const machineClock = { now: machine.now, wait: (ms: Ms) => wait(ms) }
  const shippingCursor = spool.cursor('shipping')
  const acksCursor = spool.cursor('device-acks')
  const controlCursor = spool.cursor('control')
  // A consumer counts from its first word on; else a restart could drop what one that never finished is still owed.
  for (const cursor of [shippingCursor, acksCursor, controlCursor]) await cursor.commit(cursor.committed())
  const ledgerFile = join(config.dataDir, 'device-acks.json')
  const recovery = createRecovery({
    control: act,
    latest,
    cursor: controlCursor,
    decode: decodeSpoolRecord,
    load: () => loadStateFile(join(config.dataDir, 'checkpoint.json')),
    save: (text) => saveStateFile(join(config.dataDir, 'checkpoint.json'), text),
    log,
  })
  const deviceAcks = createDeviceAcks({
    cursor: acksCursor,
    load: async () => (isDrill ? null : loadStateFile(ledgerFile)),
    save: (text) => saveStateFile(ledgerFile, text),
    publish: async (topic, payload) => inbox?.publish(topic, payload),
    topicOf: (device) => (registry.device(device) ? `${config.topicRoot}/${SHARD}/${device}/ack` : null),
    clock: machineClock,
    log,
  })
  const shipping = createShipping({
    cursor: shippingCursor,
    lastSeq: () => spool.state().lastSeq,
    store,
    quarantine: (items) => operations.change((books) => books.quarantine.add(items)),
    onStored: (stored, upTo, setAside) => {
      counters.stored += stored.length
      deviceAcks.safe([...stored, ...setAside], upTo)
    },
    clock: machineClock,
    crash,
    log,
  })
  const arrivals = createArrivals(wait)
  const intake = createIntake({
    spool,
    clock,
    root: config.topicRoot,
    deviceOf: registry.device,
    readMessage,
    crash,
    counters,
    log,
    onKept: ({ seq, fresh }) => {
      applyReadings(fresh, act, latest)
      pulse.take(fresh)
      recovery.applied(seq)
      shipping.poke()
      arrivals.note()
    },
  })

  const judgedUpTo = isDrill ? null : await recovery.recover()
  const startJudgingAt = isDrill ? clock.now() : machine.now() - JUDGE_AFTER_MS
  await act.start(Math.max(judgedUpTo ?? startJudgingAt, startJudgingAt - RETAIN_SAMPLES_MS))
  // Or else kills that come faster than checkpoints make each start longer than the one before.
  if (!isDrill) await saveCheckpoint()
  await deviceAcks.recover(shippingCursor.committed())
  shipping.start()

  const inbox = openInbox(config, clock, log)
  const spoolHealth = () => ({ ...spool.state(), ...shipping.status() })
  const pace = isDrill ? createDrillPace() : null
  const advance = isDrill
    ? createDrillClock({ clock, control: act, messages: arrivals.count, messagesTaken: arrivals.reached })
    : refuseAdvance
  const settings = {
    realm: config.realm,
    timeZone: config.timeZone,
    version: VERSION,
    tokens: config.tokens,
    demoToken: config.demoToken,
  }
  const { app, close: closeApp } = createApp({
    settings,
    clock,
    machine,
    log,
    advance,
    pace,
    registry,
    operations,
    store,
    latest,
    live,
    act,
    takeReadings: intake.takeReadings,
    health: createHealth({
      version: VERSION,
      realm: config.realm,
      timeZone: config.timeZone,
      machine,
      broker: () => inbox?.status() ?? null,
      operations,
      storeProblem: () => shipping.status().problem,
      spool: spoolHealth,
      control: act.status,
      counters: () => ({ ...counters }),
    }),
    counters: () => ({ ...counters }),
    spool: spoolHealth,
    drained: () => shipping.drain(spool.state().lastSeq),
  })

  const dashboard = fileURLToPath(new URL('../web', import.meta.url))
  if (existsSync(join(dashboard, 'index.html'))) addDashboard(app, { folder: dashboard, demoToken: config.demoToken })
  const { server, port } = await listen(app, config.http, log)
  if (inbox) await startInbox(inbox, intake.take, (trespass) => void auditTrespass(operations, clock, trespass, log))

  const stopTicking = isDrill ? async () => undefined : everySecond(() => act.advanceTo(machine.now() - JUDGE_AFTER_MS))
  const timers = [
    setInterval(() => sendPulse(live, pulse, clock, config.timeZone), PULSE_EVERY_MS),
    // A live clock needs no telling: it goes with the machine's.
    isDrill ? setInterval(tellClock, PULSE_EVERY_MS) : setInterval(() => void saveCheckpoint(), CHECKPOINT_EVERY_MS),
  ]

  let toldAt = Number.NaN
  function tellClock(): void {
    if (clock.now() === toldAt) return
    toldAt = clock.now()
    live.publish('clock', clockView({ settings, clock, pace }))
  }

  async function saveCheckpoint(): Promise<void> {
    try {
      await recovery.checkpoint()
    } catch (error) {
      log.error('checkpoint.not-saved', { why: String(error) })
    }
  }

  const url = `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${port}`
  const mqttUrl = inbox?.status().url ?? null
  log.info('server.ready', { realm: config.realm, url, mqttUrl })

  return {
    url,
    mqttUrl,
    /** What arrives stops first, what is owed to the stores last. */
    async stop() {
      await deviceAcks.stop()
      await inbox?.close()
      for (const timer of timers) clearInterval(timer)
      await stopTicking()
      closeApp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await shipping.stop()
      if (!isDrill) await saveCheckpoint()
      await spool.close()
      await store.close()
      if (config.drill) await endDrill(operations, machine.now())
      await operations.close()
      await release()
    },
  }
}

function crashPoint({ crashAt }: Config): CrashPoint {
  if (crashAt === null) return () => undefined
  return (name) => {
    if (name === crashAt) process.kill(process.pid, 'SIGKILL')
  }
}

function exitAtOnce(log: Log, event: string, error: unknown): never {
  log.error(event, { why: wordsOf(error) })
  process.exit(1)
}

/** As a program: settings from the environment, plain words and exit code 1 when it cannot start. */
async function run(): Promise<void> {
  const config = parseConfig(process.env)
  if (!('realm' in config)) {
    for (const { setting, why } of config) process.stderr.write(`${setting}: ${why}\n`)
    process.exit(1)
  }
  const log = createPinoLog(config.logLevel)
  try {
    const running = await start(config, log)
    process.stdout.write(`Windbreak (${config.realm}) is ready at ${running.url}\n`)
    // A parent that started us (drills, tests) is told where we listen.
    process.send?.({ kind: 'ready', url: running.url, mqttUrl: running.mqttUrl })
    let isStopping = false
    const stop = (signal: NodeJS.Signals) => {
      if (isStopping) return
      isStopping = true
      log.info('server.stopping', { signal })
      running.stop().then(
        () => process.exit(0),
        (error) => exitAtOnce(log, 'server.not-stopped-cleanly', error),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    // Nobody is left who would end us.
    process.on('disconnect', () => stop('SIGTERM'))
  } catch (error) {
    if (!(error instanceof StartProblem || error instanceof PortRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) await run()
