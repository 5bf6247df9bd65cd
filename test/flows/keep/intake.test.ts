import { describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import { QUALITY } from '../../../server/domain/air/quality.ts'
import { readMessage } from '../../../server/domain/air/read-message.ts'
import type { Reading, Refused } from '../../../server/domain/air/reading.ts'
import type { Device } from '../../../server/domain/place.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { createCounters, createIntake, type IntakeParts, type Kept } from '../../../server/flows/keep/intake.ts'
import { decodeSpoolRecord, encodeSpoolRecord, type KeptRecord } from '../../../server/flows/keep/spool-record.ts'
import { SpoolFull } from '../../../server/ports/spool.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const NOW = Date.UTC(2015, 3, 15, 10, 0)
const TOPIC = 'windbreak/v1/0/mast-1/reading'

const mast: Device = {
  id: 'mast-1',
  name: 'mast',
  kind: 'weatherMast',
  townshipId: 't',
  placeId: null,
  latitude: null,
  longitude: null,
  intervalMs: MINUTE,
  exposure: 'open',
  underMaintenance: false,
}

function setUp(overrides: Partial<IntakeParts> = {}) {
  const appended: Buffer[] = []
  const kept: Kept[] = []
  const events: string[] = []
  const errors: string[] = []
  const counted: string[] = []
  const counters = createCounters()
  const intake = createIntake({
    spool: {
      async append(payload) {
        events.push('append')
        return appended.push(payload)
      },
    },
    clock: { now: () => NOW },
    root: 'windbreak/v1',
    deviceOf: (id) => (id === mast.id ? mast : undefined),
    readMessage,
    refusal: () => null,
    wait: () => new Promise(setImmediate),
    onOnlyCounted: (sender) => counted.push(sender),
    crash: (name) => events.push(name),
    counters,
    log: { info() {}, warn() {}, error: (event) => errors.push(event) },
    onKept: (one) => {
      events.push('kept')
      kept.push(one)
    },
    ...overrides,
  })
  const take = (sent: unknown, topic = TOPIC) =>
    intake.take({
      topic,
      payload: Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent)),
      receivedAt: NOW,
    })
  return { intake, take, appended, kept, events, errors, counted, counters }
}

