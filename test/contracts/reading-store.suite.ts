/**
 * What every reading store promises, run against the one in memory and both real ones. Values of means are quarters,
 * so that their sums are exact and the stores can be compared to the last bit.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { QUANTITIES, type Quantity } from '../../server/domain/air/quantity.ts'
import type { Reading } from '../../server/domain/air/reading.ts'
import { HOUR, MINUTE, SECOND } from '../../server/domain/units.ts'
import type { ReadingStore, SeriesQuery } from '../../server/ports/reading-store.ts'
import { memoryReadingStore } from '../support/memory-reading-store.ts'

/** 2026-03-01T00:00+08:00, a midnight of Asia/Shanghai. */
export const MIDNIGHT = Date.UTC(2026, 1, 28, 16)

export function reading(
  device: string,
  ts: number,
  values: Reading['values'],
  quality: Reading['quality'] = {},
): Reading {
  return { device, ts, receivedAt: ts + 500, seq: null, values, quality }
}

export interface StoreUnderTest {
  /** May be emptied. */
  readonly store: ReadingStore
  end(): Promise<void>
}

export function readingStoreContract(start: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest
  let store: ReadingStore

  beforeAll(async () => {
    under = await start()
    store = under.store
  })
  afterAll(() => under?.end())
  beforeEach(() => store.clear())

  const query = (more: Partial<SeriesQuery>): SeriesQuery => ({
    devices: ['a'],
    quantities: ['pm10'],
    from: MIDNIGHT,
    to: MIDNIGHT + HOUR,
    everyMs: null,
    alignMs: 0,
    ...more,
  })
  const raw = async (more: Partial<SeriesQuery> = {}) => store.series(query(more))
  const pointsOf = async (more: Partial<SeriesQuery> = {}) => (await raw(more))[0]?.points ?? []
  const keep = async (...batch: Reading[]) => expect(await store.write(batch)).toEqual({ kind: 'stored' })

  describe('writing', () => {
    it('invariant 5: keeps one point when the same batch is written twice', async () => {
      const batch = [reading('a', MIDNIGHT, { pm10: 80, windSpeed: 3.5 }), reading('b', MIDNIGHT, { pm10: 90 })]
      await keep(...batch)
      await keep(...batch)
      expect(await store.count(MIDNIGHT, MIDNIGHT + 1)).toEqual({ readings: 2, values: { pm10: 2, windSpeed: 1 } })
    })

    it('merges a rewrite per quantity, and the last one wins', async () => {
      await keep(reading('a', MIDNIGHT, { pm10: 80, pm25: 40 }))
      await keep(reading('a', MIDNIGHT, { pm10: 81, noise: 55 }))
      expect(await raw({ quantities: ['pm10', 'pm25', 'noise'] })).toEqual([
        { device: 'a', quantity: 'noise', points: [[MIDNIGHT, 55]] },
        { device: 'a', quantity: 'pm10', points: [[MIDNIGHT, 81]] },
        { device: 'a', quantity: 'pm25', points: [[MIDNIGHT, 40]] },
      ])
      expect((await store.count(MIDNIGHT, MIDNIGHT + 1)).readings).toBe(1)
    })

    it('merges two readings of one instant within a batch in their order', async () => {
      await keep(
        reading('a', MIDNIGHT, { pm10: 80, pm25: 40 }),
        reading('b', MIDNIGHT, { pm10: 1 }),
        reading('a', MIDNIGHT, { pm10: 82, rain: 0 }),
      )
      expect(await pointsOf()).toEqual([[MIDNIGHT, 82]])
      expect(await store.count(MIDNIGHT, MIDNIGHT + 1)).toEqual({ readings: 2, values: { pm10: 2, pm25: 1, rain: 1 } })
    })

    it('lets a rewrite take a mark away and put one on', async () => {
      await keep(reading('a', MIDNIGHT, { pm10: 80, pm25: 40 }, { pm10: 256 }))
      await keep(reading('a', MIDNIGHT, { pm10: 80 }), reading('a', MIDNIGHT, { pm25: 40 }, { pm25: 512 }))
      const means = await raw({ quantities: ['pm10', 'pm25'], everyMs: HOUR })
      expect(means).toEqual([{ device: 'a', quantity: 'pm10', points: [[MIDNIGHT, 80]] }])
    })

    it('keeps numbers to the last bit, however large, small or negative', async () => {
      const numbers = [-12.34, 0.1 + 0.2, 1e21, 1.7976931348623157e308, -2.5e-8, 5e-324, 123456789.12345679, 0]
      await keep(...numbers.map((number, index) => reading('a', MIDNIGHT + index, { temperature: number })))
      const points = await pointsOf({ quantities: ['temperature'] })
      expect(points.map(([, value]) => value)).toEqual(numbers)
    })

    it('takes a batch of 5,000 readings and gives every one back', async () => {
      const batch = Array.from({ length: 5_000 }, (_, index) =>
        reading(`d${index % 50}`, MIDNIGHT + Math.floor(index / 50) * SECOND, { pm10: index, windSpeed: index / 4 }),
      )
      await keep(...batch)
      const counted = await store.count(MIDNIGHT, MIDNIGHT + HOUR)
      expect(counted).toEqual({ readings: 5_000, values: { pm10: 5_000, windSpeed: 5_000 } })
      expect(await pointsOf({ devices: ['d7'] })).toEqual(
        Array.from({ length: 100 }, (_, step) => [MIDNIGHT + step * SECOND, step * 50 + 7]),
      )
    })

    it('takes one batch that spans days, as a back-fill does', async () => {
      const days = Array.from({ length: 5 }, (_, day) => MIDNIGHT + day * 24 * HOUR)
      await keep(reading('a', days[2]!, { pm25: 7 }))
      await keep(...days.toReversed().map((ts, day) => reading('a', ts, { pm10: day })))
      expect(await pointsOf({ to: MIDNIGHT + 120 * HOUR })).toEqual(days.map((ts, day) => [ts, 4 - day]))
      expect((await store.count(MIDNIGHT, MIDNIGHT + 120 * HOUR)).readings).toBe(5)
    })

    it('keeps what two writers bring at the same time', async () => {
      const batchOf = (quantity: Quantity, from: number) =>
        Array.from({ length: 300 }, (_, index) =>
          reading('a', MIDNIGHT + (from + index) * SECOND, { [quantity]: index }),
        )
      const outcomes = await Promise.all([store.write(batchOf('pm10', 0)), store.write(batchOf('pm25', 150))])
      expect(outcomes).toEqual([{ kind: 'stored' }, { kind: 'stored' }])
      expect(await store.count(MIDNIGHT, MIDNIGHT + HOUR)).toEqual({ readings: 450, values: { pm10: 300, pm25: 300 } })
    })

    it.each([
      { case: 'a value that is no number', bad: reading('a', MIDNIGHT, { pm10: Number.NaN }) },
      { case: 'an infinite value', bad: reading('a', MIDNIGHT, { pm10: Number.POSITIVE_INFINITY }) },
      { case: 'a broken instant', bad: reading('a', MIDNIGHT + 0.5, { pm10: 1 }) },
      { case: 'an instant beyond every store', bad: reading('a', 9_300_000_000_000_000, { pm10: 1 }) },
    ])('refuses a batch with $case, names the culprit and stores nothing of it', async ({ bad }) => {
      const outcome = await store.write([reading('b', MIDNIGHT, { pm10: 1 }), bad])
      expect(outcome).toMatchObject({ kind: 'refused', why: expect.stringContaining('reading of a at') })
      expect((await store.count(MIDNIGHT - HOUR, MIDNIGHT + HOUR)).readings).toBe(0)
    })

    it('has nothing to do for an empty batch or a reading without values', async () => {
      await keep()
      await keep(reading('a', MIDNIGHT, {}))
      expect(await store.count(MIDNIGHT, MIDNIGHT + HOUR)).toEqual({ readings: 0, values: {} })
    })
  })

  describe('reading', () => {
    it('counts the first instant in and the last one out', async () => {
      await keep(...[-1, 0, 1_000, 1_001].map((offset) => reading('a', MIDNIGHT + offset, { pm10: offset })))
      const range = { from: MIDNIGHT, to: MIDNIGHT + 1_001 }
      expect(await pointsOf(range)).toEqual([
        [MIDNIGHT, 0],
        [MIDNIGHT + 1_000, 1_000],
      ])
      expect((await store.count(range.from, range.to)).readings).toBe(2)
      expect(await pointsOf({ ...range, everyMs: HOUR })).toEqual([[MIDNIGHT, 500]])
    })

    it('invariant 4: shows a barred value raw and never lets it into a mean', async () => {
      await keep(
        reading('a', MIDNIGHT, { pm10: 100 }, { pm10: 1 }),
        reading('a', MIDNIGHT + SECOND, { pm10: 9_000 }, { pm10: 256 }),
        reading('a', MIDNIGHT + 2 * SECOND, { pm10: 8_000 }, { pm10: 513 }),
        reading('a', MIDNIGHT + 3 * SECOND, { pm10: 50 }),
      )
      expect((await pointsOf()).map(([, value]) => value)).toEqual([100, 9_000, 8_000, 50])
      expect(await pointsOf({ everyMs: MINUTE, to: MIDNIGHT + MINUTE })).toEqual([[MIDNIGHT, 75]])
    })

    it('gives every bucket of the range, null where nothing was measured, the first begun before the range', async () => {
      await keep(
        reading('a', MIDNIGHT + 1 * MINUTE, { pm10: 10 }),
        reading('a', MIDNIGHT + 6 * MINUTE, { pm10: 20 }),
        reading('a', MIDNIGHT + 9 * MINUTE, { pm10: 40 }),
        reading('a', MIDNIGHT + 20 * MINUTE, { pm10: 7 }),
      )
      const range = { from: MIDNIGHT + 2 * MINUTE, to: MIDNIGHT + 20 * MINUTE + 1, everyMs: 5 * MINUTE }
      expect(await pointsOf(range)).toEqual([
        [MIDNIGHT, null],
        [MIDNIGHT + 5 * MINUTE, 30],
        [MIDNIGHT + 10 * MINUTE, null],
        [MIDNIGHT + 15 * MINUTE, null],
        [MIDNIGHT + 20 * MINUTE, 7],
      ])
    })

    it.each([
      { case: 'by the hours ahead of UTC', alignMs: -8 * HOUR },
      { case: 'by any midnight of the district', alignMs: MIDNIGHT },
    ])('begins a day at the midnight of Asia/Shanghai, given $case', async ({ alignMs }) => {
      await keep(
        reading('a', MIDNIGHT - 1, { pm10: 1 }),
        reading('a', MIDNIGHT, { pm10: 2 }),
        reading('a', MIDNIGHT + 24 * HOUR - 1, { pm10: 4 }),
        reading('a', MIDNIGHT + 24 * HOUR, { pm10: 8 }),
      )
      const range = { from: MIDNIGHT - HOUR, to: MIDNIGHT + 25 * HOUR, everyMs: 24 * HOUR, alignMs }
      expect(await pointsOf(range)).toEqual([
        [MIDNIGHT - 24 * HOUR, 1],
        [MIDNIGHT, 3],
        [MIDNIGHT + 24 * HOUR, 8],
      ])
    })

    it('keeps instants before 1970 in the right bucket', async () => {
      await keep(reading('a', -1, { pm10: 2 }), reading('a', -MINUTE, { pm10: 4 }), reading('a', 0, { pm10: 8 }))
      expect(await pointsOf({ from: -2 * MINUTE, to: 1, everyMs: MINUTE })).toEqual([
        [-2 * MINUTE, null],
        [-MINUTE, 3],
        [0, 8],
      ])
    })

    it('answers sorted by device and quantity, and leaves out who has nothing', async () => {
      await keep(
        reading('b', MIDNIGHT + SECOND, { pm25: 3 }),
        reading('a', MIDNIGHT, { pm10: 1 }),
        reading('b', MIDNIGHT, { pm10: 2, noise: 60 }),
        reading('c', MIDNIGHT, { pm10: 9 }),
      )
      const asked = { devices: ['b', 'a', 'b', 'nobody'], quantities: ['pm25', 'pm10', 'rain'] as const }
      const names = async (everyMs: number | null) =>
        (await raw({ ...asked, everyMs })).map(({ device, quantity }) => `${device} ${quantity}`)
      expect(await names(null)).toEqual(['a pm10', 'b pm10', 'b pm25'])
      expect(await names(MINUTE)).toEqual(['a pm10', 'b pm10', 'b pm25'])
    })

    it('leaves out of the means who has barred values only', async () => {
      await keep(reading('a', MIDNIGHT, { pm10: 1 }, { pm10: 512 }))
      expect(await raw({ everyMs: MINUTE })).toEqual([])
    })

    it.each([
      { case: 'a range without readings', more: { from: MIDNIGHT + HOUR, to: MIDNIGHT + 2 * HOUR } },
      { case: 'a range of no length', more: { to: MIDNIGHT } },
      { case: 'a range that ends before it begins', more: { to: MIDNIGHT - 1 } },
      { case: 'no device', more: { devices: [] } },
      { case: 'no quantity', more: { quantities: [] } },
      { case: 'an unknown device', more: { devices: ['it\'s "not" \\ there'] } },
    ])('answers with nothing for $case', async ({ more }) => {
      await keep(reading('a', MIDNIGHT, { pm10: 1 }))
      expect(await raw(more)).toEqual([])
      expect(await raw({ ...more, everyMs: MINUTE })).toEqual([])
    })

    it('counts all there is when asked for all of time, and nothing in an empty range', async () => {
      await keep(reading('a', MIDNIGHT, { pm10: 1 }))
      expect(await store.count(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toEqual({
        readings: 1,
        values: { pm10: 1 },
      })
      expect(await store.count(MIDNIGHT, MIDNIGHT)).toEqual({ readings: 0, values: {} })
    })

    it('answers for a thousand devices at once', async () => {
      const devices = Array.from({ length: 1_000 }, (_, index) => `device-${String(index).padStart(4, '0')}`)
      await keep(...devices.map((device, index) => reading(device, MIDNIGHT, { pm10: index })))
      expect(await raw({ devices })).toEqual(
        devices.map((device, index) => ({ device, quantity: 'pm10', points: [[MIDNIGHT, index]] })),
      )
    })

    it('has nothing left after it was emptied, and takes readings again', async () => {
      await keep(reading('a', MIDNIGHT, { pm10: 1 }))
      await store.clear()
      expect((await store.count(MIDNIGHT, MIDNIGHT + HOUR)).readings).toBe(0)
      await keep(reading('a', MIDNIGHT, { pm25: 2 }))
      expect(await raw({ quantities: ['pm10', 'pm25'] })).toEqual([
        { device: 'a', quantity: 'pm25', points: [[MIDNIGHT, 2]] },
      ])
    })
  })

  describe('as a whole', () => {
    it('holds the same content as the store in memory after any writes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(someBatch, { minLength: 1, maxLength: 6 }), someGrid, async (batches, grid) => {
          const model = memoryReadingStore()
          await store.clear()
          for (const batch of batches) {
            await keep(...batch)
            await model.write(batch)
          }
          const all = { devices: DEVICES, quantities: SOME_QUANTITIES, from: MIDNIGHT - HOUR, to: MIDNIGHT + HOUR }
          const questions = [query(all), query({ ...all, ...grid })]
          for (const question of questions) expect(await store.series(question)).toEqual(await model.series(question))
          expect(await store.count(all.from, all.to)).toEqual(await model.count(all.from, all.to))
        }),
        { numRuns: 15 },
      )
    })

    it('does not mind in which order, how often and in what company a reading arrives', async () => {
      await fc.assert(
        fc.asyncProperty(someDeliveries, async ({ readings, deliveries }) => {
          const model = memoryReadingStore()
          await model.write(readings)
          await store.clear()
          for (const delivery of deliveries) await keep(...delivery)
          const all = query({ devices: DEVICES, quantities: SOME_QUANTITIES, from: MIDNIGHT - HOUR })
          expect(await store.series(all)).toEqual(await model.series(all))
          expect(await store.count(all.from, all.to)).toEqual(await model.count(all.from, all.to))
        }),
        { numRuns: 15 },
      )
    })
  })
}

