/** The embedded broker: the contract of every inbox, a PUBACK that means kept, and devices that misbehave. */
import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrokerCannotListen } from '../../../server/adapters/mqtt/broker-cannot-listen.ts'
import { type EmbeddedBrokerSettings, openEmbeddedBroker } from '../../../server/adapters/mqtt/embedded-broker.ts'
import type { DoorKeeper, Inbox, Knock, Trespass } from '../../../server/ports/inbox.ts'
import { inboxContract, ROOT } from '../../contracts/inbox.suite.ts'
import { type KeptMessages, keptMessages, silentLog } from '../../support/kept-messages.ts'
import { seededRandom } from '../../support/random.ts'

const closed = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()))
const nextPacket = (client: MqttClient) => new Promise((resolve) => client.once('packetreceive', resolve))

const OPEN_DOOR: DoorKeeper = {
  admit: () => ({ kind: 'in', by: 'name' }),
  mayStay: () => true,
  onKnock: () => undefined,
}
const SETTINGS: EmbeddedBrokerSettings = { host: '127.0.0.1', port: 0, root: ROOT, door: OPEN_DOOR }

describe('embedded broker: contract', () => {
  inboxContract(async () => {
    const inbox = openEmbeddedBroker(SETTINGS, silentLog())
    return { inbox, deviceUrl: () => inbox.status().url, end: async () => undefined }
  })
})

