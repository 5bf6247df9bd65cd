import { describe, expect, it } from 'vitest'
import { isUsable, QUALITY } from '../../../server/domain/air/quality.ts'
import { QUANTITY_FACTS, type Quantity } from '../../../server/domain/air/quantity.ts'
import { MAX_MESSAGE_BYTES, readMessage } from '../../../server/domain/air/read-message.ts'
import { EARLIEST_IMPORT, FUTURE_LIMIT, LATE_AFTER, PAST_LIMIT } from '../../../server/domain/air/read-reading.ts'
import type { Device } from '../../../server/domain/place.ts'
import { DAY, HOUR, MINUTE } from '../../../server/domain/units.ts'

const NOW = Date.UTC(2015, 3, 15, 10, 10)
const ROOT = 'windbreak/v1'

const mast: Device = {
  id: 'mast-1',
  name: 'mast 1',
  kind: 'weatherMast',
  townshipId: 't1',
  placeId: null,
  latitude: null,
  longitude: null,
  intervalMs: MINUTE,
  exposure: 'open',
  underMaintenance: false,
}
const hourly: Device = { ...mast, id: 'hourly', intervalMs: HOUR }
const inRepair: Device = { ...mast, id: 'in_Repair', underMaintenance: true }
const devices = new Map([mast, hourly, inRepair].map((device) => [device.id, device]))
const deviceOf = (id: string) => devices.get(id)

interface Sent {
  topic?: string
  device?: string
  receivedAt?: number
  now?: number
  oldest?: number | null
}

function read(
  sent: unknown,
  { device = 'mast-1', topic = `${ROOT}/0/${device}/reading`, receivedAt = NOW, ...clock }: Sent = {},
) {
  const payload =
    sent instanceof Uint8Array ? sent : new TextEncoder().encode(typeof sent === 'string' ? sent : JSON.stringify(sent))
  return readMessage({ topic, payload, receivedAt }, { root: ROOT, now: NOW, deviceOf, ...clock })
}

const reasons = (result: ReturnType<typeof read>) => result.refused.map(({ reason }) => reason)

