/**
 * The composition root: settings → adapters → the three roads → start and stop.
 *
 *   KEEP  inbox → intake → spool (then acknowledge) → shipping → reading store
 *   ACT   rules → episodes, drafts, orders → operations database
 *   SHOW  what KEEP and ACT did → live → server-sent events
 */
import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import packageJson from '../package.json' with { type: 'json' }
import { createPinoLog } from './adapters/log/pino-log.ts'
import { secretHand } from './adapters/mqtt/secret-hand.ts'
import { armRules } from './config/act.ts'
import { type Config, parseConfig } from './config/config.ts'
import { crashPoint } from './crash-point.ts'
import { type Ms, SECOND } from './domain/units.ts'
import { everySecond } from './flows/act/every-second.ts'
import { JUDGE_AFTER_MS } from './flows/act/live-judging.ts'
import { openAct } from './flows/act/open-act.ts'
import { createAnswers } from './flows/common/answers.ts'
import { openDistrict } from './flows/district/open-district.ts'
import { beginDrill, endDrill } from './flows/drill/drill-run.ts'
import { openDrill } from './flows/drill/open-drill.ts'
import { createDrillPace, createMovableClock } from './flows/drill/realm-clock.ts'
import { createDiskWatch } from './flows/keep/disk-watch.ts'
import { doorHealth } from './flows/keep/door-health.ts'
import { createKnocks } from './flows/keep/knocks.ts'
import { openKeep } from './flows/keep/open-keep.ts'
import { decodeSpoolRecord } from './flows/keep/spool-record.ts'
import { createHealth } from './flows/show/health.ts'
import { openShow } from './flows/show/open-show.ts'
import { createApp } from './http/app.ts'
import { addDashboard } from './http/dashboard.ts'
import { listen } from './http/listen.ts'
import { keepLeading, untilLeading } from './lead.ts'
import { loadRules, openInboxes, openOutside, openPictures } from './open-adapters.ts'
import type { Log } from './ports/log.ts'
import { exitAtOnce, runProgram } from './program.ts'

const VERSION = packageJson.version
const CHECKPOINT_EVERY_MS = 30_000
const BEAT_EVERY_MS = 1_000
const TRIM_EVERY_MS = 300_000

export interface Running {
  readonly url: string
  readonly mqttUrl: string | null
  /** `say`: what is being ended. */
  stop(say: (what: string) => void): Promise<void>
}

