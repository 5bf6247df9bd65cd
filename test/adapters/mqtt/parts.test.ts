/** The small pure parts of the inboxes: packet limit, topics, and plain words for what is wrong. */
import { describe, expect, it } from 'vitest'
import { createPacketLimit } from '../../../server/adapters/mqtt/packet-limit.ts'
import { plainReason, withoutCredentials } from '../../../server/adapters/mqtt/plain-problem.ts'
import { mayPublish, maySubscribe } from '../../../server/adapters/mqtt/topics.ts'
import { seededRandom } from '../../support/random.ts'

/** A PUBLISH of so many bytes after its fixed header. */
function packet(length: number): Buffer {
  const header = [0x30]
  let rest = length
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)])
}

describe('packet limit', () => {
  it.each([
    { case: 'none', lengths: [], fits: true },
    { case: 'empty ones', lengths: [0, 0, 0], fits: true },
    { case: 'all up to the limit', lengths: [1, 127, 128, 16_383, 16_384, 20_000], fits: true },
    { case: 'one byte too much', lengths: [5, 20_001], fits: false },
    { case: 'far too much', lengths: [300_000], fits: false },
  ])('judges packets alike however they are cut: $case', ({ lengths, fits }) => {
    const bytes = Buffer.concat(lengths.map(packet))
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = seededRandom(seed)
      const limit = createPacketLimit(20_000)
      let isFine = true
      for (let at = 0; at < bytes.length && isFine; ) {
        const step = 1 + Math.floor(random() ** 4 * 30_000)
        isFine = limit(bytes.subarray(at, at + step))
        at += step
      }
      expect(isFine, `seed ${seed}`).toBe(fits)
    }
  })

  it('refuses a length that never ends', () => {
    expect(createPacketLimit(20_000)(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x80]))).toBe(false)
  })
})

describe('topics', () => {
  it.each([
    { topic: 'windbreak/v1/0/dev-1/reading', may: true },
    { topic: 'windbreak/v1/east/dev-1/position', may: true },
    { topic: 'windbreak/v1/0/dev-2/reading', may: false },
    { topic: 'windbreak/v1/0/dev-1/ack', may: false },
    { topic: 'windbreak/v10/0/dev-1/reading', may: false },
    { topic: 'windbreak/v1/+/dev-1/reading', may: false },
  ])('publishing to $topic: $may', ({ topic, may }) => {
    expect(mayPublish('windbreak/v1', 'dev-1', topic)).toBe(may)
  })

  it.each([
    { filter: 'windbreak/v1/+/dev-1/ack', may: true },
    { filter: 'windbreak/v1/0/dev-1/command', may: true },
    { filter: 'windbreak/v1/#', may: false },
    { filter: 'windbreak/v1/+/dev-1/#', may: false },
    { filter: 'windbreak/v1/0/dev-1/command/more', may: false },
    { filter: 'windbreak-drill/v1/0/dev-1/command', may: false },
  ])('subscribing to $filter: $may', ({ filter, may }) => {
    expect(maySubscribe('windbreak/v1', 'dev-1', filter)).toBe(may)
  })
})

describe('plain words', () => {
  it.each([
    {
      error: Object.assign(new Error('connect ECONNREFUSED ::1:1883'), { code: 'ECONNREFUSED' }),
      words: 'connection refused',
    },
    { error: Object.assign(new Error('x'), { code: 5 }), words: 'not authorised' },
    { error: Object.assign(new Error('x'), { code: 135 }), words: 'not authorised' },
    { error: { code: 142 }, words: 'another program uses our client id' },
    { error: { code: 200 }, words: 'it refused with code 200' },
    { error: new Error('connack timeout'), words: 'no answer' },
    { error: new Error('self-signed certificate'), words: 'self-signed certificate' },
    { error: 'odd', words: 'odd' },
  ])('says "$words"', ({ error, words }) => {
    expect(plainReason(error)).toBe(words)
  })

  it('leaves user name and password out of an address', () => {
    expect(withoutCredentials('mqtts://user:pass%40word@broker.example:8883/')).toBe('mqtts://broker.example:8883')
  })
})
