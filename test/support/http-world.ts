/**
 * The whole HTTP side in memory: real flows over a real embedded operations database, the memory reading store, clocks
 * turned by hand. One world per test file; `close` ends it.
 */
import { join } from 'node:path'
import { secretHand } from '../../server/adapters/mqtt/secret-hand.ts'
import { openEmbeddedPostgres } from '../../server/adapters/postgres/open-embedded-postgres.ts'
import type { Token } from '../../server/config/tokens.ts'
import type { CountersView } from '../../server/contract/health.ts'
import type { Reading, Refused } from '../../server/domain/air/reading.ts'
import { createAnswers } from '../../server/flows/common/answers.ts'
import { type OfferHealth, OK } from '../../server/flows/common/offered.ts'
import { createDeviceSecrets } from '../../server/flows/district/device-secrets.ts'
import { openDrill } from '../../server/flows/drill/open-drill.ts'
import { createDrillPace, createMovableClock } from '../../server/flows/drill/realm-clock.ts'
import { doorHealth } from '../../server/flows/keep/door-health.ts'
import { keepHealth, type SpoolHealth } from '../../server/flows/keep/keep-health.ts'
import { keepMetrics } from '../../server/flows/keep/keep-metrics.ts'
import { createKnocks } from '../../server/flows/keep/knocks.ts'
import { createSetAside } from '../../server/flows/keep/set-aside.ts'
import { createHealth } from '../../server/flows/show/health.ts'
import { openShow } from '../../server/flows/show/open-show.ts'
import { createApp } from '../../server/http/app.ts'
import type { AppParts } from '../../server/http/app-parts.ts'
import type { Camera } from '../../server/ports/camera.ts'
import { openControlRoom, type RoomSettings } from './control-room.ts'
import { memoryReadingStore } from './memory-reading-store.ts'
import { EMPTY_CLUSTER, temporaryFolder } from './real-server.ts'

const EVERYWHERE = { kind: 'district' } as const

export const TOKENS: readonly Token[] = [
  { token: 'viewer-token', role: 'viewer', scope: EVERYWHERE, actor: '大屏' },
  { token: 'site-token', role: 'site', scope: { kind: 'place', placeId: 'site-1' }, actor: '一标段' },
  { token: 'township-token', role: 'township', scope: { kind: 'township', townshipId: 't2' }, actor: '马寨镇' },
  { token: 'officer-token', role: 'dutyOfficer', scope: EVERYWHERE, actor: '值班员王' },
  { token: 'chief-token', role: 'chief', scope: EVERYWHERE, actor: '带班李' },
  { token: 'system-token', role: 'system', scope: EVERYWHERE, actor: '接口' },
]

const NO_COUNTS: CountersView = {
  received: 0,
  kept: 0,
  duplicate: 0,
  quarantined: 0,
  late: 0,
  backfilled: 0,
  stored: 0,
  messages: 0,
}

export interface WorldSettings extends RoomSettings {
  readonly realm?: 'live' | 'drill'
  readonly tokens?: readonly Token[]
  readonly camera?: Camera
  /** Why nothing may be changed. */
  readonly refusal?: () => string | null
}

export type HttpWorld = Awaited<ReturnType<typeof openHttpWorld>>

export async function openHttpWorld(settings: WorldSettings = {}) {
  const folder = temporaryFolder('windbreak-http-')
  const operations = await openEmbeddedPostgres({
    ...{ folder: join(folder.path, 'operations'), schema: 'drill', emptyCluster: EMPTY_CLUSTER },
  })
  const realm = settings.realm ?? 'drill'
  const machine = createMovableClock(1_700_000_000_000)
  const store = memoryReadingStore()
  const pace = createDrillPace()
  const taken: { readings: Reading[]; refused: Refused[] } = { readings: [], refused: [] }
  const faults: unknown[] = []
  let messages = 0
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_event: string, facts?: object) => faults.push(facts),
  }
  const room = await openControlRoom(operations, settings)
  const { registry, latest, act, clock } = room
  const speed = () => (realm === 'live' ? 1 : pace.speed())
  const secrets = createDeviceSecrets({
    ...{ operations, registry, clock, hand: secretHand, asked: 'required' as const },
    newId: () => `secret-${Math.random()}`,
  })
  const knocks = createKnocks(clock)
  const show = openShow({ registry, latest, operations, store, clock, machine, realm, speed })
  const counters = () => NO_COUNTS
  const arrivals = { count: () => messages, reached: async (count: number) => messages >= count }
  const noSpool: SpoolHealth = { bytes: 0, pending: 0, oldestUnsentAt: null, accepting: true }
  const noFlood = { onlyCounted: 0, senders: [], removed: 0 }
  const quietKeep: OfferHealth = (now) =>
    keepHealth({ broker: null, storeProblem: null, setAside: 0, spool: noSpool, quarantine: noFlood }, now)

  const parts: AppParts = {
    ...{ clock, log, act, show, camera: settings.camera ?? null },
    settings: {
      ...{ realm, timeZone: registry.timeZone, version: '0.0.0-test', demoToken: null },
      tokens: settings.tokens ?? TOKENS,
    },
    district: { registry, secrets, latest },
    joins: knocks.list,
    drill:
      realm === 'live'
        ? null
        : openDrill({
            ...{ clock, act, arrivals, operations, store, counters, pace },
            lookup: registry,
            drained: async () => undefined,
          }),
    keep: {
      async takeReadings(readings, refused) {
        taken.readings.push(...readings)
        taken.refused.push(...refused)
        latest.take(readings)
        await store.write(readings)
      },
      shipAgain: createSetAside({ operations, store, clock, onStored: () => undefined }).shipAgain,
    },
    refusal: settings.refusal ?? (() => null),
    answers: createAnswers(operations, clock),
    health: createHealth({
      version: '0.0.0-test',
      ...{ realm, machine, operations, counters },
      roads: [
        quietKeep,
        act.health,
        () => ({ disk: { ...OK, freeMb: 9_000, totalMb: 20_000 }, deviceSecrets: doorHealth(null, 0) }),
      ],
    }),
    metrics: [...keepMetrics(counters, () => noSpool, machine.now), ...act.metrics],
  }
  const http = createApp(parts)

  async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { as, body, headers = {}, type = 'application/json' } = options
    const response = await http.app.request(path.startsWith('/') ? path : `/api/v1/${path}`, {
      method,
      headers: {
        ...(as ? { authorization: `Bearer ${as}` } : {}),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null }
  }

  return {
    ...http,
    parts,
    operations,
    room,
    machine,
    knocks,
    live: show.live,
    store,
    taken,
    faults,
    call,
    get: (path: string, options?: CallOptions) => call('GET', path, options),
    post: (path: string, body?: unknown, as = 'officer-token', headers = {}) =>
      call('POST', path, { as, headers, ...(body === undefined ? {} : { body }) }),
    noteMessages(count: number) {
      messages = count
    },
    async close() {
      http.close()
      await operations.close()
      folder.remove()
    },
  }
}

export interface CallOptions {
  readonly as?: string
  readonly body?: unknown
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any
}