describe('a device message', () => {
  it('becomes a reading with device, both times, counter and values', () => {
    expect(read({ ts: NOW - 1_000, seq: 7, pm10: 152.5, windSpeed: 6.1, windDirection: 315 })).toEqual({
      readings: [
        {
          device: 'mast-1',
          ts: NOW - 1_000,
          receivedAt: NOW,
          seq: 7,
          values: { pm10: 152.5, windSpeed: 6.1, windDirection: 315 },
          quality: {},
        },
      ],
      refused: [],
      offered: 1,
    })
  })

  it('keeps every reading of a back-fill in its order', () => {
    const { readings, refused } = read([
      { ts: NOW - 2_000, pm10: 1 },
      { ts: NOW - 3_000, pm10: 2 },
      { ts: NOW - 1_000, pm10: 3 },
    ])
    expect(readings.map(({ values }) => values.pm10)).toEqual([1, 2, 3])
    expect(refused).toEqual([])
  })

  it('reads the drill root only in a drill', () => {
    const topic = 'windbreak-drill/v1/0/mast-1/reading'
    const payload = new TextEncoder().encode(JSON.stringify({ ts: NOW, pm10: 1 }))
    const message = { topic, payload, receivedAt: NOW }
    expect(readMessage(message, { root: 'windbreak-drill/v1', now: NOW, deviceOf }).readings).toHaveLength(1)
    expect(reasons(readMessage(message, { root: ROOT, now: NOW, deviceOf }))).toEqual(['bad-topic'])
  })

  it.each([
    { $case: 'another root', topic: 'other/v1/0/mast-1/reading', reason: 'bad-topic', device: null },
    { $case: 'a part too few', topic: `${ROOT}/0/mast-1`, reason: 'bad-topic', device: null },
    { $case: 'a part too many', topic: `${ROOT}/0/mast-1/reading/x`, reason: 'bad-topic', device: null },
    { $case: 'an empty device', topic: `${ROOT}/0//reading`, reason: 'bad-topic', device: null },
    { $case: 'a device id with a dot', topic: `${ROOT}/0/mast.1/reading`, reason: 'bad-topic', device: null },
    { $case: 'a device id too long', topic: `${ROOT}/0/${'x'.repeat(65)}/reading`, reason: 'bad-topic', device: null },
    {
      $case: 'a kind not understood',
      topic: `${ROOT}/0/mast-1/position`,
      reason: 'unsupported-kind',
      device: 'mast-1',
    },
    {
      $case: 'a device nobody registered',
      topic: `${ROOT}/0/stranger/reading`,
      reason: 'unknown-device',
      device: 'stranger',
    },
    {
      $case: 'a name every object inherits',
      topic: `${ROOT}/0/__proto__/reading`,
      reason: 'unknown-device',
      device: '__proto__',
    },
  ])('is refused once for $case', ({ topic, reason, device }) => {
    const result = read(
      [
        { ts: NOW, pm10: 1 },
        { ts: NOW, pm10: 2 },
      ],
      { topic },
    )
    expect(result.readings).toEqual([])
    expect(result.refused).toMatchObject([{ reason, device, topic, receivedAt: NOW }])
  })

  it.each([
    { $case: 'text that is not JSON', sent: '{"ts":', reason: 'malformed-json' },
    { $case: 'an empty payload', sent: '', reason: 'malformed-json' },
    { $case: 'NaN, which JSON does not have', sent: `{"ts":${NOW},"pm10":NaN}`, reason: 'malformed-json' },
    { $case: 'bytes that are not UTF-8', sent: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), reason: 'malformed-json' },
    { $case: 'a number', sent: '5', reason: 'wrong-type' },
    { $case: 'null', sent: 'null', reason: 'wrong-type' },
    { $case: 'an empty array', sent: '[]', reason: 'no-quantity' },
    {
      $case: 'more than 1,000 readings',
      sent: Array.from({ length: 1_001 }, () => ({ ts: NOW, pm10: 1 })),
      reason: 'too-large',
    },
    { $case: 'nesting deeper than the stack', sent: '['.repeat(100_000), reason: 'malformed-json' },
    { $case: 'an array inside the array', sent: [[{ ts: NOW, pm10: 1 }]], reason: 'wrong-type' },
  ])('is refused for $case', ({ sent, reason }) => {
    const result = read(sent)
    expect(result.readings).toEqual([])
    expect(reasons(result)).toEqual([reason])
  })

  it('takes 1,000 readings and 256 KiB, and not one more byte', () => {
    expect(read(Array.from({ length: 1_000 }, () => ({ ts: NOW, pm10: 1 }))).readings).toHaveLength(1_000)
    const text = JSON.stringify({ ts: NOW, pm10: 1 })
    expect(read(text.padEnd(MAX_MESSAGE_BYTES)).readings).toHaveLength(1)
    expect(reasons(read(text.padEnd(MAX_MESSAGE_BYTES + 1)))).toEqual(['too-large'])
  })

  it('shows the first 1,024 characters of what was sent', () => {
    const text = `{"ts":${NOW},"风":"${'尘'.repeat(2_000)}"}`
    expect(read(text).refused[0]?.sample).toBe(text.slice(0, 1_024))
    expect(read(text.slice(0, -1)).refused[0]?.sample).toBe(text.slice(0, 1_024))
  })
})

