/**
 * One order's life in which the server kills itself at every named crash point, one after the other, on the same data:
 * after each restart the next step finds exactly what was stored, and says again what was not.
 */
import mqtt from 'mqtt'
import { expect } from 'vitest'
import type { AuditLineView } from '../../server/contract/record.ts'
import type { CrashPointName } from '../../server/ports/crash-point.ts'
import { type DistrictRecord, enterDistrict, everything, MAST, recordOf, until } from './live-district.ts'
import { A_CALL, type RunningServer } from './server.ts'
import type { SetUp } from './set-up.ts'

const DUST = 'dust-1'

interface OrderRow {
  readonly id: string
  readonly place: string
  readonly state: string
  readonly acknowledgedAt: string | null
  readonly releasedAt: string | null
  readonly measures: readonly { readonly measure: string; readonly doneAt: string | null }[]
}

interface DraftRow {
  readonly id: string
  readonly kind: string
}

export interface CrashedLife {
  /** In the order in which they were met. */
  readonly diedAt: readonly CrashPointName[]
  readonly points: readonly { readonly device: string; readonly ts: number }[]
  readonly published: readonly { readonly device: string; readonly ts: number }[]
  /** What was done to the one order that was followed, oldest first. */
  readonly actions: readonly string[]
  readonly audit: { readonly ok: boolean }
  /** When the order was issued, and at the end. */
  readonly issued: DistrictRecord
  readonly ended: DistrictRecord
}

export async function liveThroughEveryCrash(setUp: SetUp): Promise<CrashedLife> {
  const diedAt: CrashPointName[] = []
  const published: { device: string; ts: number }[] = []
  const clients: mqtt.MqttClient[] = []

  /** Starts a server that dies at `name`, lets `act` bring it there, and waits for its end. */
  async function dieAt(name: CrashPointName, act: (server: RunningServer) => Promise<unknown>): Promise<void> {
    const server = await setUp.start({ ...COUNTDOWN, WINDBREAK_CRASH_AT: name }).catch(diedWhileStarting)
    if (server) {
      await act(server)
      await until(
        async () => server.process.signalCode ?? server.process.exitCode,
        (end) => end !== null,
      )
      expect(server.process.signalCode).toBe('SIGKILL')
    }
    diedAt.push(name)
  }

  async function publish(device: string, values: object): Promise<void> {
    const client = await mqtt.connectAsync(setUp.mqttUrl, { clientId: device, username: device, reconnectPeriod: 250 })
    clients.push(client)
    const ts = Date.now()
    published.push({ device, ts })
    // Sent again by the client until it is acknowledged, over every death of the server.
    client.publish(`windbreak/v1/0/${device}/reading`, JSON.stringify({ ts, ...values }), { qos: 1 })
  }

  try {
    await dieAt('intake.before-append', async (server) => {
      await enterDistrict(server, [DUST])
      await publish(DUST, { pm10: 120 })
    })
    await dieAt('intake.appended', nothing)
    await dieAt('shipping.before-write', nothing)
    await dieAt('shipping.written', nothing)
    // Once when the rule begins to count, once when it opens the episode.
    await dieAt('control.before-commit', () => publish(MAST, { windSpeed: 9 }))
    await dieAt('control.committed', nothing)
    await dieAt('control.before-commit', nothing)
    await dieAt('control.committed', nothing)

    await dieAt('order.before-issue', async (server) => {
      expect(await recordOf(server)).toMatchObject({ episodes: [expect.any(String)], orders: [] })
      await lost(issueDraft(server))
    })
    await dieAt('order.issued', async (server) => {
      expect((await recordOf(server)).orders).toEqual([])
      await lost(issueDraft(server))
    })
    let issued: DistrictRecord | null = null
    const order = async (server: RunningServer) => {
      const record = await recordOf(server)
      expect(record.orders.map(({ place }) => place).sort()).toEqual(['road-1', 'site-1', 'site-2'])
      issued ??= record
      expect(record.orders).toEqual(issued.orders)
      expect(record.episodes).toEqual(issued.episodes)
      return (await everything<OrderRow>(server, '/orders')).find(({ place }) => place === 'site-1')!
    }
    const say = (server: RunningServer, { id }: OrderRow, act: string, body: object = A_CALL) =>
      server.post<{ changed: boolean }>(`/orders/${id}/${act}`, body)
    const done = ({ measures }: OrderRow) => `measures/${measures[0]!.measure}/done`
    const release = { reason: '风停' }

    await dieAt('order.before-acknowledge', async (server) => {
      expect((await server.get<{ items: DraftRow[] }>('/drafts')).items).toEqual([])
      await lost(say(server, await order(server), 'acknowledge'))
    })
    await dieAt('order.acknowledged', async (server) => {
      const found = await order(server)
      expect(found.acknowledgedAt).toBeNull()
      await lost(say(server, found, 'acknowledge'))
    })
    await dieAt('order.before-done', async (server) => {
      const found = await order(server)
      expect(found.acknowledgedAt).not.toBeNull()
      expect(await say(server, found, 'acknowledge')).toMatchObject({ changed: false })
      await lost(say(server, found, done(found)))
    })
    await dieAt('order.done', async (server) => {
      const found = await order(server)
      expect(found.measures[0]?.doneAt).toBeNull()
      await lost(say(server, found, done(found)))
    })
    await dieAt('order.before-release', async (server) => {
      const found = await order(server)
      expect(found.measures[0]?.doneAt).not.toBeNull()
      expect(await say(server, found, done(found))).toMatchObject({ changed: false })
      await lost(say(server, found, 'release', release))
    })
    await dieAt('order.released', async (server) => {
      const found = await order(server)
      expect(found.state).toBe('issued')
      await lost(say(server, found, 'release', release))
    })

    const server = await setUp.start(COUNTDOWN)
    const found = await order(server)
    expect(found.state).toBe('released')
    expect(await say(server, found, 'release', release)).toMatchObject({ changed: false })
    const lines = await everything<AuditLineView>(server, `/audit`)
    const actions = lines.filter(({ subject }) => subject === `order:${found.id}`).map(({ action }) => action)
    const audit = await server.get<{ ok: boolean }>('/audit/verify')
    const ended = await recordOf(server)
    expect(await server.end()).toBe(0)
    return {
      diedAt,
      points: await setUp.points(),
      published,
      actions: actions.reverse(),
      audit,
      issued: issued!,
      ended,
    }
  } finally {
    await Promise.all(clients.map((client) => client.endAsync(true)))
  }
}

const COUNTDOWN = { WINDBREAK_WINDY_DAY_MODE: 'countdown', WINDBREAK_COUNTDOWN_SECONDS: '3600' }

async function nothing(): Promise<void> {}

async function issueDraft(server: RunningServer): Promise<unknown> {
  const { items } = await server.get<{ items: DraftRow[] }>('/drafts')
  expect(items).toMatchObject([{ kind: 'issue' }])
  return server.post(`/drafts/${items[0]!.id}/issue`)
}

/** The caller never hears whether it was done: the server died before it could answer. */
async function lost(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow(/fetch failed|other side closed|terminated/)
}

/** What an earlier one left can bring a server to its crash point before it is ready. */
function diedWhileStarting(error: unknown): null {
  if (error instanceof Error && error.message.startsWith('the server ended with SIGKILL')) return null
  throw error
}
