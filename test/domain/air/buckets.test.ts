import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketOffset, bucketsOf, seriesBuilder } from '../../../server/domain/air/buckets.ts'
import { DAY, HOUR } from '../../../server/domain/units.ts'

const range = (from: number, to: number, alignMs = 0) => ({ from, to, everyMs: 10, alignMs })

describe('buckets', () => {
  it.each([
    { case: 'a range on the grid', from: 20, to: 40, align: 0, firstStart: 20, count: 2 },
    { case: 'one instant more', from: 20, to: 41, align: 0, firstStart: 20, count: 3 },
    { case: 'a start inside a bucket', from: 29, to: 40, align: 0, firstStart: 20, count: 2 },
    { case: 'a shifted grid', from: 20, to: 40, align: 3, firstStart: 13, count: 3 },
    { case: 'a grid shifted by many buckets', from: 20, to: 40, align: 1_003, firstStart: 13, count: 3 },
    { case: 'a grid shifted backwards', from: 20, to: 40, align: -7, firstStart: 13, count: 3 },
    { case: 'instants before 1970', from: -15, to: -5, align: 0, firstStart: -20, count: 2 },
  ])('cover $case', ({ from, to, align, firstStart, count }) => {
    expect(bucketsOf(range(from, to, align), 10)).toEqual({ firstStart, everyMs: 10, count })
  })

  it('are none for an empty range', () => {
    expect(bucketsOf(range(20, 20), 10)).toBeNull()
    expect(bucketsOf(range(20, 10), 10)).toBeNull()
  })

  it('begin a day at the district’s midnight', () => {
    const midnightInShanghai = Date.UTC(2026, 2, 1, 16)
    const found = bucketsOf(
      { from: midnightInShanghai, to: midnightInShanghai + DAY, everyMs: DAY, alignMs: -8 * HOUR },
      DAY,
    )
    expect(found).toEqual({ firstStart: midnightInShanghai, everyMs: DAY, count: 1 })
  })

  it('hold every instant of the range, whatever the grid', () => {
    const instant = fc.integer({ min: -100_000, max: 100_000 })
    const width = fc.integer({ min: 1, max: 5_000 })
    fc.assert(
      fc.property(instant, width, width, instant, (from, length, everyMs, alignMs) => {
        const found = bucketsOf({ from, to: from + length, everyMs, alignMs }, everyMs)!
        const end = found.firstStart + found.count * everyMs
        expect(found.firstStart).toBeLessThanOrEqual(from)
        expect(found.firstStart).toBeGreaterThan(from - everyMs)
        expect(end).toBeGreaterThanOrEqual(from + length)
        expect(end).toBeLessThan(from + length + everyMs)
        expect(bucketOffset(everyMs, found.firstStart)).toBe(bucketOffset(everyMs, alignMs))
      }),
    )
  })
})

describe('series', () => {
  it('come sorted by device, quantity and time, with a null for each empty bucket', () => {
    const built = seriesBuilder(range(0, 30))
    built.add('b', 'pm10', 20, 2)
    built.add('b', 'pm10', 0, 1)
    built.add('a', 'rain', 10, 0)
    built.add('a', 'noise', 10, null)
    expect(built.series()).toEqual([
      {
        device: 'a',
        quantity: 'rain',
        points: [
          [0, null],
          [10, 0],
          [20, null],
        ],
      },
      {
        device: 'b',
        quantity: 'pm10',
        points: [
          [0, 1],
          [10, null],
          [20, 2],
        ],
      },
    ])
  })
})
