/** The ACT road over a real embedded operations database, with a clock turned by hand and wind given minute by minute. */
import type { planFor } from '../../server/domain/control/plan/index.ts'
import { PLAN_DEFAULTS } from '../../server/domain/control/plan/response-plan.ts'
import type { Device, Place, Registry } from '../../server/domain/place.ts'
import type { ReleaseMode, Rule, RuleMode, RulePolicy } from '../../server/domain/rules/rule.ts'
import { windyDay } from '../../server/domain/rules/windy-day/index.ts'
import { WINDY_DAY_DEFAULTS, type WindyDaySettings } from '../../server/domain/rules/windy-day/settings.ts'
import { type EpochMs, HOUR, MINUTE } from '../../server/domain/units.ts'
import type { Changed } from '../../server/flows/act/changed.ts'
import type { SteadyClock } from '../../server/flows/act/clock-watch.ts'
import { openAct } from '../../server/flows/act/open-act.ts'
import { createLatest } from '../../server/flows/district/latest.ts'
import { createRegistry } from '../../server/flows/district/registry.ts'
import { createMovableClock } from '../../server/flows/drill/realm-clock.ts'
import type { CrashPoint } from '../../server/ports/crash-point.ts'
import type { Operations } from '../../server/ports/operations.ts'

export const T0: EpochMs = Date.UTC(2015, 3, 15, 1, 0)

export function place(id: string, townshipId: string, kind: Place['kind'] = 'buildingSite'): Place {
  const attributes = {
    earthworks: true,
    demolition: true,
    muckTrucks: true,
    bareSoil: true,
    rubble: true,
    sprays: true,
    workAtHeight: true,
    bareAreaM2: null,
    insideFence: false,
  }
  const position = { helperTownshipId: null, latitude: null, longitude: null }
  return { id, name: id, kind, phase: 'active', townshipId, ...position, attributes }
}

export function mast(id: string, townshipId: string): Device {
  return {
    id,
    name: id,
    kind: 'weatherMast',
    townshipId,
    placeId: null,
    latitude: null,
    longitude: null,
    intervalMs: MINUTE,
    exposure: 'open',
    underMaintenance: false,
  }
}

export const TWO_TOWNSHIPS: Registry = {
  townships: [
    { id: 't1', name: '侯寨乡' },
    { id: 't2', name: '马寨镇' },
  ],
  places: [place('site-1', 't1'), place('site-2', 't2'), place('road-1', 't1', 'roadSection')],
  devices: [mast('mast-1', 't1'), mast('mast-2', 't2')],
}

export interface RoomSettings {
  readonly scope?: 'district' | 'township'
  readonly mode?: RuleMode
  readonly release?: ReleaseMode
  readonly rule?: WindyDaySettings
  /** Instead of the windy-day rule alone. */
  readonly rules?: (policy: RulePolicy) => readonly Rule[]
  /** For rules of a test's own, which have no row in the response plan. */
  readonly planOf?: typeof planFor
  readonly crash?: CrashPoint
  readonly registry?: Registry
  /** From so many places on an order by hand takes two persons; 20 when left out. */
  readonly massFrom?: number
  readonly start?: EpochMs
  /** The clock is the machine's, as in the live realm: control does not move it. */
  readonly live?: boolean
  /** What the live realm judges by. */
  readonly machine?: SteadyClock
}

export async function openControlRoom(operations: Operations, settings: RoomSettings = {}) {
  const timeZone = 'Asia/Shanghai'
  const clock = createMovableClock(settings.start ?? T0)
  const registry = createRegistry(operations, clock, timeZone)
  const latest = createLatest()
  const seen: Changed[] = []
  let ids = 0
  /** Of the machine; moved by hand. */
  let uptimeMs = 0
  const policy: RulePolicy = {
    mode: settings.mode ?? 'countdown',
    isModeChosen: true,
    release: settings.release ?? 'confirm',
    countdownMs: 3 * MINUTE,
    area: settings.scope ?? 'district',
    timeZone,
  }
  const act = openAct({
    operations,
    registry,
    latest,
    rules: settings.rules?.(policy) ?? [windyDay.arm(settings.rule ?? WINDY_DAY_DEFAULTS, policy)],
    plan: PLAN_DEFAULTS,
    ...(settings.planOf ? { planOf: settings.planOf } : {}),
    order: { acknowledgeWithinMs: 10 * MINUTE },
    ...{ release: policy.release, countdownMs: policy.countdownMs, massFrom: settings.massFrom ?? 20 },
    filing: { longestFinishMs: 12 * HOUR },
    numberPrefix: '',
    clock,
    newId: () => `${clock.now()}-${++ids}-${Math.random().toString(36).slice(2)}`,
    crash: settings.crash ?? (() => undefined),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onInstant: settings.live ? () => undefined : clock.set,
    uptimeMs: () => uptimeMs,
    machine: settings.machine ?? null,
    memory: null,
    tell: (changed) => seen.push(changed),
  })
  const stored = await operations.read.registry.load()
  if (stored.townships.length === 0) {
    await registry.save(settings.registry ?? TWO_TOWNSHIPS, { actor: 'test', reason: 'imported' })
  } else await registry.load()
  await act.start(clock.now())

  /** What the masts say at one instant; mild and dry, so that no sprinkler guard forbids. */
  function measure(windMps: number, ts: EpochMs): void {
    const values = { windSpeed: windMps, temperature: 15, rain: 0, humidity: 30 }
    const readings = registry
      .current()
      .devices.map(({ id }) => ({ device: id, ts, receivedAt: ts, seq: null, values, quality: {} }))
    latest.take(readings)
    act.take(readings)
  }

  /** Wind at every mast each minute, judged as it comes. null: no data. */
  async function blow(windMps: number | null, minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      const ts = clock.now() + MINUTE
      if (windMps !== null) measure(windMps, ts)
      const reached = await act.advanceTo(ts)
      if (reached < ts) throw new Error(`control stopped at ${reached}: ${act.status().problem}`)
    }
  }

  const orders = async () =>
    (await operations.read.orders.list({ state: null, cause: null, place: null, limit: 500, cursor: null })).items
  const episodes = async () =>
    (await operations.read.episodes.list({ state: null, kind: null, limit: 500, cursor: null })).items
  const notifications = async () =>
    (await operations.read.notifications.list({ order: null, limit: 500, cursor: null })).items
  const audit = async () => (await operations.read.audit.list({ subject: null, limit: 500, cursor: null })).items

  return {
    clock,
    passSeconds: (seconds: number) => {
      uptimeMs += seconds * 1_000
    },
    registry,
    latest,
    act,
    measure,
    blow,
    orders,
    episodes,
    notifications,
    audit,
    seen,
    operations,
  }
}

export type ControlRoom = Awaited<ReturnType<typeof openControlRoom>>