export async function start(config: Config, log: Log): Promise<Running> {
  const { realm, timeZone, drill: run } = config
  const rules = await loadRules(config.rulesFile)
  const camera = openPictures(config, process.env.PATH ?? '')
  const outside = await openOutside(config, (error) => exitAtOnce(log, 'spool.disk-failed', error))
  const { operations, spool, store, disk } = outside
  const machine = { now: () => Date.now(), uptimeMs: () => uptime() * SECOND, wait: (ms: Ms) => wait(ms) }
  const { lease } = operations
  if (lease) await untilLeading(lease, config, VERSION, log)
  const stopLeading = lease && keepLeading(lease, log, (by) => exitAtOnce(log, 'lease.lost', `${by} has taken over`))
  const room = createDiskWatch({ disk, folder: config.dataDir, leastFreeBytes: config.leastFreeBytes, machine, log })
  await room.look()
  const movable = createMovableClock(run?.start ?? 0)
  const clock = run ? movable : machine
  const crash = crashPoint(config.crashAt)
  const pace = createDrillPace()
  if (run) await beginDrill(run.name, outside, machine.now(), log)

  const district = await openDistrict({
    ...{ operations, clock, timeZone, newId: randomUUID, hand: secretHand },
    secretsAsked: config.deviceSecrets,
  })
  const { registry, secrets, latest } = district
  const speed = () => (run ? pace.speed() : 1)
  const show = openShow({ ...district, operations, store, clock, machine, realm, speed })
  const act = openAct({
    ...district,
    ...{ operations, clock, crash, log, newId: randomUUID, tell: show.tell },
    machine: run ? null : machine,
    rules: armRules(config, rules, timeZone),
    plan: rules.plan,
    order: rules.order,
    ...{ release: config.policy.release, countdownMs: config.policy.countdownMs },
    massFrom: config.massFrom,
    filing: config.filing,
    uptimeMs: machine.uptimeMs,
    numberPrefix: run ? 'D' : '',
    onInstant: run ? movable.set : () => undefined,
    memory: run
      ? null
      : { cursor: spool.cursor('control'), decode: decodeSpoolRecord, ...outside.stateFile('checkpoint.json') },
  })
  const knocks = createKnocks(clock)
  const door = () => (config.broker.kind === 'embedded' ? { byName: secrets.byName(), knocks: knocks.list() } : null)
  const inboxes = openInboxes(config, { ...secrets, onKnock: knocks.note }, clock, log)
  secrets.onChange(() => {
    for (const inbox of inboxes) inbox.recheck()
  })
  const keep = openKeep({
    ...{ spool, store, operations, inboxes, clock, machine, crash, log, topicRoot: config.topicRoot },
    quarantine: config.quarantine,
    refusal: room.refusal,
    deviceOf: registry.device,
    acksFile: run ? { load: async () => null, save: async () => undefined } : outside.stateFile('device-acks.json'),
    onKept: ({ seq, fresh }) => {
      latest.take(fresh)
      act.take(fresh, seq)
      show.take(fresh)
    },
  })
  await act.start(run ? run.start : machine.now() - JUDGE_AFTER_MS)
  await keep.start()

  const { counters, drained, arrivals } = keep
  const { tokens, demoToken } = config
  const { app, close: closeApp } = createApp({
    ...{ clock, log, district, keep, act, show, camera, joins: knocks.list },
    settings: { realm, timeZone, version: VERSION, tokens, demoToken },
    drill: run
      ? openDrill({ clock, act, arrivals, operations, store, lookup: registry, counters, drained, pace })
      : null,
    // Elsewhere a database has a disk of its own.
    refusal: config.operations.url === null ? room.refusal : () => null,
    answers: createAnswers(operations, clock),
    health: createHealth({
      ...{ version: VERSION, realm, machine, operations, counters },
      roads: [keep.health, act.health, (now) => ({ disk: room.part(), deviceSecrets: doorHealth(door(), now) })],
    }),
    metrics: [...keep.metrics, ...act.metrics, ...room.metrics],
  })
  const dashboard = fileURLToPath(new URL('../web', import.meta.url))
  if (existsSync(join(dashboard, 'index.html'))) addDashboard(app, { folder: dashboard, demoToken })
  const { server, port } = await listen(app, config.http, log)
  await keep.listen()

  const stopJudging = act.judging && everySecond(act.judging.beat)
  const timers = [
    setInterval(() => show.beat(act.timers()), BEAT_EVERY_MS),
    setInterval(() => void room.look(), BEAT_EVERY_MS),
    setInterval(() => void act.saveCheckpoint(), CHECKPOINT_EVERY_MS),
    setInterval(() => void keep.trim(), TRIM_EVERY_MS),
  ]
  const { host } = config.http
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const mqttUrl = inboxes[0]?.status().url ?? null
  log.info('server.ready', { realm, url, mqttUrl })

  return {
    url,
    mqttUrl,
    /** What arrives stops first, what is owed to the stores last. */
    async stop(say) {
      say('messages that are on their way')
      await keep.stopListening()
      for (const timer of timers) clearInterval(timer)
      say('what is being judged')
      await stopJudging?.()
      say('calls that are being answered')
      closeApp()
      await camera?.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      say('what is owed to the reading store')
      await keep.stopShipping()
      await act.saveCheckpoint()
      say('databases')
      if (run) await endDrill(operations, machine.now())
      await stopLeading?.()
      await outside.close()
    },
  }
}

const isProgram = process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href
if (isProgram) await runProgram(parseConfig(process.env), createPinoLog, start)
