/**
 * Everything a device or a caller can get wrong, said to the real program: each gets the right, clear answer, and
 * meanwhile a device beside it that does everything right notices nothing.
 */
import { once } from 'node:events'
import { createConnection } from 'node:net'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startGoodDevice } from '../support/good-device.ts'
import { everything, healthOf, until } from '../support/live-district.ts'
import { mosquittoIsMissing, type RunningMosquitto, startMosquitto } from '../support/mosquitto.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer } from '../support/server.ts'

interface Quarantined {
  readonly device: string | null
  readonly topic: string
  readonly reason: string
  readonly detail: string
}

interface AuditRow {
  readonly actor: string
  readonly action: string
  readonly details: { readonly topic?: string }
}

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const NOW = Date.now()
const topicOf = (device: string, kind = 'reading') => `windbreak/v1/0/${device}/${kind}`
const text = (value: unknown) => JSON.stringify(value)

/** One wrong message each; `stored` is what of it is kept all the same, at `ts`. */
const MESSAGES: readonly {
  readonly case: string
  readonly payload: string | Buffer
  readonly reason: string
  readonly detail: string | RegExp
  readonly device?: string
  readonly kind?: string
  readonly stored?: { readonly ts: number; readonly values: Readonly<Record<string, number>> }
}[] = [
  {
    case: 'broken JSON',
    payload: '{"ts":1,"pm10":',
    reason: 'malformed-json',
    detail: /^message: found text that is not JSON \(.+\), expected an object or an array$/,
  },
  {
    case: 'an empty payload',
    payload: '',
    reason: 'malformed-json',
    detail: /^message: found text that is not JSON \(Unexpected end of JSON input\)/,
  },
  {
    case: 'bytes that are not UTF-8',
    payload: Buffer.from([0x7b, 0xff, 0xfe, 0x80, 0x7d]),
    reason: 'malformed-json',
    detail: 'message: found bytes that are not UTF-8, expected JSON in UTF-8',
  },
  {
    case: 'a text for a number: the other quantity stays',
    payload: text({ ts: NOW - 1, pm10: '80', pm25: 40 }),
    reason: 'wrong-type',
    detail: 'pm10: found "80", expected a number from 0 to 20000 µg/m³',
    stored: { ts: NOW - 1, values: { pm25: 40 } },
  },
  {
    case: 'a negative dust value: the other quantity stays',
    payload: text({ ts: NOW - 2, pm10: -5, windSpeed: 3.5 }),
    reason: 'out-of-range',
    detail: 'pm10: found -5, expected a number from 0 to 20000 µg/m³',
    stored: { ts: NOW - 2, values: { windSpeed: 3.5 } },
  },
  {
    case: 'a wind no mast survives: the other quantity stays',
    payload: `{"ts":${NOW - 3},"windSpeed":1e308,"pm10":7}`,
    reason: 'out-of-range',
    detail: 'windSpeed: found 1e+308, expected a number from 0 to 75 m/s',
    stored: { ts: NOW - 3, values: { pm10: 7 } },
  },
  {
    case: 'a bare local time',
    payload: text({ ts: '2026-03-01 08:00:00', pm10: 1 }),
    reason: 'wrong-type',
    detail: /^ts: found "2026-03-01 08:00:00", expected epoch milliseconds as an integer, or ISO 8601 with zone/,
  },
  {
    case: 'no time at all',
    payload: text({ pm10: 1 }),
    reason: 'wrong-type',
    detail: /^ts: found nothing, expected epoch milliseconds/,
  },
  {
    case: 'a clock in the future',
    payload: text({ ts: NOW + 60 * MINUTE, pm10: 1 }),
    reason: 'future-clock',
    detail: new RegExp(`^ts: found ${NOW + 60 * MINUTE}, expected at most \\d{4}-`),
  },
  {
    case: 'a clock in the past',
    payload: text({ ts: NOW - 8 * DAY, pm10: 1 }),
    reason: 'past-clock',
    detail: new RegExp(`^ts: found ${NOW - 8 * DAY}, expected at least \\d{4}-`),
  },
  {
    case: '1,001 readings',
    payload: text(Array.from({ length: 1_001 }, (_, n) => ({ ts: NOW - n, pm10: 1 }))),
    reason: 'too-large',
    detail: 'message: found 1001 readings, expected at most 1000',
  },
  {
    case: 'a payload of 270,000 bytes',
    payload: Buffer.alloc(270_000, ' '),
    reason: 'too-large',
    detail: 'message: found 270000 bytes, expected at most 262144',
  },
  {
    case: "another device's name inside",
    payload: text({ ts: NOW, deviceId: 'victim', pm10: 1 }),
    reason: 'wrong-identity',
    detail: 'deviceId: found "victim", expected "bad" or no such field',
  },
  {
    case: 'a device nobody registered',
    device: 'stranger',
    payload: text({ ts: NOW, pm10: 1 }),
    reason: 'unknown-device',
    detail: 'topic: found "stranger", expected a registered device',
  },
  {
    case: 'a kind nothing listens to yet',
    kind: 'position',
    payload: text({ lat: 34.7, lon: 113.6 }),
    reason: 'unsupported-kind',
    detail: 'topic: found kind "position", expected reading',
  },
]