describe('the quantities of a reading', () => {
  it.each<{ $case: string; fields: Record<string, unknown>; reason: string; detail: string }>([
    {
      $case: 'a numeric string',
      fields: { pm10: '150' },
      reason: 'wrong-type',
      detail: 'pm10: found "150", expected a number from 0 to 20000 µg/m³',
    },
    { $case: 'a boolean', fields: { pm25: true }, reason: 'wrong-type', detail: 'pm25: found true' },
    { $case: 'an object', fields: { co: { value: 1 } }, reason: 'wrong-type', detail: 'co: found an object' },
    { $case: 'a negative concentration', fields: { pm10: -5 }, reason: 'out-of-range', detail: 'pm10: found -5' },
    {
      $case: 'more than a sensor can see',
      fields: { pm10: 20_000.1 },
      reason: 'out-of-range',
      detail: 'pm10: found 20000.1',
    },
    {
      $case: 'a direction beyond the circle',
      fields: { windDirection: 360.5 },
      reason: 'out-of-range',
      detail: 'windDirection: found 360.5',
    },
    {
      $case: 'a quantity nobody knows',
      fields: { pm1: 4 },
      reason: 'unknown-quantity',
      detail: 'pm1: found 4, expected ts, seq or one of pm10',
    },
    {
      $case: 'a name every object inherits',
      fields: { constructor: 4 },
      reason: 'unknown-quantity',
      detail: 'constructor: found 4',
    },
    { $case: 'a counter below 0', fields: { seq: -1 }, reason: 'wrong-type', detail: 'seq: found -1' },
    { $case: 'a counter with a fraction', fields: { seq: 1.5 }, reason: 'wrong-type', detail: 'seq: found 1.5' },
  ])('lose $case and keep the rest', ({ fields, reason, detail }) => {
    const { readings, refused } = read({ ts: NOW, ...fields, temperature: 21 })
    expect(readings).toMatchObject([{ values: { temperature: 21 }, seq: null }])
    expect(Object.keys(readings[0]!.values)).toEqual(['temperature'])
    expect(refused).toMatchObject([{ reason, device: 'mast-1', detail: expect.stringContaining(detail) }])
  })

  it('refuse a number too large for any number', () => {
    const { readings, refused } = read(`{"ts":${NOW},"noise":60,"pm10":1e999,"temperature":-1e999}`)
    expect(readings).toMatchObject([{ values: { noise: 60 } }])
    expect(refused.map(({ reason, detail }) => [reason, detail.split(',')[0]])).toEqual([
      ['out-of-range', 'pm10: found Infinity'],
      ['out-of-range', 'temperature: found -Infinity'],
    ])
  })

  it('take both ends of every range', () => {
    for (const [quantity, { min, max }] of Object.entries(QUANTITY_FACTS)) {
      expect(
        read([
          { ts: NOW, [quantity]: min },
          { ts: NOW, [quantity]: max },
        ]).readings,
        quantity,
      ).toHaveLength(2)
      for (const value of [min - 0.01, max + 0.01])
        expect(reasons(read({ ts: NOW, [quantity]: value })), quantity).toEqual(['out-of-range'])
    }
  })

  it('never let a prototype key through', () => {
    const { readings, refused } = read(`{"ts":${NOW},"pm10":5,"__proto__":{"pm25":9}}`)
    expect(readings[0]?.values).toEqual({ pm10: 5 })
    expect(readings[0]?.values.pm25).toBeUndefined()
    expect(refused).toMatchObject([{ reason: 'unknown-quantity', detail: expect.stringContaining('__proto__') }])
  })

  it('are left out when null, without a refusal', () => {
    expect(read({ ts: NOW, seq: null, pm10: null, pm25: 8 })).toMatchObject({
      readings: [{ values: { pm25: 8 } }],
      refused: [],
    })
  })

  it('make no reading and one refusal when there are none', () => {
    for (const sent of [{ ts: NOW }, { ts: NOW, seq: 3 }, { ts: NOW, pm10: null }]) {
      expect(read(sent)).toMatchObject({ readings: [], refused: [{ reason: 'no-quantity' }] })
    }
  })

  it('are not reported twice when all of them were refused', () => {
    expect(reasons(read({ ts: NOW, pm10: 'x', pm25: -1 }))).toEqual(['wrong-type', 'out-of-range'])
    expect(reasons(read({ ts: NOW, dust: 1 }))).toEqual(['unknown-quantity'])
  })

  it('name north 0, whether sent as 0, -0 or 360', () => {
    const directions = read(
      `[{"ts":${NOW},"windDirection":360},{"ts":${NOW},"windDirection":-0},{"ts":${NOW},"windDirection":0}]`,
    )
    expect(directions.readings.map(({ values }) => values.windDirection)).toEqual([0, 0, 0])
  })

  it('never turn one message into thousands of refusals of unknown fields', () => {
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]))
    const { readings, refused } = read({ ts: NOW, pm10: 1, ...fields })
    expect(readings).toHaveLength(1)
    expect(refused).toHaveLength(17)
    expect(refused.at(-1)?.detail).toContain('found 4984 more unknown fields')
  })

  it('become one refusal per reason and field, with a count, however many readings have the fault', () => {
    const bad = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`vendor${n}`, n]))
    const sent = Array.from({ length: 1_000 }, (_, n) => ({ ts: NOW - n, pm10: -1, noise: 50, ...bad }))
    const { readings, refused, offered } = read(sent)
    expect([readings.length, offered]).toEqual([1_000, 1_000])
    expect(refused).toHaveLength(18)
    expect(refused[0]).toMatchObject({ reason: 'out-of-range', field: 'pm10', count: 1_000 })
    expect(refused[0]?.detail).toContain('[0].pm10: found -1')
    expect(refused[1]).toMatchObject({ reason: 'unknown-quantity', field: 'vendor0', count: 1_000 })
    expect(refused.at(-1)).toMatchObject({ reason: 'unknown-quantity', field: '', count: 1_000 })
  })

  it('name no more unknown fields when each reading brings others', () => {
    const sent = Array.from({ length: 1_000 }, (_, n) => ({ ts: NOW - n, pm10: 1, [`a${n}`]: 1, [`b${n}`]: 1 }))
    const { refused } = read(sent)
    expect(refused).toHaveLength(17)
    expect(refused.at(-1)).toMatchObject({ field: '', count: 2_000 - 16 })
  })

  it('say at which place of a back-fill the fault was', () => {
    const { readings, refused } = read([{ ts: NOW, pm10: 1 }, { ts: NOW, pm10: -1 }, 'x'])
    expect(readings).toHaveLength(1)
    expect(refused.map(({ detail }) => detail.split(',')[0])).toEqual(['[1].pm10: found -1', '[2]: found "x"'])
  })
})