describe('intake', () => {
  it('invariant 1: makes a message durable first and tells of it then, before it resolves', async () => {
    const { take, events, appended, kept } = setUp()
    await take({ ts: NOW, seq: 7, pm10: 120, windSpeed: 9.5 })
    expect(events).toEqual(['intake.before-append', 'append', 'intake.appended', 'kept'])
    expect(decodeSpoolRecord(appended[0]!)).toEqual({ readings: kept[0]!.readings, refused: [] })
    expect(kept[0]).toMatchObject({ seq: 1, fresh: [{ device: 'mast-1', seq: 7, values: { pm10: 120 } }] })
  })

  it('rejects what could not be kept, counts nothing, and takes it as new when it comes again', async () => {
    let isFull = true
    const { take, kept, counters } = setUp({
      spool: {
        async append() {
          if (isFull) throw new SpoolFull('full')
          return 1
        },
      },
    })
    await expect(take({ ts: NOW, pm10: 1 })).rejects.toThrow(SpoolFull)
    expect(kept).toEqual([])
    expect(counters).toEqual(createCounters())
    isFull = false
    await take({ ts: NOW, pm10: 1 })
    expect(kept[0]?.fresh).toHaveLength(1)
    expect(counters).toMatchObject({ messages: 1, received: 1, kept: 1, duplicate: 0 })
  })

  it('invariant 5: keeps a replay and acknowledges it, but never shows it to control twice', async () => {
    const { take, kept, counters, appended } = setUp()
    await take({ ts: NOW, pm10: 120, windSpeed: 9 })
    await take({ windSpeed: 9, pm10: 120, ts: NOW })
    await take({ ts: NOW, pm10: 121, windSpeed: 9 })
    expect(appended).toHaveLength(3)
    expect(kept.map(({ fresh }) => fresh.length)).toEqual([1, 0, 1])
    expect(kept[1]?.readings).toHaveLength(1)
    expect(counters).toMatchObject({ received: 3, kept: 3, duplicate: 1 })
  })

  it('sees a replay within one message, and never takes another device for one', async () => {
    const { take, kept, intake, counters } = setUp()
    await take([
      { ts: NOW, pm10: 5 },
      { ts: NOW, pm10: 5 },
      { ts: NOW - MINUTE, pm10: 5 },
    ])
    expect(kept[0]?.fresh).toHaveLength(2)
    await intake.takeReadings([{ ...kept[0]!.readings[0]!, device: 'mast-2' }], [])
    expect(kept[1]?.fresh).toHaveLength(1)
    expect(counters.duplicate).toBe(1)
  })

  it.each([
    { case: 'text that is no JSON', sent: '{"ts":', kept: 0, quarantined: 1, refused: 1 },
    {
      case: 'an unknown device',
      sent: { ts: NOW, pm10: 1 },
      topic: 'windbreak/v1/0/stranger/reading',
      kept: 0,
      quarantined: 1,
      refused: 1,
    },
    {
      case: 'one bad reading of three',
      sent: [
        { ts: NOW, pm10: 1 },
        { ts: 'yesterday', pm10: 1 },
        { ts: NOW + 1, pm10: 1 },
      ],
      kept: 2,
      quarantined: 1,
      refused: 1,
    },
    {
      case: 'a bad quantity beside a good one',
      sent: { ts: NOW, pm10: -5, windSpeed: 3 },
      kept: 1,
      quarantined: 0,
      refused: 1,
    },
    {
      case: 'a bad quantity in one of two readings',
      sent: [
        { ts: NOW, pm10: -5, noise: 50 },
        { ts: NOW + 1, pm10: 1 },
      ],
      kept: 2,
      quarantined: 0,
      refused: 1,
    },
    {
      case: 'two readings bad in several ways',
      sent: [
        { ts: NOW, pm10: -5, tsp: -1 },
        { ts: NOW, noise: 999 },
      ],
      kept: 0,
      quarantined: 2,
      refused: 3,
    },
  ])(
    'keeps $case on record without blocking the next message',
    async ({ sent, topic, kept: keptReadings, quarantined, refused }) => {
      const { take, kept, counters } = setUp()
      await take(sent, topic)
      expect(kept[0]?.refused).toHaveLength(refused)
      expect(counters).toMatchObject({ received: keptReadings + quarantined, kept: keptReadings, quarantined })
      await take({ ts: NOW + 2, pm10: 77 })
      expect(kept[1]?.fresh).toHaveLength(1)
      expect(counters.messages).toBe(2)
    },
  )

  it('invariant 3: puts a message on record that its own reader stumbles over', async () => {
    const { take, kept, errors } = setUp({
      readMessage: () => {
        throw new Error('a fault of ours')
      },
    })
    await take({ ts: NOW, pm10: 1 })
    expect(kept[0]?.refused[0]).toMatchObject({ topic: TOPIC, detail: expect.stringContaining('a fault of ours') })
    expect(errors).toEqual(['intake.reader-failed'])
  })

  it('never lets a listener that fails stop the acknowledgement', async () => {
    const { take, errors } = setUp({
      onKept: () => {
        throw new Error('control has a fault')
      },
    })
    await expect(take({ ts: NOW, pm10: 1 })).resolves.toBeUndefined()
    expect(errors).toEqual(['intake.listener-failed'])
  })

  it('counts late readings once, and their replays as replays', async () => {
    const { take, counters, kept } = setUp()
    const late = { ts: NOW - 3 * HOUR, pm10: 60 }
    await take(late)
    await take(late)
    expect(kept[0]?.readings[0]?.quality.pm10).toBe(QUALITY.late)
    expect(counters).toMatchObject({ kept: 2, late: 1, duplicate: 1 })
  })

  it('tells history that was imported from readings that came late', async () => {
    const { take, intake, counters, kept } = setUp()
    await take({ ts: NOW - 3 * HOUR, pm10: 60 })
    const [late] = kept[0]!.readings
    await intake.takeReadings(
      [
        { ...late!, ts: NOW - 5 * HOUR },
        { ...late!, ts: NOW, quality: {} },
      ],
      [],
    )
    expect(counters).toMatchObject({ kept: 3, late: 2, backfilled: 1 })
  })

  it('tells of records in the order of their numbers, whoever appends how fast', async () => {
    const folder = temporaryFolder()
    const spool = await openFileSpool({
      folder: folder.path,
      maxBytes: 1e9,
      onFatal: (error) => {
        throw error
      },
    })
    const { take, intake, kept } = setUp({ spool })
    const reading = (ts: number): Reading => ({
      device: 'mast-1',
      ts,
      receivedAt: NOW,
      seq: null,
      values: { pm10: 1 },
      quality: {},
    })
    await Promise.all(
      Array.from({ length: 600 }, async (_, index) => {
        if (index % 7 === 0) await new Promise(setImmediate)
        if (index % 3 === 0) return intake.takeReadings([reading(NOW + index)], [])
        return take(index % 5 === 0 ? 'not json' : { ts: NOW - index * 1_000, pm10: 1 })
      }),
    )
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1))
    await spool.close()
    folder.remove()
  })
})

