/**
 * The composition root: settings → adapters → flows → start and stop. The only file that knows every concrete part.
 *
 * The three roads, as they are joined here:
 *   KEEP  inbox → intake → spool (then acknowledge) → shipping → reading store
 *   ACT   intake → control → episodes, drafts, orders → operations database
 *   SHOW  intake, control, orders → live → server-sent events
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import packageJson from '../package.json' with { type: 'json' }
import { lockDataFolder } from './adapters/duckdb/data-folder-lock.ts'
import { openDuckDbStore } from './adapters/duckdb/duckdb-store.ts'
import { loadStateFile, saveStateFile } from './adapters/files/state-file.ts'
import { openInfluxStore } from './adapters/influx/influx-store.ts'
import { createPinoLog } from './adapters/log/pino-log.ts'
import { BrokerCannotListen } from './adapters/mqtt/broker-cannot-listen.ts'
import { openEmbeddedBroker } from './adapters/mqtt/embedded-broker.ts'
import { openOutsideBroker } from './adapters/mqtt/outside-broker.ts'
import { openEmbeddedPostgres } from './adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from './adapters/postgres/open-postgres.ts'
import { openFileSpool } from './adapters/spool/file-spool.ts'
import { type Config, parseConfig } from './config.ts'
import { draftView, episodeView } from './contract/episode.ts'
import type { Lookup } from './contract/lookup.ts'
import { orderView } from './contract/order.ts'
import { readMessage } from './domain/air/read-message.ts'
import { measuresFor } from './domain/control/response-plan.ts'
import { localIso } from './domain/time.ts'
import type { Ms } from './domain/units.ts'
import { createArrivals } from './flows/arrivals.ts'
import { createControl, RETAIN_SAMPLES_MS } from './flows/control.ts'
import { createDeviceAcks } from './flows/device-acks.ts'
import { createDrafts } from './flows/drafts.ts'
import { createEpisodeOrders } from './flows/episode-orders.ts'
import { createEpisodeDesk } from './flows/episodes.ts'
import { createHealth } from './flows/health.ts'
import { createCounters, createIntake } from './flows/intake.ts'
import { createLatest } from './flows/latest.ts'
import { createLive, type Live } from './flows/live.ts'
import { localWeather } from './flows/local-weather.ts'
import { createOrderDesk } from './flows/orders.ts'
import { createReadingsPulse, type ReadingsPulse } from './flows/readings-pulse.ts'
import { createDrillClock, createDrillPace, createMovableClock, refuseAdvance } from './flows/realm-clock.ts'
import { applyReadings, createRecovery } from './flows/recovery.ts'
import { createRegistry } from './flows/registry.ts'
import { createShipping } from './flows/shipping.ts'
import { decodeSpoolRecord } from './flows/spool-record.ts'
import type { Changed } from './flows/windy-day-transition.ts'
import { createApp, type HttpApp } from './http/app.ts'
import { addDashboard } from './http/dashboard.ts'
import { clockView } from './http/routes/system.ts'
import type { Clock } from './ports/clock.ts'
import type { CrashPoint } from './ports/crash-point.ts'
import type { Inbox, TakeMessage, Trespass } from './ports/inbox.ts'
import type { Log } from './ports/log.ts'
import type { Operations } from './ports/operations.ts'
import type { ReadingStore } from './ports/reading-store.ts'
import type { Spool } from './ports/spool.ts'
import { DEFAULT_RULES, parseRules, type Rules } from './rules.ts'
import { StartProblem } from './start-problem.ts'

const VERSION = packageJson.version

export interface Running {
  readonly url: string
  readonly mqttUrl: string | null
  stop(): Promise<void>
}

const CONTROL_EVERY_MS = 1_000
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
  const spool = await openFileSpool({
    folder: join(config.dataDir, 'spool'),
    maxBytes: config.spoolMaxBytes,
    onFatal: (error) => exitAtOnce(log, 'spool.disk-failed', error),
  })
  const store = await openStore(config)
  if (config.drill) await beginDrill(config.drill.name, { operations, spool, store }, machine.now(), log)

  const registry = createRegistry(operations, clock, config.timeZone)
  const latest = createLatest()
  const live = createLive({ startedAt: machine.now() })
  const pulse = createReadingsPulse()
  const onChanged = (changed: Changed) => tellLive(live, registry, changed)

  const newId = () => randomUUID()
  const episodeOrders = createEpisodeOrders({
    registry,
    settings: rules.order,
    timeZone: config.timeZone,
    numberPrefix: isDrill ? 'D' : '',
    newId,
    demandOf: (place, level, at) => ({
      level,
      ...measuresFor(place, level, localWeather(registry, latest, place, at), rules.plan),
    }),
  })
  const drafts = createDrafts({ operations, orders: episodeOrders, clock, crash, onChanged })
  const orders = createOrderDesk({ operations, episodeOrders, clock, crash, onChanged })
  const { mode, countdownMs, release: releaseMode } = config.windyDay
  const control = createControl({
    operations,
    registry,
    transition: { orders: episodeOrders, rule: rules.windyDay, mode, release: releaseMode, countdownMs, newId },
    drafts,
    scope: config.windyDay.scope,
    crash,
    log,
    onInstant: isDrill ? movable.set : () => undefined,
    onChanged,
  })
  const episodes = createEpisodeDesk({ operations, clock, onHold: control.hold, onChanged })
  await registry.load()

  const counters = createCounters()
  const recovery = createRecovery({
    control,
    latest,
    cursor: spool.cursor('control'),
    decode: decodeSpoolRecord,
    load: () => loadStateFile(join(config.dataDir, 'checkpoint.json')),
    save: (text) => saveStateFile(join(config.dataDir, 'checkpoint.json'), text),
    log,
  })
  const machineClock = { now: machine.now, wait: (ms: Ms) => wait(ms) }
  const shippingCursor = spool.cursor('shipping')
  const ledgerFile = join(config.dataDir, 'device-acks.json')
  const deviceAcks = createDeviceAcks({
    cursor: spool.cursor('device-acks'),
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
      applyReadings(fresh, control, latest)
      pulse.take(fresh)
      recovery.applied(seq)
      shipping.poke()
      arrivals.note()
    },
  })

  const judgedUpTo = isDrill ? null : await recovery.recover()
  const startJudgingAt = isDrill ? clock.now() : machine.now() - JUDGE_AFTER_MS
  await control.start(Math.max(judgedUpTo ?? startJudgingAt, startJudgingAt - RETAIN_SAMPLES_MS))
  await deviceAcks.recover(shippingCursor.committed())
  shipping.start()

  const inbox = openInbox(config, clock, log)
  const spoolHealth = () => ({ ...spool.state(), ...shipping.status() })
  const pace = isDrill ? createDrillPace() : null
  const advance = isDrill
    ? createDrillClock({ clock, control, messages: arrivals.count, messagesTaken: arrivals.reached })
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
    drafts,
    orders,
    episodes,
    control,
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
      control: control.status,
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

  const stopTicking = isDrill
    ? async () => undefined
    : everySecond(() => control.advanceTo(machine.now() - JUDGE_AFTER_MS))
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

async function loadRules(path: string | null): Promise<Rules> {
  if (path === null) return DEFAULT_RULES
  const text = await loadStateFile(path)
  const rules = text === null ? ['there is no such file'] : parseRules(text)
  if ('windyDay' in rules) return rules
  throw new StartProblem(rules.map((problem) => `WINDBREAK_RULES_FILE: ${path}: ${problem}`).join('\n'))
}

async function takeDataFolder(folder: string): Promise<() => Promise<void>> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new StartProblem(`WINDBREAK_DATA_DIR: ${folder} cannot be made: ${wordsOf(error)}`)
  }
  const lock = await lockDataFolder(folder)
  if (lock.kind === 'locked') return lock.release
  throw new StartProblem(
    `WINDBREAK_DATA_DIR: ${folder} is in use by another Windbreak; stop it, or choose another folder`,
  )
}

async function openOperations({ operations, dataDir }: Config): Promise<Operations> {
  const { url, schema } = operations
  try {
    if (url !== null) return await openPostgres({ url, schema })
    return await openEmbeddedPostgres({ folder: join(dataDir, 'operations'), schema })
  } catch (error) {
    const what =
      url === null ? 'the embedded operations database does not open' : 'DATABASE_URL: PostgreSQL cannot be used'
    throw new StartProblem(`${what}: ${wordsOf(error)}`)
  }
}

async function openStore({ store, dataDir }: Config): Promise<ReadingStore> {
  if (store.kind === 'influx') return openInfluxStore(store)
  try {
    return await openDuckDbStore({ path: join(dataDir, 'readings.duckdb'), memoryLimitMb: store.memoryMb })
  } catch (error) {
    throw new StartProblem(`the embedded reading store does not open: ${wordsOf(error)}`)
  }
}

function openInbox({ broker, topicRoot: root, realm }: Config, { now }: Clock, log: Log): Inbox | null {
  if (broker.kind === 'none') return null
  if (broker.kind === 'embedded') return openEmbeddedBroker({ host: broker.host, port: broker.port, root, now }, log)
  const { url, clientId } = broker
  return openOutsideBroker({ url, clientId, root, now, discardOldSession: realm === 'drill' }, log)
}

async function startInbox(inbox: Inbox, take: TakeMessage, onTrespass: (trespass: Trespass) => void): Promise<void> {
  try {
    await inbox.start(take, onTrespass)
  } catch (error) {
    if (error instanceof BrokerCannotListen) throw new StartProblem(`WINDBREAK_MQTT_PORT: ${error.message}`)
    throw error
  }
}

/** A drill begins with nothing: what an earlier one left is marked aborted and never resumed. */
async function beginDrill(
  name: string,
  { operations, spool, store }: { operations: Operations; spool: Spool; store: ReadingStore },
  now: number,
  log: Log,
): Promise<void> {
  const aborted = await operations.change((books) => books.drills.abortUnfinished(now))
  if (aborted > 0) log.warn('drill.aborted-earlier', { runs: aborted })
  await operations.clear()
  await spool.clear()
  await store.clear()
  const run = { id: randomUUID(), name, startedAt: now, endedAt: null, state: 'running' as const }
  await operations.change((books) => books.drills.save(run))
}