describe('embedded broker', () => {
  let inbox: Inbox
  let messages: KeptMessages
  let log: ReturnType<typeof silentLog>
  let trespasses: Trespass[]
  let devices: MqttClient[]

  async function start(more: Partial<EmbeddedBrokerSettings> = {}): Promise<void> {
    log = silentLog()
    inbox = openEmbeddedBroker({ ...SETTINGS, ...more }, log)
    await inbox.start(messages.take, (trespass) => trespasses.push(trespass))
  }
  async function device(id: string, more: IClientOptions = {}): Promise<MqttClient> {
    const options = { clientId: id, username: id, reconnectPeriod: 0, ...more }
    const client = await mqtt.connectAsync(inbox.status().url, options)
    client.on('error', () => undefined)
    devices.push(client)
    return client
  }
  /** A connection that says nothing but these bytes. */
  function silent(bytes: Buffer = Buffer.alloc(0)) {
    const socket = connectSocket(Number(new URL(inbox.status().url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(bytes)
    return socket.resume()
  }
  const reading = (id: string) => `${ROOT}/0/${id}/reading`
  const texts = () => messages.handed.map(({ payload }) => payload.toString())

  beforeEach(async () => {
    messages = keptMessages()
    trespasses = []
    devices = []
  })
  afterEach(async () => {
    messages.become('keep')
    messages.keepAll()
    await Promise.all(devices.map((client) => client.endAsync(true)))
    await inbox.close()
  })

  describe('PUBACK', () => {
    it('never comes before the message is kept', async () => {
      await start()
      messages.become('hold')
      const client = await device('dev-1')
      const answered: string[] = []
      client.publish(reading('dev-1'), 'one', { qos: 1 }, () => answered.push('one'))
      await messages.untilHanded(1)
      // A ping goes the same way and back: an answer sent too early would have arrived before it.
      client.sendPing()
      await nextPacket(client)
      expect(answered).toEqual([])
      messages.keepAll()
      await vi.waitFor(() => expect(answered).toEqual(['one']))
    })

    it('comes in the order of arrival when a later message is kept first', async () => {
      log = silentLog()
      const keep: (() => void)[] = []
      inbox = openEmbeddedBroker(SETTINGS, log)
      await inbox.start(
        () => new Promise((resolve) => keep.push(resolve)),
        () => undefined,
      )
      const client = await device('dev-1')
      const answered: number[] = []
      for (const number of [0, 1, 2]) {
        client.publish(reading('dev-1'), `${number}`, { qos: 1 }, () => answered.push(number))
      }
      await vi.waitFor(() => expect(keep).toHaveLength(3))
      keep[2]?.()
      keep[1]?.()
      keep[0]?.()
      await vi.waitFor(() => expect(answered).toEqual([0, 1, 2]))
    })

    it('never comes for a message that was not kept: the connection ends instead', async () => {
      await start()
      messages.become('refuse')
      const client = await device('dev-1')
      let isAnswered = false
      client.publish(reading('dev-1'), 'x', { qos: 1 }, (error) => {
        isAnswered = !error
      })
      await closed(client)
      expect(isAnswered).toBe(false)
      expect(log.lines.map(({ event }) => event)).toContain('mqtt.message-not-kept')
    })

    it('needs few group commits for 100 messages that one device sends at once', async () => {
      let groups = 0
      let waiting: (() => void)[] = []
      inbox = openEmbeddedBroker(SETTINGS, silentLog())
      const commit = () => {
        groups += 1
        const group = waiting
        waiting = []
        for (const resolve of group) resolve()
      }
      await inbox.start(
        () =>
          new Promise((resolve) => {
            if (waiting.push(resolve) === 1) setTimeout(commit, 5)
          }),
        () => undefined,
      )
      const client = await device('dev-1')
      const sent = Array.from({ length: 100 }, () => client.publishAsync(reading('dev-1'), 'x'.repeat(150), { qos: 1 }))
      await Promise.all(sent)
      expect(groups).toBeLessThan(10)
    })
  })

  describe('who may connect', () => {
    const secret = Buffer.from('right')
    const onlyRight: DoorKeeper = {
      ...OPEN_DOOR,
      admit: (id, password) =>
        id === 'dev-1' && password?.equals(secret) ? { kind: 'in', by: 'right' } : { kind: 'out', why: 'wrong-secret' },
      onKnock: (knock) => knocks.push(knock),
    }
    let knocks: Knock[] = []
    beforeEach(() => {
      knocks = []
    })

    it.each([
      { case: 'no user name', options: { username: '' }, why: 'no-user-name', name: '' },
      { case: 'a user name that is no device id', options: { username: 'a/b' }, why: 'no-device-id', name: 'a/b' },
      { case: 'no secret', options: {}, why: 'wrong-secret', name: 'dev-1' },
      { case: 'a wrong secret', options: { password: 'wrong' }, why: 'wrong-secret', name: 'dev-1' },
    ])('refuses $case with code 5, tells who knocked, and says why once', async ({ options, why, name }) => {
      await start({ door: onlyRight })
      await expect(device('dev-1', options)).rejects.toMatchObject({ code: 5 })
      await expect(device('dev-1', options)).rejects.toMatchObject({ code: 5 })
      expect(log.lines.filter(({ event }) => event === 'mqtt.device-refused')).toHaveLength(1)
      expect(knocks.map((one) => ({ ...one, name: one.name ?? '' }))).toEqual(
        [1, 2].map(() => ({ name, why, address: '127.0.0.1' })),
      )
    })

    it('accepts the right secret', async () => {
      await start({ door: onlyRight })
      const client = await device('dev-1', { password: 'right' })
      expect(client.connected).toBe(true)
    })

    it('ends what came in with something that holds no more, when it is told to look', async () => {
      let ended = 'nothing'
      await start({ door: { ...onlyRight, mayStay: (_, by) => by !== ended } })
      const client = await device('dev-1', { password: 'right' })
      inbox.recheck()
      await client.publishAsync(reading('dev-1'), 'stays', { qos: 1 })
      ended = 'right'
      inbox.recheck()
      await closed(client)
    })

    it('takes nothing more of what came in with something that holds no more', async () => {
      let ended = 'nothing'
      await start({ door: { ...onlyRight, mayStay: (_, by) => by !== ended } })
      const client = await device('dev-1', { password: 'right' })
      ended = 'right'
      let isAnswered = false
      client.publish(reading('dev-1'), 'late', { qos: 1 }, (error) => {
        isAnswered = !error
      })
      await closed(client)
      expect([isAnswered, texts()]).toEqual([false, []])
    })

    it('lets nobody hold off a device by connecting in its name again and again', async () => {
      await start({ door: { ...OPEN_DOOR, onKnock: (knock) => knocks.push(knock) } })
      const first = await device('dev-1')
      for (let n = 0; n < 20; n += 1) await expect(device('dev-1')).rejects.toMatchObject({ code: 5 })
      await first.publishAsync(reading('dev-1'), 'still here', { qos: 1 })
      expect(texts()).toEqual(['still here'])
      expect(knocks.at(-1)).toMatchObject({ why: 'connected-already', name: 'dev-1' })
      await first.endAsync()
      expect((await device('dev-1')).connected).toBe(true)
    })

    it('never lets a device end the connection of another by its client id', async () => {
      await start()
      const victim = await device('dev-1')
      const rival = await device('dev-2', { clientId: 'dev-1' })
      await rival.publishAsync(reading('dev-2'), 'rival', { qos: 1 })
      await victim.publishAsync(reading('dev-1'), 'victim', { qos: 1 })
      expect(texts()).toEqual(['rival', 'victim'])
    })
  })

  describe('what a device may say and hear', () => {
    it.each([
      { case: "another's reading", topic: `${ROOT}/0/dev-2/reading` },
      { case: 'its own command', topic: `${ROOT}/0/dev-1/command` },
      { case: 'an unknown kind', topic: `${ROOT}/0/dev-1/firmware` },
      { case: 'another root', topic: 'windbreak-drill/v1/0/dev-1/reading' },
      { case: '$SYS', topic: '$SYS/broker/load' },
      { case: 'one level more', topic: `${ROOT}/0/dev-1/reading/raw` },
    ])('ends the connection of a device that publishes $case, and counts it', async ({ topic }) => {
      await start()
      const client = await device('dev-1')
      client.publish(topic, 'x', { qos: 1 })
      await closed(client)
      expect(messages.handed).toEqual([])
      expect(trespasses).toEqual([{ device: 'dev-1', topic }])
      expect(inbox.status().trespasses).toBe(1)
    })

    it.each([
      { filter: '#', granted: 128 },
      { filter: `${ROOT}/#`, granted: 128 },
      { filter: `${ROOT}/+/+/command`, granted: 128 },
      { filter: `${ROOT}/+/dev-2/command`, granted: 128 },
      { filter: `${ROOT}/+/dev-1/+`, granted: 128 },
      { filter: `${ROOT}/+/dev-1/reading`, granted: 128 },
      { filter: '$SYS/#', granted: 128 },
      { filter: `${ROOT}/+/dev-1/command`, granted: 1 },
      { filter: `${ROOT}/0/dev-1/ack`, granted: 1 },
    ])('answers a subscription to $filter with $granted', async ({ filter, granted }) => {
      await start()
      const client = await device('dev-1')
      const answered = nextPacket(client)
      client.subscribe(filter, { qos: 1 }, () => undefined)
      expect(await answered).toMatchObject({ cmd: 'suback', granted: [granted] })
    })

    it('takes a retained message like any other', async () => {
      await start()
      await (await device('dev-1')).publishAsync(reading('dev-1'), 'x', { qos: 1, retain: true })
      expect(texts()).toEqual(['x'])
      expect(log.lines.filter(({ level }) => level !== 'info')).toEqual([])
    })

    it('takes the last will of a device whose connection breaks', async () => {
      await start()
      const will = { topic: `${ROOT}/0/dev-1/state`, payload: Buffer.from('offline'), qos: 1 as const, retain: true }
      const client = await device('dev-1', { will })
      client.stream.destroy()
      await messages.untilHanded(1)
      expect(texts()).toEqual(['offline'])
    })

    it('refuses a last will that speaks for another, and counts it', async () => {
      await start()
      const will = { topic: `${ROOT}/0/dev-2/state`, payload: Buffer.from('offline'), qos: 1 as const, retain: false }
      const client = await device('dev-1', { will })
      client.stream.destroy()
      await vi.waitFor(() => expect(inbox.status().trespasses).toBe(1))
      expect(messages.handed).toEqual([])
    })
  })

  describe('what it survives', () => {
    it('cuts a device that sends a packet of more than 272 KiB, and serves the others', async () => {
      await start()
      const greedy = await device('dev-1')
      const other = await device('dev-2')
      greedy.publish(reading('dev-1'), Buffer.alloc(273 * 1024), { qos: 1 })
      await closed(greedy)
      await other.publishAsync(reading('dev-2'), 'fine', { qos: 1 })
      expect(texts()).toEqual(['fine'])
    })

    it('takes a message that is a little too large, so that intake can refuse and record it', async () => {
      await start()
      await (await device('dev-1')).publishAsync(reading('dev-1'), 'x'.repeat(256 * 1024 + 1), { qos: 1 })
      expect(messages.handed).toMatchObject([{ address: '127.0.0.1' }])
    })

    it('ends a connection that sends much before it says who it is', async () => {
      await start()
      // A CONNECT that announces 200 KiB and never ends.
      const socket = silent(Buffer.from([0x10, 0x80, 0x80, 0x0d]))
      socket.write(Buffer.alloc(65 * 1024))
      await once(socket, 'close')
    })

    it('takes what a device sends before its CONNECT is answered, however much it is', async () => {
      await start()
      const hello = Buffer.from('\x10\x18\x00\x04MQTT\x04\x82\x00\x3c\x00\x05dev-1\x00\x05dev-1', 'latin1')
      const topic = Buffer.from(reading('dev-1'))
      const body = Buffer.concat([Buffer.from([0, topic.length]), topic, Buffer.alloc(50_000, 'x')])
      const length = [(body.length & 0x7f) | 0x80, ((body.length >> 7) & 0x7f) | 0x80, body.length >> 14]
      const publish = Buffer.concat([Buffer.from([0x30, ...length]), body])
      silent(Buffer.concat([hello, ...Array.from({ length: 10 }, () => publish)]))
      await messages.untilHanded(10)
    })

    it('ends a connection that does not say who it is in time', async () => {
      await start({ limits: { connectWithinMs: 20 } })
      await once(silent(), 'close')
    })

    it('turns away connections beyond the most it takes, until one goes, and says so', async () => {
      await start({ limits: { connections: 2 } })
      const first = await device('dev-1')
      await device('dev-2')
      await once(silent(), 'close')
      expect(inbox.status()).toMatchObject({ turnedAway: 1, problem: expect.stringMatching(/2 connections, as many/) })
      await first.endAsync()
      await vi.waitFor(async () => expect((await device('dev-3')).connected).toBe(true))
    })

    it('turns away an address that connects more often than it may, and serves those that are connected', async () => {
      await start({ limits: { burstPerAddress: 3, perAddressAndSecond: 0 } })
      const client = await device('dev-1')
      for (let n = 0; n < 2; n++) await (await device(`other-${n}`)).endAsync()
      for (let n = 0; n < 5; n++) await once(silent(), 'close')
      expect(inbox.status()).toMatchObject({ turnedAway: 5, problem: expect.stringMatching(/127\.0\.0\.1 connects/) })
      await client.publishAsync(reading('dev-1'), 'fine', { qos: 1 })
      expect(texts()).toEqual(['fine'])
    })

    it('grants a device few subscriptions, the same one again and again', async () => {
      await start()
      const client = await device('dev-1')
      const granted = async (filter: string) =>
        (await client.subscribeAsync(filter, { qos: 1 }).catch(() => [{ qos: 128 }]))[0]?.qos
      for (let n = 0; n < 16; n++) expect(await granted(`${ROOT}/${n}/dev-1/ack`)).toBe(1)
      expect(await granted(`${ROOT}/16/dev-1/ack`)).toBe(128)
      expect(await granted(`${ROOT}/3/dev-1/ack`)).toBe(1)
    })

    it('never falls over bytes that are no MQTT', async () => {
      const seed = 20_260_301
      const random = seededRandom(seed)
      await start()
      const { port } = new URL(inbox.status().url)
      const hello = Buffer.from('101100044d5154540402003c000564657669310005646576693100', 'hex')
      for (let round = 0; round < 200; round += 1) {
        const socket = connectSocket(Number(port), '127.0.0.1')
        socket.on('error', () => undefined)
        const noise = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 200) }, () => random() * 256))
        socket.end(random() < 0.5 ? noise : Buffer.concat([hello, noise]))
        await once(socket, 'close')
      }
      await (await device('dev-1')).publishAsync(reading('dev-1'), 'fine', { qos: 1 })
      expect(texts(), `seed ${seed}`).toContain('fine')
    })

    it.each(['/'.repeat(200), 'a/'.repeat(120), '', '#', '+/x'])('never falls over the topic "%s"', async (topic) => {
      await start()
      const client = await device('dev-1')
      const bytes = Buffer.from(topic)
      const body = Buffer.concat([Buffer.from([0, bytes.length]), bytes, Buffer.from([0, 1]), Buffer.from('x')])
      const length = body.length < 128 ? [body.length] : [(body.length % 128) | 0x80, Math.floor(body.length / 128)]
      client.stream.write(Buffer.concat([Buffer.from([0x32, ...length]), body]))
      await closed(client)
      await (await device('dev-2')).publishAsync(reading('dev-2'), 'fine', { qos: 1 })
      expect(texts()).toEqual(['fine'])
    })

    it('says in plain words that its port is taken', async () => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as { port: number }
      await start()
      const second = openEmbeddedBroker({ ...SETTINGS, port }, silentLog())
      const failure = await second.start(messages.take, () => undefined).catch((error: unknown) => error)
      other.close()
      expect(failure).toBeInstanceOf(BrokerCannotListen)
      expect(failure).toMatchObject({
        host: '127.0.0.1',
        port,
        message: `the MQTT broker cannot listen at 127.0.0.1:${port}: another program already uses this port`,
      })
    })
  })

  it('answers what was under way before it closes', async () => {
    await start()
    messages.become('hold')
    const client = await device('dev-1')
    const sent = client.publishAsync(reading('dev-1'), 'last', { qos: 1 })
    await messages.untilHanded(1)
    const closing = inbox.close()
    messages.keepAll()
    await closing
    await sent
    expect(texts()).toEqual(['last'])
  })
})
