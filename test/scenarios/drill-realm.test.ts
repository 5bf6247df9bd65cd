/**
 * Invariant 10: a drill beside a running live server, on the same mosquitto, InfluxDB, PostgreSQL and data folder, with
 * the same devices measuring at the same instants. Neither sees anything of the other, also when the drill is killed.
 */
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devicesNamed, enterDistrict, everything, healthOf, MAST, recordOf, until } from '../support/live-district.ts'
import { withClient } from '../support/postgres.ts'
import type { RunningServer } from '../support/server.ts'
import { isSetUpMissing, type OutsideSetUp, openOutside } from '../support/set-up.ts'

const MINUTE = 60_000
/** Both realms measure at this instant. */
const AT = Date.now() - 2 * MINUTE
const LIVE_WIND = 9
const DRILL_WIND = 13

interface OrderRow {
  readonly number: string
}

describe.skipIf(isSetUpMissing('outside'))('a drill beside the live server', () => {
  let setUp: OutsideSetUp
  let live: RunningServer
  let drill: RunningServer
  let player: MqttClient
  let spy: MqttClient
  const topics: string[] = []
  const drillSettings = { WINDBREAK_REALM: 'drill', WINDBREAK_DRILL_START: new Date(AT - MINUTE).toISOString() }

  beforeAll(async () => {
    setUp = await openOutside()
    live = await setUp.start()
    await enterDistrict(live, devicesNamed(1))
    player = await mqtt.connectAsync(setUp.mqttUrl, { clientId: 'player' })
    spy = await mqtt.connectAsync(setUp.mqttUrl, { clientId: 'spy' })
    spy.on('message', (topic) => topics.push(topic))
    await spy.subscribeAsync('#', { qos: 1 })
    await say('windbreak', MAST, { ts: Date.now(), seq: 1, windSpeed: LIVE_WIND })
    await say('windbreak', 'dust-1', { ts: AT, seq: 1, pm10: 111 })
    await until(
      () => everything<OrderRow>(live, '/orders'),
      (orders) => orders.length === 3,
    )
    await untilHeard('windbreak/v1/0/mast/ack', 'windbreak/v1/0/dust-1/ack')
  })
  afterAll(async () => {
    await Promise.all([player?.endAsync(true), spy?.endAsync(true)])
    await Promise.all([drill?.end('SIGKILL'), live?.end('SIGKILL')])
    await setUp?.end()
  })

  const say = (root: string, device: string, reading: object) =>
    player.publishAsync(`${root}/v1/0/${device}/reading`, JSON.stringify(reading), { qos: 1 })

  const untilHeard = (...wanted: string[]) =>
    until(
      async () => topics,
      (heard) => wanted.every((topic) => heard.includes(topic)),
    )

  /** Its port is not the live one's; the rest is as a person would leave it. */
  const startDrill = () => setUp.start({ ...drillSettings, WINDBREAK_HTTP_PORT: '0' })

  /** Everything a person or another program could see of the live realm. */
  async function everythingLive() {
    const { counters } = await healthOf(live)
    const [record, drafts, quarantine, audit, latest] = await Promise.all([
      recordOf(live),
      everything(live, '/drafts'),
      everything(live, '/quarantine'),
      everything<{ id: number }>(live, '/audit'),
      live.get<{ items: { device: string; values: unknown }[] }>('/latest'),
    ])
    const values = JSON.stringify(latest).replaceAll(/"ageS":[\d.]+/g, '')
    return { counters, record, drafts, quarantine, audit: audit.length, values }
  }

  async function playDrill(): Promise<void> {
    await enterDistrict(drill, devicesNamed(1))
    await say('windbreak-drill', MAST, { ts: AT, seq: 1, windSpeed: DRILL_WIND })
    await say('windbreak-drill', 'dust-1', { ts: AT, seq: 1, pm10: 222 })
    await say('windbreak-drill', 'dust-1', { ts: AT, pm10: -1 })
    await drill.post('/clock', { advanceTo: AT + MINUTE, afterMessages: 3 })
  }

  it('leaves the live realm exactly as it was', async () => {
    drill = await startDrill()
    const before = await everythingLive()
    topics.length = 0
    await playDrill()
    const orders = await everything<OrderRow>(drill, '/orders')
    expect(orders).toHaveLength(3)
    for (const { number } of orders) expect(number).toMatch(/^D\d{4}-\d{4}-\d{3}$/)
    await until(
      () => healthOf(drill),
      ({ counters }) => counters.stored === 2,
    )
    expect(await everythingLive()).toEqual(before)
    expect(before.record.orders.map(({ number }) => number[0])).not.toContain('D')
    await untilHeard('windbreak-drill/v1/0/mast/ack', 'windbreak-drill/v1/0/dust-1/ack')
    expect(topics.filter((topic) => !topic.startsWith('windbreak-drill/'))).toEqual([])
  })

  it('hears nothing of the live realm', async () => {
    const before = { health: (await healthOf(drill)).counters, record: await recordOf(drill) }
    topics.length = 0
    await say('windbreak', 'dust-1', { ts: AT + 1, seq: 2, pm10: 112 })
    await untilHeard('windbreak/v1/0/dust-1/ack')
    expect({ health: (await healthOf(drill)).counters, record: await recordOf(drill) }).toEqual(before)
    expect(topics.filter((topic) => topic.startsWith('windbreak-drill/'))).toEqual([])
  })

  it('stores apart what one device measured at one instant: another database, another schema', async () => {
    const liveValue = await pm10Of(live)
    expect([liveValue, await pm10Of(drill)]).toEqual([111, 222])
    const names = await influx('SHOW DATABASES')
    expect(names).toEqual(expect.arrayContaining(['windbreak', 'windbreak_drill']))
    const numbers = async (schema: string) =>
      (await rows<OrderRow>(`select number from ${schema}.control_order`)).map(({ number }) => number[0])
    expect(new Set(await numbers('drill'))).toEqual(new Set(['D']))
    expect(await numbers('windbreak')).not.toContain('D')
  })

  it('lets nobody move the live clock', async () => {
    const before = await live.get<{ realm: string }>('/clock')
    expect(before.realm).toBe('live')
    await expect(live.post('/clock', { advanceTo: Date.now() + 10 * MINUTE })).rejects.toThrow(
      '409: {"type":"about:blank"',
    )
  })

  it('killed, it is marked aborted by the next one, and nothing it left arrives there or in the live realm', async () => {
    const before = await everythingLive()
    await drill.end('SIGKILL')
    for (let n = 0; n < 20; n += 1) await say('windbreak-drill', 'dust-1', { ts: AT + n, seq: 10 + n, pm10: 333 })
    drill = await startDrill()
    const { counters, parts } = await healthOf(drill)
    expect(parts.broker).toMatchObject({ status: 'ok' })
    expect(counters).toMatchObject({ messages: 0, received: 0, stored: 0 })
    expect(await recordOf(drill)).toEqual({ episodes: [], orders: [], notifications: [] })
    const runs = await rows<{ state: string }>('select state from drill.drill_run order by started_at')
    expect(runs.map(({ state }) => state)).toEqual(['aborted', 'running'])

    // What comes now is the first message of this drill: the twenty before it are gone.
    await enterDistrict(drill, devicesNamed(1))
    await say('windbreak-drill', 'dust-1', { ts: AT, seq: 99, pm10: 444 })
    await until(
      () => healthOf(drill),
      (health) => health.counters.stored === 1,
    )
    expect((await healthOf(drill)).counters.messages).toBe(1)
    expect(await pm10Of(drill)).toBe(444)
    expect(await everythingLive()).toEqual(before)
  })

  it('ends finished', async () => {
    expect(await drill.end()).toBe(0)
    const runs = await rows<{ state: string }>('select state from drill.drill_run order by started_at')
    expect(runs.map(({ state }) => state)).toEqual(['aborted', 'finished'])
  })

  /** The one value of dust-1 at `AT`. */
  async function pm10Of(server: RunningServer): Promise<number | undefined> {
    type Answer = { series: { points: [number, number][] }[] }
    const span = `from=${new Date(AT).toISOString()}&to=${new Date(AT + 1).toISOString()}`
    const { series } = await server.get<Answer>(`/series?device=dust-1&quantity=pm10&every=raw&${span}`)
    return series[0]?.points[0]?.[1]
  }

  async function rows<T>(query: string): Promise<T[]> {
    const url = await setUp.postgres.url('windbreak')
    return withClient(url, async (client) => (await client.query(query)).rows as T[])
  }

  async function influx(query: string): Promise<string[]> {
    const response = await fetch(`${setUp.influxd.url}/query?${new URLSearchParams({ q: query })}`)
    const { results } = (await response.json()) as { results: { series: { values: [string][] }[] }[] }
    return results[0]?.series[0]?.values.map(([name]) => name) ?? []
  }
})