async function endDrill(operations: Operations, now: number): Promise<void> {
  const running = (await operations.read.drills.list()).filter((run) => run.state === 'running')
  await operations.change(async (books) => {
    for (const run of running) await books.drills.save({ ...run, state: 'finished', endedAt: now })
  })
}

function tellLive(live: Live, lookup: Lookup, changed: Changed): void {
  for (const episode of changed.episodes) live.publish('episode', episodeView(episode, lookup))
  for (const draft of changed.drafts) live.publish('draft', draftView(draft, lookup))
  for (const order of changed.orders) live.publish('order', orderView(order, lookup))
}

function sendPulse(live: Live, pulse: ReadingsPulse, clock: Clock, timeZone: string): void {
  const readings = pulse.beat()
  if (readings) live.publish('readings', { at: localIso(clock.now(), timeZone), readings })
}

async function auditTrespass(
  operations: Operations,
  clock: Clock,
  { device, topic }: Trespass,
  log: Log,
): Promise<void> {
  const line = {
    at: clock.now(),
    actor: `device:${device}`,
    action: 'device.trespassed',
    subject: `device:${device}`,
    revision: null,
    cause: 'published under the id of another',
    details: { topic },
  }
  try {
    await operations.change((books) => books.audit.append([line]))
  } catch (error) {
    log.error('audit.not-written', { action: line.action, why: String(error) })
  }
}

/** Calls again a second after the last call ended. Returns the function that ends it and waits for a call under way. */
function everySecond(work: () => Promise<unknown>): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<unknown> = Promise.resolve()
  const next = () => {
    if (isStopped) return
    underWay = work().finally(() => {
      timer = setTimeout(next, CONTROL_EVERY_MS)
    })
  }
  next()
  return async () => {
    isStopped = true
    if (timer) clearTimeout(timer)
    await underWay
  }
}

function listen(
  app: HttpApp['app'],
  { host, port }: Config['http'],
  log: Log,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      server.off('error', refuse)
      server.on('error', (error) => log.error('http.error', { why: wordsOf(error) }))
      resolve({ server, port: address.port })
    })
    const refuse = (error: Error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      const why = isTaken ? `port ${port} at ${host} is in use by another program` : wordsOf(error)
      reject(new StartProblem(`WINDBREAK_HTTP_PORT: ${why}`))
    }
    server.once('error', refuse)
  })
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

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
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
    if (!(error instanceof StartProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) await run()