const DEVICES = ['a', 'b-1', 'C_2']
const SOME_QUANTITIES: readonly Quantity[] = QUANTITIES.slice(0, 4)

const someValues = fc.dictionary(
  fc.constantFrom(...SOME_QUANTITIES),
  fc.integer({ min: -4_000, max: 80_000 }).map((quarters) => quarters / 4),
  { maxKeys: 4 },
)
const someQuality = fc.dictionary(fc.constantFrom(...SOME_QUANTITIES), fc.constantFrom(0, 1, 256, 257, 512))
const someReading = fc
  .tuple(fc.constantFrom(...DEVICES), fc.integer({ min: -30, max: 30 }), someValues, someQuality)
  .map(([device, halfMinutes, values, quality]) =>
    reading(device, MIDNIGHT + halfMinutes * 30 * SECOND, { ...values }, { ...quality }),
  )
const someBatch = fc.array(someReading, { maxLength: 30 })
const someGrid = fc.record({
  everyMs: fc.constantFrom(MINUTE, 7 * MINUTE, HOUR, 24 * HOUR),
  alignMs: fc.constantFrom(0, -8 * HOUR, 13 * SECOND, MIDNIGHT),
})

/** Readings with keys of their own, cut into deliveries: shuffled, and some of them twice. */
const someDeliveries = fc
  .uniqueArray(someReading, { minLength: 1, maxLength: 30, selector: ({ device, ts }) => `${device} ${ts}` })
  .chain((readings) =>
    fc
      .tuple(
        fc.shuffledSubarray(readings, { minLength: readings.length }),
        fc.shuffledSubarray(readings),
        fc.integer({ min: 1, max: 10 }),
      )
      .map(([once, again, size]) => {
        const arriving = [...once, ...again]
        const deliveries: Reading[][] = []
        for (let start = 0; start < arriving.length; start += size) deliveries.push(arriving.slice(start, start + size))
        return { readings, deliveries }
      }),
  )