describe('a sender of more faults than are kept singly', () => {
  const flood = 400
  const bad = (n: number) => `not json ${n}`

  it('has the rest counted in few records, each message acknowledged once its count is durable', async () => {
    const { take, appended, kept, counted, counters } = setUp()
    await Promise.all(Array.from({ length: flood }, (_, n) => take(bad(n))))
    const all = kept.flatMap(({ refused }) => refused)
    const singly = all.filter(({ sample }) => sample !== '')
    const rest = all.filter(({ sample }) => sample === '')
    expect(singly.length).toBeGreaterThan(50)
    expect(rest).toMatchObject([{ device: 'mast-1', topic: 'device mast-1', reason: 'malformed-json' }])
    expect(rest[0]?.count).toBe(flood - singly.length)
    expect(appended).toHaveLength(singly.length + 1)
    expect(kept.reduce((sum, { messages }) => sum + messages, 0)).toBe(flood)
    expect(counters).toMatchObject({ messages: flood, received: flood, quarantined: flood })
    expect(counted).toEqual(Array.from({ length: flood - singly.length }, () => 'device mast-1'))
  })

  it('is not told that they are kept when the count is not', async () => {
    let isFull = false
    const { take, counters } = setUp({
      spool: {
        append: async () => {
          if (isFull) throw new SpoolFull('full')
          return 1
        },
      },
    })
    for (let n = 0; n < flood; n++) await take(bad(n))
    const before = { ...counters }
    isFull = true
    await expect(take(bad(flood))).rejects.toThrow(SpoolFull)
    expect(counters).toEqual(before)
    isFull = false
    await take(bad(flood))
    expect(counters.messages).toBe(before.messages + 1)
  })

  it('loses no reading, and takes nothing from other senders', async () => {
    const { take, intake, kept } = setUp()
    for (let n = 0; n < flood; n++) await take(bad(n))
    await take({ ts: NOW, pm10: -1, noise: 50 })
    expect(kept.at(-1)).toMatchObject({
      readings: [{ values: { noise: 50 } }],
      refused: [{ reason: 'out-of-range', sample: '' }],
    })
    const stranger = { topic: 'elsewhere', payload: Buffer.from('x'), receivedAt: NOW }
    await intake.take({ ...stranger, address: '10.0.0.7' })
    expect(kept.at(-1)?.refused).toMatchObject([{ reason: 'bad-topic', sample: 'x' }])
    for (let n = 0; n < flood; n++) await intake.take({ ...stranger, topic: `elsewhere/${n}`, address: '10.0.0.7' })
    expect(kept.at(-1)?.refused).toMatchObject([{ device: null, topic: 'address 10.0.0.7', sample: '' }])
    await intake.take({ ...stranger, address: '10.0.0.8' })
    expect(kept.at(-1)?.refused).toMatchObject([{ reason: 'bad-topic', sample: 'x' }])
  })
})

describe('a spool record', () => {
  const reading = (more: Partial<Reading> = {}): Reading => ({
    ...{ device: 'mast-1', ts: NOW, receivedAt: NOW + 1, seq: null, values: { pm10: 1 }, quality: {} },
    ...more,
  })
  const refused = (field: string, sample: string): Refused => ({
    ...{ device: 'mast-1', topic: TOPIC, receivedAt: NOW + 1, reason: 'out-of-range', field, count: 3 },
    ...{ detail: `${field}: found -1`, sample },
  })

  it.each<{ case: string; record: KeptRecord }>([
    { case: 'one device', record: { readings: [reading(), reading({ seq: 0, quality: { pm10: 256 } })], refused: [] } },
    { case: 'several devices', record: { readings: [reading(), reading({ device: 'mast-2', seq: 5 })], refused: [] } },
    { case: 'refusals', record: { readings: [], refused: [refused('a', 'x'), refused('b', 'x'), refused('c', 'y')] } },
  ])('gives back what was put in: $case', ({ record }) => {
    expect(decodeSpoolRecord(encodeSpoolRecord(record))).toEqual(record)
  })

  it('is hardly longer than the message was, even for the shortest readings under the longest id', () => {
    const device = { ...mast, id: 'm'.repeat(64) }
    const message = JSON.stringify(Array.from({ length: 1_000 }, (_, n) => ({ ts: NOW - n, pm10: 1 })))
    const topic = `windbreak/v1/0/${device.id}/reading`
    const read = readMessage(
      { topic, payload: Buffer.from(message), receivedAt: NOW },
      { root: 'windbreak/v1', now: NOW, deviceOf: () => device },
    )
    expect(read.readings).toHaveLength(1_000)
    expect(encodeSpoolRecord(read).length).toBeLessThan(1.5 * message.length)
  })

  it('says a sample once, however many faults the message has', () => {
    const faults = Array.from({ length: 17 }, (_, n) => refused(`f${n}`, 's'.repeat(1_024)))
    expect(encodeSpoolRecord({ readings: [], refused: faults }).length).toBeLessThan(5_000)
  })

  it('of version 0.1.0 is read', () => {
    const { field: _field, count: _count, ...old } = refused('', 'x')
    const record = decodeSpoolRecord(Buffer.from(JSON.stringify({ readings: [reading()], refused: [old] })))
    expect(record).toEqual({ readings: [reading()], refused: [{ ...old, field: '', count: 1 }] })
  })

  it('that cannot be read becomes a refusal instead of blocking the line', () => {
    for (const text of ['', 'null', '{"readings":1}', '\u0000']) {
      const { readings, refused } = decodeSpoolRecord(Buffer.from(text))
      expect(readings).toEqual([])
      expect(refused).toMatchObject([{ reason: 'malformed-json', topic: 'spool' }])
    }
  })
})
