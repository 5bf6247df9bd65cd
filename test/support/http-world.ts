/**
 * The whole HTTP side in memory: real flows over a real embedded operations database, the memory reading store, clocks
 * turned by hand. One world per test file; `close` ends it.
 */
import { join } from 'node:path'
import { openEmbeddedPostgres } from '../../server/adapters/postgres/open-embedded-postgres.ts'
import type { CountersView } from '../../server/contract/health.ts'
import type { Reading, Refused } from '../../server/domain/air/reading.ts'
import {
  createDrillClock,
  createDrillPace,
  createMovableClock,
  refuseAdvance,
} from '../../server/flows/drill/realm-clock.ts'
import { createHealth, type SpoolHealth } from '../../server/flows/show/health.ts'
import { createLive } from '../../server/flows/show/live.ts'
import { createApp } from '../../server/http/app.ts'
import type { AppParts, Token } from '../../server/http/app-parts.ts'
import { openControlRoom, type RoomSettings } from './control-room.ts'
import { memoryReadingStore } from './memory-reading-store.ts'
import { temporaryFolder } from './real-server.ts'

export const TOKENS: readonly Token[] = [
  { token: 'viewer-token', role: 'viewer', actor: '大屏' },
  { token: 'site-token', role: 'site', actor: '一标段' },
  { token: 'township-token', role: 'township', actor: '侯寨乡' },
  { token: 'officer-token', role: 'dutyOfficer', actor: '值班员王' },
  { token: 'chief-token', role: 'chief', actor: '带班李' },
  { token: 'system-token', role: 'system', actor: '接口' },
]

export const NO_COUNTS: CountersView = {
  received: 0,
  kept: 0,
  duplicate: 0,
  quarantined: 0,
  late: 0,
  stored: 0,
  messages: 0,
}

export type HttpWorld = Awaited<ReturnType<typeof openHttpWorld>>

export async function openHttpWorld(settings: RoomSettings & { readonly realm?: 'live' | 'drill' } = {}) {
  const folder = temporaryFolder('windbreak-http-')
  const operations = await openEmbeddedPostgres({ folder: join(folder.path, 'operations'), schema: 'drill' })
  const room = await openControlRoom(operations, settings)
  const realm = settings.realm ?? 'drill'
  const machine = createMovableClock(1_700_000_000_000)
  const live = createLive({ startedAt: machine.now() })
  const store = memoryReadingStore()
  const taken: { readings: Reading[]; refused: Refused[] } = { readings: [], refused: [] }
  const faults: unknown[] = []
  const spool: SpoolHealth = { bytes: 0, pending: 0, oldestUnsentAt: null, accepting: true }
  let messages = 0
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_event: string, facts?: object) => faults.push(facts),
  }

  const parts: AppParts = {
    settings: { realm, timeZone: room.registry.timeZone, version: '0.0.0-test', demoToken: null, tokens: TOKENS },
    clock: room.clock,
    machine,
    log,
    pace: realm === 'drill' ? createDrillPace() : null,
    advance:
      realm === 'live'
        ? refuseAdvance
        : createDrillClock({
            clock: room.clock,
            control: room.act,
            messagesTaken: async (count) => messages >= count,
            messages: () => messages,
          }),
    registry: room.registry,
    operations,
    store,
    latest: room.latest,
    live,
    act: room.act,
    async takeReadings(readings, refused) {
      taken.readings.push(...readings)
      taken.refused.push(...refused)
      room.latest.take(readings)
      await store.write(readings)
    },
    health: createHealth({
      version: '0.0.0-test',
      realm,
      timeZone: room.registry.timeZone,
      machine,
      broker: () => null,
      operations,
      storeProblem: () => null,
      spool: () => spool,
      control: room.act.status,
      counters: () => NO_COUNTS,
    }),
    counters: () => NO_COUNTS,
    spool: () => spool,
    drained: async () => undefined,
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
    live,
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