describe('the clock of a reading', () => {
  it.each([
    { $case: 'epoch milliseconds', ts: NOW, expected: NOW },
    { $case: 'ISO 8601 in the district', ts: '2015-04-15T18:10:00+08:00', expected: NOW },
    { $case: 'ISO 8601 in UTC', ts: '2015-04-15T10:09:59.250Z', expected: NOW - 750 },
    { $case: 'a clock as far ahead as allowed', ts: NOW + FUTURE_LIMIT, expected: NOW + FUTURE_LIMIT },
    { $case: 'the oldest back-fill', ts: NOW - PAST_LIMIT, expected: NOW - PAST_LIMIT },
  ])('takes $case', ({ ts, expected }) => {
    expect(read({ ts, pm10: 1 }).readings).toMatchObject([{ ts: expected }])
  })

  it.each([
    { $case: 'a bare local time', ts: '2015-04-15T18:10:00', reason: 'wrong-type' },
    { $case: 'a fraction of a millisecond', ts: NOW + 0.5, reason: 'wrong-type' },
    { $case: 'epoch milliseconds as text', ts: String(NOW), reason: 'wrong-type' },
    { $case: 'no time at all', ts: undefined, reason: 'wrong-type' },
    { $case: 'null', ts: null, reason: 'wrong-type' },
    { $case: 'more than a minute ahead', ts: NOW + FUTURE_LIMIT + 1, reason: 'future-clock' },
    { $case: 'the year 2040', ts: '2040-01-01T00:00:00Z', reason: 'future-clock' },
    { $case: 'microseconds for milliseconds', ts: NOW * 1_000, reason: 'future-clock' },
    { $case: 'older than a back-fill', ts: NOW - PAST_LIMIT - 1, reason: 'past-clock' },
    { $case: 'seconds for milliseconds', ts: NOW / 1_000, reason: 'past-clock' },
  ])('refuses $case', ({ ts, reason }) => {
    const result = read({ ts, pm10: 1, pm25: 2 })
    expect(result.readings).toEqual([])
    expect(result.refused).toMatchObject([{ reason, detail: expect.stringMatching(/^ts: found .+, expected .+/) }])
  })

  it('says what it expected instead of a bare local time', () => {
    expect(read({ ts: '2015-04-15T18:10:00', pm10: 1 }).refused[0]?.detail).toBe(
      'ts: found "2015-04-15T18:10:00", expected epoch milliseconds as an integer, or ISO 8601 with zone such as 2015-04-15T18:10:00+08:00',
    )
  })

  it('goes back years in an import, yet never takes seconds for milliseconds', () => {
    const ts = NOW - 3_000 * DAY
    expect(reasons(read({ ts, pm10: 1 }))).toEqual(['past-clock'])
    expect(read({ ts, pm10: 1 }, { oldest: null }).readings).toHaveLength(1)
    expect(read({ ts: EARLIEST_IMPORT, pm10: 1 }, { oldest: null }).readings).toHaveLength(1)
    expect(reasons(read({ ts: NOW / 1_000, pm10: 1 }, { oldest: null }))).toEqual(['past-clock'])
    expect(reasons(read({ ts: NOW, pm10: 1 }, { oldest: NOW + 1 }))).toEqual(['past-clock'])
  })
})

