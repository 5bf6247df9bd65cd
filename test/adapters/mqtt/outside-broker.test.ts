/** Behind a real mosquitto: the contract of every inbox, acknowledgements on the wire, and brokers that come and go. */
import { createServer, type Socket } from 'node:net'
import { Aedes } from 'aedes'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OutsideBrokerSettings, openOutsideBroker } from '../../../server/adapters/mqtt/outside-broker.ts'
import type { InboundMessage, Inbox } from '../../../server/ports/inbox.ts'
import { inboxContract, ROOT } from '../../contracts/inbox.suite.ts'
import { type KeptMessages, keptMessages, silentLog } from '../../support/kept-messages.ts'
import { mosquittoIsMissing, type RunningMosquitto, startMosquitto } from '../../support/mosquitto.ts'
import { freePort } from '../../support/real-server.ts'
import { tapWire } from './wire-tap.ts'

const PAUSES = { notKeptMs: 20, firstMs: 20, longestMs: 100 }
const settings = (url: string, more: Partial<OutsideBrokerSettings> = {}): OutsideBrokerSettings => ({
  url,
  clientId: 'ingest',
  root: ROOT,
  pauses: PAUSES,
  ...more,
})
const reading = (id: string) => `${ROOT}/0/${id}/reading`

describe.skipIf(mosquittoIsMissing()).each([5, 4] as const)('outside broker, MQTT protocol %i: contract', (version) => {
  let mosquitto: RunningMosquitto
  beforeAll(async () => {
    mosquitto = await startMosquitto()
  })
  afterAll(() => mosquitto?.end())

  inboxContract(async () => ({
    inbox: openOutsideBroker(
      settings(mosquitto.url, { protocolVersion: version, discardOldSession: true }),
      silentLog(),
    ),
    deviceUrl: () => mosquitto.url,
    end: async () => undefined,
  }))
})