describe.each(['embedded', 'mosquitto'] as const)('bad input, broker %s', (kind) => {
  describe.skipIf(kind === 'mosquitto' && mosquittoIsMissing())('each fault alone', () => {
    const folder = temporaryFolder()
    const clients: MqttClient[] = []
    let mosquitto: RunningMosquitto | null = null
    let server: RunningServer
    let good: Awaited<ReturnType<typeof startGoodDevice>>

    beforeAll(async () => {
      if (kind === 'mosquitto') mosquitto = await startMosquitto()
      server = await startServer({
        WINDBREAK_DATA_DIR: folder.path,
        ...(mosquitto ? { MQTT_URL: mosquitto.url } : {}),
      })
      const devices = ['good', 'bad', 'victim'].map((id) => ({ id, name: id, kind: 'dustMonitor', townshipId: 't' }))
      await server.post('/import', { townships: [{ id: 't', name: '侯寨乡' }], devices })
      good = await startGoodDevice(server.mqttUrl!, 'good')
    })
    // A device that connects anew while it is connected has to wait.
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
    })
    afterAll(async () => {
      await good?.end()
      await server?.end('SIGKILL')
      await mosquitto?.end()
      folder.remove()
    })

    async function deviceNamed(device: string): Promise<MqttClient> {
      const client = await mqtt.connectAsync(server.mqttUrl!, {
        clientId: device,
        username: device,
        reconnectPeriod: 0,
      })
      client.on('error', () => undefined)
      clients.push(client)
      return client
    }

    const quarantined = () => everything<Quarantined>(server, '/quarantine')

    // The embedded broker does not let one in that nobody registered.
    const messages = MESSAGES.filter(({ device }) => kind === 'mosquitto' || device !== 'stranger')

    it.each(messages)('$case: acknowledged, and set aside with its reason', async (message) => {
      const { device = 'bad', reason, detail, stored } = message
      const topic = topicOf(device, message.kind)
      const client = await deviceNamed(device)
      await client.publishAsync(topic, message.payload, { qos: 1 })
      const described = typeof detail === 'string' ? detail : expect.stringMatching(detail)
      const wanted = expect.objectContaining({ device, topic, reason, detail: described })
      await until(quarantined, (rows) => rows.some((row) => wanted.asymmetricMatch(row)))
      if (stored) expect(await storedAt(device, stored.ts)).toEqual(stored.values)
    })

    /** Every value of one device at one instant, once the store has them. */
    async function storedAt(device: string, ts: number): Promise<Record<string, number>> {
      type Answer = { series: { quantity: string; points: [number, number][] }[] }
      const span = `from=${new Date(ts).toISOString()}&to=${new Date(ts + 1).toISOString()}`
      const ask = () => server.get<Answer>(`/series?device=${device}&quantity=pm10,pm25,windSpeed&every=raw&${span}`)
      const { series } = await until(ask, (answer) => answer.series.some(({ points }) => points.length > 0))
      return Object.fromEntries(series.flatMap(({ quantity, points }) => points.map(([, value]) => [quantity, value])))
    }

    it('a topic of a tree that is not ours never arrives', async () => {
      const client = await deviceNamed('bad')
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
      client.publish('elsewhere/v1/0/bad/reading', '{}', { qos: 1 })
      // mosquitto takes it; without the generated files it lets everybody say anything.
      if (kind === 'embedded') await closed
      await (await deviceNamed('bad')).publishAsync(topicOf('bad'), 'after elsewhere', { qos: 1 })
      const rows = await until(quarantined, (all) => all.some(({ detail }) => detail.includes('after')))
      expect(rows.filter(({ topic }) => topic.startsWith('elsewhere'))).toEqual([])
    })

    it('a retained message is stored and handed to nobody again', async () => {
      const client = await deviceNamed('bad')
      const ts = NOW - 10
      await client.publishAsync(topicOf('bad'), text({ ts, pm10: 11 }), { qos: 1, retain: true })
      expect(await storedAt('bad', ts)).toEqual({ pm10: 11 })
      const again = await deviceNamed('victim')
      const heard: string[] = []
      again.on('message', (topic) => heard.push(topic))
      await again.subscribeAsync(topicOf('victim', 'ack'), { qos: 1 })
      await again.publishAsync(topicOf('victim'), text({ ts, seq: 1, pm10: 1 }), { qos: 1 })
      await until(
        async () => heard,
        (topics) => topics.includes(topicOf('victim', 'ack')),
      )
      expect(heard.filter((topic) => topic.endsWith('/reading'))).toEqual([])
    })

    // mosquitto says the same with its access list, see broker-files.test.ts.
    if (kind === 'embedded')
      describe('at the embedded broker', () => {
        it.each([
          { case: "another's reading", topic: topicOf('victim') },
          { case: 'a command to itself', topic: topicOf('bad', 'command') },
          { case: "the broker's own tree", topic: '$SYS/broker/load' },
          { case: 'a drill', topic: 'windbreak-drill/v1/0/bad/reading' },
        ])('a device that publishes $case is disconnected and shown in health', async ({ topic }) => {
          const before = (await healthOf(server)).parts.broker.trespasses
          const client = await deviceNamed('bad')
          const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
          let isAcknowledged = false
          client.publish(topic, text({ ts: NOW - 20, pm10: 99 }), { qos: 1 }, (error) => {
            isAcknowledged = !error
          })
          await closed
          expect(isAcknowledged).toBe(false)
          expect((await healthOf(server)).parts.broker.trespasses).toBe(before + 1)
          expect((await quarantined()).filter((row) => row.topic === topic)).toEqual([])
        })

        it('what it tried goes on record, once a minute', async () => {
          const line = { actor: 'device:bad', action: 'device.trespassed' }
          const rows = await until(
            () => everything<AuditRow>(server, '/audit'),
            (all) => all.some((row) => expect.objectContaining(line).asymmetricMatch(row)),
          )
          expect(rows.filter(({ action }) => action === line.action)).toMatchObject([
            { actor: line.actor, details: { topic: expect.any(String), times: expect.any(Number) } },
          ])
        })

        it.each([
          { case: 'no user name', options: {} },
          { case: 'a user name that is no device id', options: { username: 'windbreak/v1/#' } },
          { case: 'a user name that nobody registered', options: { username: 'stranger' } },
        ])('a client with $case is refused', async ({ options }) => {
          const connected = mqtt.connectAsync(server.mqttUrl!, { ...options, reconnectPeriod: 0 })
          await expect(connected).rejects.toThrow(/not authorized/i)
        })

        it.each([
          { case: 'an HTTP request', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n') },
          { case: 'noise', bytes: Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 197 + 83) % 256)) },
          { case: 'a packet that announces 200 MB', bytes: Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f, 0x00]) },
        ])('$case on its socket ends that connection alone', async ({ bytes }) => {
          const socket = createConnection(Number(new URL(server.mqttUrl!).port), '127.0.0.1')
          socket.on('error', () => undefined)
          socket.write(bytes)
          await once(socket.resume(), 'close')
          expect((await healthOf(server)).parts.broker).toMatchObject({ status: 'ok' })
        })
      })

    it('the device beside them: every reading acknowledged, stored, and told to be safe', async () => {
      const sent = await good.finish()
      expect(sent).toBeGreaterThan(20)
      await until(
        async () => good.safeUpTo(),
        (upTo) => upTo === sent,
      )
      const span = `from=${new Date(NOW - MINUTE).toISOString()}&to=${new Date(Date.now() + MINUTE).toISOString()}`
      const { series } = await server.get<{ series: { points: [number, number][] }[] }>(
        `/series?device=good&quantity=pm10&every=raw&${span}`,
      )
      expect(series[0]?.points.map(([, pm10]) => pm10)).toEqual(Array.from({ length: sent }, (_, n) => n % 500))
      expect((await quarantined()).filter(({ device }) => device === 'good')).toEqual([])
    })

    it('says nothing is wrong with itself at the end', async () => {
      const { parts } = await healthOf(server)
      for (const part of [parts.broker, parts.readingStore, parts.operations, parts.spool]) {
        expect(part).toMatchObject({ status: 'ok', problem: null })
      }
      expect(server.said()).not.toMatch(/\n\s+at .+:\d+:\d+/)
    })
  })
})