describe('the identity of a reading', () => {
  it.each([{ device: 'mast-1' }, { deviceId: 'mast-1' }, { device: null }])('may be repeated: %j', (fields) => {
    expect(read({ ts: NOW, pm10: 1, ...fields })).toMatchObject({ readings: [{ device: 'mast-1' }], refused: [] })
  })

  it.each([{ device: 'hourly' }, { deviceId: 'hourly' }, { device: 5 }, { device: 'mast-1', deviceId: 'MAST-1' }])(
    'is never taken over by another device: %j',
    (fields) => {
      const result = read([
        { ts: NOW, pm10: 1, ...fields },
        { ts: NOW, pm10: 2 },
      ])
      expect(result.readings).toMatchObject([{ values: { pm10: 2 } }])
      expect(result.refused).toMatchObject([{ reason: 'wrong-identity', device: 'mast-1' }])
    },
  )
})

describe('the marks of a reading', () => {
  const { late, maintenance } = QUALITY

  it.each([
    { $case: 'in time to the millisecond', device: 'mast-1', age: LATE_AFTER, mask: undefined },
    { $case: 'late by a millisecond', device: 'mast-1', age: LATE_AFTER + 1, mask: late },
    { $case: 'an hourly device within 1.1 of its interval', device: 'hourly', age: 66 * MINUTE, mask: undefined },
    { $case: 'an hourly device beyond that', device: 'hourly', age: 66 * MINUTE + 1, mask: late },
    { $case: 'a device under maintenance', device: 'in_Repair', age: 0, mask: maintenance },
    { $case: 'late and under maintenance', device: 'in_Repair', age: HOUR, mask: late + maintenance },
  ])('$case', ({ device, age, mask }) => {
    const { readings } = read({ ts: NOW - age, pm10: 1, windSpeed: 2 }, { device })
    expect(readings[0]?.quality).toEqual(mask === undefined ? {} : { pm10: mask, windSpeed: mask })
    expect(isUsable(readings[0]?.quality.pm10 ?? 0)).toBe(device !== 'in_Repair')
  })

  it('judge lateness by the time of receipt, which is not the time of measurement', () => {
    const { readings } = read({ ts: NOW, pm10: 1 }, { receivedAt: NOW + HOUR, now: NOW + HOUR })
    expect(readings).toMatchObject([{ ts: NOW, receivedAt: NOW + HOUR, quality: { pm10: late } }])
  })
})

describe('values and quality', () => {
  it('speak of the same quantities', () => {
    const { readings } = read({ ts: NOW - HOUR, pm10: 1, pm25: 'x', co: null, noise: 50 })
    expect(Object.keys(readings[0]!.quality)).toEqual(Object.keys(readings[0]!.values) as Quantity[])
  })
})
