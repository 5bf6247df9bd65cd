/** What every inbox promises, run against the embedded broker and against a real mosquitto. */
import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Inbox } from '../../server/ports/inbox.ts'
import { type KeptMessages, keptMessages } from '../support/kept-messages.ts'

export const ROOT = 'windbreak/v1'

export interface InboxUnderTest {
  /** Not started. */
  readonly inbox: Inbox
  /** Where devices connect; asked for after the start. */
  deviceUrl(): string
  end(): Promise<void>
}

export function inboxContract(open: () => Promise<InboxUnderTest>): void {
  let under: InboxUnderTest
  let inbox: Inbox
  let messages: KeptMessages
  let devices: MqttClient[]

  beforeEach(async () => {
    messages = keptMessages()
    devices = []
    under = await open()
    inbox = under.inbox
    await inbox.start(messages.take, () => undefined)
  })
  afterEach(async () => {
    messages.become('keep')
    messages.keepAll()
    await Promise.all(devices.map((device) => device.endAsync(true)))
    await inbox.close()
    await under.end()
  })

  async function device(id: string): Promise<MqttClient> {
    const client = await mqtt.connectAsync(under.deviceUrl(), { clientId: id, username: id, reconnectPeriod: 50 })
    client.on('error', () => undefined)
    devices.push(client)
    return client
  }
  const topic = (id: string, kind = 'reading') => `${ROOT}/0/${id}/${kind}`
  const texts = (all: KeptMessages['handed']) => all.map(({ payload }) => payload.toString())

  it('says that it is connected, and nothing is wrong', () => {
    expect(inbox.status()).toMatchObject({ connected: true, problem: null, trespasses: 0 })
    expect(inbox.status().url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/)
  })

  it.each([
    { case: 'an empty payload', payload: Buffer.alloc(0) },
    { case: 'text', payload: Buffer.from('{"pm10":81.5,"名":"风"}') },
    { case: 'bytes that are no text', payload: Buffer.from([0xff, 0x00, 0xc3, 0x28, 0xfe]) },
    { case: 'the longest there may be', payload: Buffer.alloc(262_144, 'reading ') },
  ])('hands over topic and payload unchanged: $case', async ({ payload }) => {
    const before = Date.now()
    await (await device('dev-1')).publishAsync(topic('dev-1', 'hj212'), payload, { qos: 1 })
    await messages.untilHanded(1)
    const [message] = messages.handed
    expect(message?.topic).toBe(topic('dev-1', 'hj212'))
    expect(message?.payload.equals(payload)).toBe(true)
    expect(message?.receivedAt).toBeGreaterThanOrEqual(before)
    expect(message?.receivedAt).toBeLessThanOrEqual(Date.now())
  })

  it.each(['reading', 'hj212', 'state', 'position'])('takes messages of kind %s', async (kind) => {
    await (await device('dev-1')).publishAsync(topic('dev-1', kind), 'x', { qos: 1 })
    await messages.untilHanded(1)
    expect(messages.handed[0]?.topic).toBe(topic('dev-1', kind))
  })

  it.each([0, 1, 2] as const)('takes messages of quality of service %i', async (qos) => {
    await (await device('dev-1')).publishAsync(topic('dev-1'), 'x', { qos })
    await messages.untilHanded(1)
    expect(texts(messages.handed)).toEqual(['x'])
  })

  it('hands over in order per device, many devices at once', async () => {
    const ids = ['a', 'b', 'c', 'd']
    const clients = await Promise.all(ids.map(device))
    const numbers = Array.from({ length: 200 }, (_, number) => String(number))
    await Promise.all(
      numbers.flatMap((number) =>
        clients.map((client, index) => client.publishAsync(topic(ids[index]!), number, { qos: 1 })),
      ),
    )
    await messages.untilHanded(800)
    for (const id of ids) {
      expect(texts(messages.handed.filter((message) => message.topic === topic(id)))).toEqual(numbers)
    }
  })

  it('hands over the next messages while the first is not kept yet', async () => {
    messages.become('hold')
    const client = await device('dev-1')
    const sent = Array.from({ length: 15 }, (_, number) => client.publishAsync(topic('dev-1'), `${number}`, { qos: 1 }))
    await messages.untilHanded(15)
    expect(messages.kept).toEqual([])
    messages.keepAll()
    await Promise.all(sent)
    expect(texts(messages.kept)).toEqual(Array.from({ length: 15 }, (_, number) => `${number}`))
  })

  it('hands a message over again, and in order, when it was not kept', async () => {
    messages.become('refuse')
    const client = await device('dev-1')
    const sent = ['first', 'second', 'third'].map((text) => client.publishAsync(topic('dev-1'), text, { qos: 1 }))
    await messages.untilHanded(1)
    messages.become('keep')
    await Promise.all(sent)
    await vi.waitFor(() => expect(texts(messages.kept)).toEqual(['first', 'second', 'third']), { timeout: 20_000 })
  })

  describe('words to devices', () => {
    it('publishes to the device that subscribed, and to no other', async () => {
      const [one, other] = [await device('dev-1'), await device('dev-2')]
      const heard: string[] = []
      one.on('message', (at, payload) => heard.push(`1 ${at} ${payload}`))
      other.on('message', (at, payload) => heard.push(`2 ${at} ${payload}`))
      await one.subscribeAsync(`${ROOT}/+/dev-1/command`, { qos: 1 })
      await other.subscribeAsync(`${ROOT}/+/dev-2/command`, { qos: 1 })
      await inbox.publish(topic('dev-1', 'command'), 'spray until 14:35')
      await inbox.publish(topic('dev-2', 'command'), 'stop')
      await vi.waitFor(() => expect(heard.toSorted()).toHaveLength(2))
      expect(heard.toSorted()).toEqual([
        `1 ${topic('dev-1', 'command')} spray until 14:35`,
        `2 ${topic('dev-2', 'command')} stop`,
      ])
    })

    it('never takes its own words for messages of devices', async () => {
      await inbox.publish(topic('dev-1', 'command'), 'spray')
      await inbox.publish(topic('dev-1', 'ack'), '{"upTo":4}')
      await (await device('dev-1')).publishAsync(topic('dev-1'), 'reading', { qos: 1 })
      await messages.untilHanded(1)
      expect(texts(messages.handed)).toEqual(['reading'])
    })

    it('hands 400 commands over at once', async () => {
      const all = Array.from({ length: 400 }, (_, number) => inbox.publish(topic(`dev-${number}`, 'command'), 'stop'))
      expect(await Promise.all(all)).toHaveLength(400)
    })

    it('refuses to publish when it is closed', async () => {
      await inbox.close()
      await expect(inbox.publish(topic('dev-1', 'command'), 'stop')).rejects.toThrow('not handed over')
    })
  })

  it('closes only after the messages under way are kept', async () => {
    messages.become('hold')
    const client = await device('dev-1')
    client.publish(topic('dev-1'), 'last', { qos: 1 })
    await messages.untilHanded(1)
    let isClosed = false
    const closing = inbox.close().then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isClosed).toBe(false)
    messages.keepAll()
    await closing
    expect(texts(messages.kept)).toEqual(['last'])
    expect(inbox.status().connected).toBe(false)
  })
}
