import { describe, expect, it } from 'vitest'
import { QUANTITIES, QUANTITY_FACTS, type Quantity } from '../../../server/domain/air/quantity.ts'
import { readMessage } from '../../../server/domain/air/read-message.ts'
import type { Device } from '../../../server/domain/place.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { seededRandom } from '../../support/random.ts'

const NOW = Date.UTC(2015, 3, 15, 10, 10)
const RUNS = 100_000

const sound: Device = {
  id: 'd1',
  name: 'd1',
  kind: 'dustMonitor',
  townshipId: 't1',
  placeId: null,
  latitude: null,
  longitude: null,
  intervalMs: MINUTE,
  exposure: null,
  underMaintenance: false,
}
const broken: Device = { ...sound, id: 'd2', underMaintenance: true }

const KEYS = [...QUANTITIES, 'ts', 'seq', 'device', 'deviceId', '__proto__', 'constructor', 'toString', '', '风速']
const ODD = [
  'null',
  'true',
  '"5"',
  '""',
  '1e999',
  '-1e999',
  '-0',
  '5e-324',
  '[]',
  '{}',
  '[[[[1]]]]',
  '{"__proto__":1}',
  '"\\ud800"',
  '99999999999999999999',
]
const TOPICS = [
  'd1/reading',
  'd2/reading',
  'd1/reading',
  'd2/reading',
  'd1/reading',
  'd1/state',
  'd3/reading',
  '',
  'd1',
]

function payloadMaker(random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const value = () => (random() < 0.5 ? pick(ODD) : String((random() - 0.3) * 10 ** (random() * 6)))
  const clock = () => (random() < 0.2 ? value() : String(NOW - Math.floor((random() - 0.05) * 20 * MINUTE)))
  const object = () => {
    const fields = Array.from({ length: Math.floor(random() * 6) }, () => `${JSON.stringify(pick(KEYS))}:${value()}`)
    return `{${[`"ts":${clock()}`, ...fields].join(',')}}`
  }
  const text = () => {
    const kind = random()
    if (kind < 0.7) return object()
    if (kind < 0.9) return `[${Array.from({ length: Math.floor(random() * 4) }, object).join(',')}]`
    return value()
  }
  return () => {
    const bytes = new TextEncoder().encode(text())
    // Now and then the line is bad: one byte changes, or the end is missing.
    if (random() < 0.1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    return random() < 0.05 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes
  }
}

describe('whatever is sent', () => {
  it(`never throws, never yields an impossible value and never loses a message unseen (${RUNS} payloads)`, () => {
    const seed = 28_591
    const random = seededRandom(seed)
    const makePayload = payloadMaker(random)
    const deviceOf = (id: string) => (id === 'd1' ? sound : id === 'd2' ? broken : undefined)
    const seen = { readings: 0, refused: 0, marked: 0 }

    for (let run = 0; run < RUNS; run++) {
      const payload = makePayload()
      const topic = `windbreak/v1/0/${TOPICS[run % TOPICS.length]}`
      const hint = `seed ${seed}, run ${run}, ${topic}: ${new TextDecoder().decode(payload)}`
      const { readings, refused } = readMessage(
        { topic, payload, receivedAt: NOW },
        { root: 'windbreak/v1', now: NOW, deviceOf },
      )

      if (readings.length + refused.length === 0) expect.fail(`vanished: ${hint}`)
      for (const reading of readings) {
        const values = Object.entries(reading.values)
        const isSound = values.every(([name, value]) => {
          const facts = QUANTITY_FACTS[name as Quantity]
          return (
            facts !== undefined &&
            Number.isFinite(value) &&
            value >= facts.min &&
            value <= facts.max &&
            !Object.is(value, -0)
          )
        })
        if (!isSound || values.length === 0) expect.fail(`impossible value: ${hint}`)
        const marked = Object.keys(reading.quality)
        if (marked.length > 0 && marked.join() !== Object.keys(reading.values).join())
          expect.fail(`marks differ: ${hint}`)
        if (reading.device === 'd2' && marked.length === 0) expect.fail(`unmarked: ${hint}`)
        if (!Number.isSafeInteger(reading.ts) || reading.ts > NOW + MINUTE) expect.fail(`impossible time: ${hint}`)
        seen.marked += marked.length
      }
      seen.readings += readings.length
      seen.refused += refused.length
    }
    // The generator reaches both sides; otherwise the loop above would prove nothing.
    expect(Math.min(seen.readings, seen.refused, seen.marked)).toBeGreaterThan(5_000)
  })
})