describe.skipIf(mosquittoIsMissing())('outside broker', () => {
  let mosquitto: RunningMosquitto
  let messages: KeptMessages
  let log: ReturnType<typeof silentLog>
  let inboxes: Inbox[]
  let device: MqttClient

  beforeEach(async () => {
    messages = keptMessages()
    log = silentLog()
    inboxes = []
    mosquitto = await startMosquitto({ persistence: true })
    device = await mqtt.connectAsync(mosquitto.url, { clientId: 'dev-1', reconnectPeriod: 20 })
    device.on('error', () => undefined)
  })
  afterEach(async () => {
    messages.become('keep')
    messages.keepAll()
    await device.endAsync(true)
    await Promise.all(inboxes.map((inbox) => inbox.close()))
    await mosquitto.end('SIGKILL')
  })

  async function start(url: string, more: Partial<OutsideBrokerSettings> = {}): Promise<Inbox> {
    const inbox = openOutsideBroker(settings(url, more), log)
    inboxes.push(inbox)
    await inbox.start(messages.take, () => undefined)
    return inbox
  }
  const send = (...texts: string[]) =>
    Promise.all(texts.map((text) => device.publishAsync(reading('dev-1'), text, { qos: 1 })))
  const texts = (all = messages.handed) => all.map(({ payload }) => payload.toString())
  const events = () => log.lines.map(({ event }) => event)
  const connected = (inbox: Inbox) => vi.waitFor(() => expect(inbox.status().connected).toBe(true), { timeout: 20_000 })

  it('holds each PUBACK back until its message is kept, and sends them in the order of arrival', async () => {
    const tap = await tapWire(mosquitto.port)
    const keep: (() => void)[] = []
    const inbox = openOutsideBroker(settings(tap.url), log)
    inboxes.push(inbox)
    await inbox.start(
      () => new Promise((resolve) => keep.push(resolve)),
      () => undefined,
    )
    await send('1', '2', '3', '4', '5')
    await vi.waitFor(() => expect(keep).toHaveLength(5))
    keep[4]?.()
    keep[2]?.()
    keep[1]?.()
    // A publish of ours goes the same way and is answered: an acknowledgement sent too early would have passed by.
    await inbox.publish(`${ROOT}/0/dev-1/command`, 'stop')
    expect(tap.acks).toEqual([])
    keep[0]?.()
    await vi.waitFor(() => expect(tap.acks).toEqual([1, 2, 3]))
    keep[3]?.()
    await vi.waitFor(() => expect(tap.acks).toEqual([1, 2, 3, 4, 5]))
    await inbox.close()
    await tap.end()
  })

  it('never acknowledges what was not kept, nor anything behind it: it connects again and gets them anew', async () => {
    const tap = await tapWire(mosquitto.port)
    await start(tap.url)
    messages.become('hold')
    await send('1')
    await messages.untilHanded(1)
    messages.become('refuse')
    await send('2', '3')
    await messages.untilHanded(2)
    messages.keepAll()
    await vi.waitFor(() => expect(tap.connections).toBeGreaterThan(2))
    messages.become('keep')
    await vi.waitFor(() => expect(new Set(texts(messages.kept))).toEqual(new Set(['1', '2', '3'])))
    expect(events()).toContain('mqtt.message-not-kept')
    await tap.end()
  })

  it('never acknowledges on a new connection what came on an old one', async () => {
    const tap = await tapWire(mosquitto.port)
    const inbox = await start(tap.url)
    messages.become('hold')
    await send('1', '2')
    await messages.untilHanded(2)
    tap.cut()
    await messages.untilHanded(4)
    await connected(inbox)
    expect(tap.acks).toEqual([])
    messages.keepAll()
    await vi.waitFor(() => expect(tap.acks).toHaveLength(2))
    expect(texts()).toEqual(['1', '2', '1', '2'])
    await inbox.close()
    await tap.end()
  })

  it('connects again by itself when the broker was killed, and says that the session was lost', async () => {
    const inbox = await start(mosquitto.url)
    await send('before')
    await messages.untilHanded(1)
    await mosquitto.stop('SIGKILL')
    await vi.waitFor(() => expect(inbox.status().problem).toContain('connection refused'))
    expect(inbox.status()).toMatchObject({
      connected: false,
      problem: `cannot reach ${mosquitto.url}: connection refused`,
    })
    await expect(inbox.publish(`${ROOT}/0/dev-1/command`, 'stop')).rejects.toThrow('not handed over')
    await mosquitto.restart()
    await connected(inbox)
    expect(inbox.status().problem).toBeNull()
    await send('after')
    await messages.untilHanded(2)
    expect(texts()).toEqual(['before', 'after'])
    expect(events()).toContain('mqtt.session-lost')
  })

  it('logs a fault that lasts once', async () => {
    await mosquitto.stop()
    const inbox = await start(mosquitto.url, { pauses: { notKeptMs: 1, firstMs: 1, longestMs: 1 } })
    expect(inbox.status().problem).toBe(`cannot reach ${mosquitto.url}: connection refused`)
    await mosquitto.restart()
    await connected(inbox)
    expect(events().filter((event) => event === 'mqtt.not-connected')).toHaveLength(1)
  })

  it('gets what was sent while it was away, over a restart of the broker too', async () => {
    await (await start(mosquitto.url)).close()
    await send('while away')
    await mosquitto.restart('SIGTERM')
    await start(mosquitto.url)
    await messages.untilHanded(1)
    expect(texts()).toEqual(['while away'])
  })

  it('forgets the leftovers of an earlier session when told to, and keeps its own', async () => {
    await (await start(mosquitto.url)).close()
    await send('leftover')
    await (await start(mosquitto.url, { discardOldSession: true })).close()
    await send('own')
    await start(mosquitto.url)
    await messages.untilHanded(1)
    expect(texts()).toEqual(['own'])
  })

  it('never takes a retained value for a new one', async () => {
    await device.publishAsync(reading('dev-1'), 'old', { qos: 1, retain: true })
    await start(mosquitto.url)
    await send('new')
    await messages.untilHanded(1)
    expect(texts()).toEqual(['new'])
  })

  it('never has more than twice the agreed number under way while the broker empties its queue', async () => {
    const more = { maxInFlight: 20 }
    await (await start(mosquitto.url, more)).close()
    await send(...Array.from({ length: 2_000 }, (_, number) => String(number)))
    let most = 0
    const { take } = messages
    const inbox = openOutsideBroker(settings(mosquitto.url, more), log)
    inboxes.push(inbox)
    const counting = (message: InboundMessage) => {
      const keeping = take(message)
      most = Math.max(most, messages.handed.length - messages.kept.length)
      return keeping
    }
    await inbox.start(counting, () => undefined)
    await messages.untilHanded(2_000)
    expect(new Set(texts()).size).toBe(2_000)
    expect(most).toBeLessThanOrEqual(40)
  })

  it('keeps all of 2,000 messages a second for three seconds, in groups every 5 ms', async () => {
    messages = keptMessages(5)
    const inbox = await start(mosquitto.url)
    const publisher = await mqtt.connectAsync(mosquitto.url, { clientId: 'many' })
    let sent = 0
    const answers: Promise<unknown>[] = []
    for (let tick = 0; tick < 60; tick += 1) {
      for (let n = 0; n < 100; n += 1) {
        answers.push(publisher.publishAsync(reading(`dev-${sent % 50}`), String(sent++), { qos: 1 }))
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await Promise.all(answers)
    await messages.untilHanded(6_000)
    await inbox.close()
    expect(texts(messages.kept)).toEqual(Array.from({ length: 6_000 }, (_, number) => String(number)))
    await publisher.endAsync(true)
  })
})

describe.skipIf(mosquittoIsMissing())('outside broker: what it says', () => {
  const quietTake = async () => undefined

  it('says "not authorised" without a password, and never shows one', async () => {
    const mosquitto = await startMosquitto({ passwordFile: '' })
    const log = silentLog()
    const url = mosquitto.url.replace('//', '//windbreak:se%40cret@')
    const inbox = openOutsideBroker(settings(url), log)
    await inbox.start(quietTake, () => undefined)
    expect(inbox.status()).toMatchObject({
      url: mosquitto.url,
      connected: false,
      problem: `cannot reach ${mosquitto.url}: not authorised`,
    })
    expect(JSON.stringify(log.lines)).not.toMatch(/se(%40|@)cret/)
    await inbox.close()
    await mosquitto.end()
  })

  it('falls back to MQTT 3.1.1 when the broker does not speak 5', async () => {
    const broker = await Aedes.createBroker()
    const sockets = new Set<Socket>()
    const port = await freePort()
    const server = createServer((socket) => {
      sockets.add(socket)
      broker.handle(socket)
    }).listen(port, '127.0.0.1')
    const log = silentLog()
    const messages = keptMessages()
    const inbox = openOutsideBroker(settings(`mqtt://127.0.0.1:${port}`), log)
    await inbox.start(messages.take, () => undefined)
    expect(inbox.status()).toMatchObject({ connected: true, problem: null })
    expect(log.lines.map(({ event }) => event)).toContain('mqtt.older-protocol')
    const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: 'dev-1' })
    await device.publishAsync(reading('dev-1'), 'x', { qos: 1 })
    await messages.untilHanded(1)
    await device.endAsync(true)
    await inbox.close()
    for (const socket of sockets) socket.destroy()
    server.close()
    await new Promise<void>((resolve) => broker.close(resolve))
  })

  it('closes at once while it waits for a broker that never comes', async () => {
    const inbox = openOutsideBroker(
      settings(`mqtt://127.0.0.1:${await freePort()}`, {
        pauses: { notKeptMs: 1, firstMs: 600_000, longestMs: 600_000 },
      }),
      silentLog(),
    )
    await inbox.start(quietTake, () => undefined)
    await inbox.close()
    expect(inbox.status()).toMatchObject({ connected: false, problem: 'closed' })
  })
})
