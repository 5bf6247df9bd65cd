import { describe, expect, it } from 'vitest'
import { meanAt } from '../../../server/domain/air/averages.ts'
import { createSamples, type Samples } from '../../../server/domain/air/samples.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { seededRandom } from '../../support/random.ts'

const RETAIN = 3 * HOUR
const WINDOW = 10 * MINUTE

function samplesOf(pairs: readonly (readonly [number, number])[]): Samples {
  const samples = createSamples(RETAIN)
  for (const [ts, value] of pairs) samples.add(ts, value)
  return samples
}

/** One value per minute, the first at minute 0. */
function minutely(values: readonly (number | null)[]): Samples {
  return samplesOf(values.flatMap((value, minute) => (value === null ? [] : [[minute * MINUTE, value] as const])))
}

describe('mean of a device that reports within the window', () => {
  it('weighs each value by the time it stands for', () => {
    const samples = minutely([4, 4, 4, 4, 4, 4, 4, 4, 9, 9])
    expect(meanAt(samples, 10 * MINUTE, WINDOW, MINUTE)).toBe(5)
  })

  it('gives the value measured at the very instant no weight yet', () => {
    const samples = minutely([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 99])
    expect(meanAt(samples, 10 * MINUTE, WINDOW, MINUTE)).toBe(4)
  })

  it('lets a value stand for one and a half intervals, then leaves a gap', () => {
    // 0–7.5 min covered by 2 (samples at 0 … 6), then nothing: exactly 75 %.
    const samples = minutely([2, 2, 2, 2, 2, 2, 2])
    expect(meanAt(samples, 10 * MINUTE, WINDOW, MINUTE)).toBe(2)
    expect(meanAt(samples, 10 * MINUTE + 1, WINDOW, MINUTE)).toBeNull()
  })

  it.each([
    { $case: '75 % covered counts', gapMinutes: 3, mean: 3 },
    { $case: 'less than 75 % covered is no data', gapMinutes: 4, mean: null },
  ])('$case', ({ gapMinutes, mean }) => {
    // The value before the gap stands half a minute into it, so a gap of n minutes uncovers n − 0.5.
    const values = Array.from({ length: 20 }, (_, minute) => (minute >= 12 && minute < 12 + gapMinutes ? null : 3))
    expect(meanAt(minutely(values), 20 * MINUTE, WINDOW, MINUTE)).toBe(mean)
  })

  it('never sees a reading newer than the instant', () => {
    const samples = minutely([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 50, 50])
    expect(meanAt(samples, 10 * MINUTE, WINDOW, MINUTE)).toBe(4)
  })

  it('reaches a bound with a steady wind exactly at it', () => {
    for (const bound of [0.1, 4.5, 5.5, 8.0, 10.8, 13.9, 17.2]) {
      const samples = samplesOf(Array.from({ length: 40 }, (_, index) => [index * 17_000, bound] as const))
      expect(meanAt(samples, 39 * 17_000, WINDOW, 17_000)).toBe(bound)
    }
  })

  it('is no data before the first sample', () => {
    expect(meanAt(createSamples(RETAIN), 0, WINDOW, MINUTE)).toBeNull()
    expect(meanAt(minutely([5]), -1, WINDOW, MINUTE)).toBeNull()
  })

  it('lies between the least and greatest value, whatever the order and repetition of arrival', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      const interval = Math.round((0.1 + random() * 3) * MINUTE)
      const pairs = Array.from({ length: 60 }, () => [Math.floor(random() * 30 * MINUTE), random() * 20] as const)
      const last = new Map(pairs.map(([ts, value]) => [ts, value]))
      const unique = [...last]
      const at = Math.floor(random() * 40 * MINUTE)
      const mean = meanAt(samplesOf(unique), at, WINDOW, interval)
      const shuffled = unique.map((one) => ({ one, key: random() })).sort((a, b) => a.key - b.key)
      const again = shuffled.map(({ one }) => one)
      expect(meanAt(samplesOf([...again, ...again.slice(0, 20)]), at, WINDOW, interval), `seed ${seed}`).toBe(mean)
      const seen = unique.filter(([ts]) => ts <= at).map(([, value]) => value)
      if (mean === null) continue
      expect(mean, `seed ${seed}`).toBeGreaterThanOrEqual(Math.min(...seen))
      expect(mean, `seed ${seed}`).toBeLessThanOrEqual(Math.max(...seen))
    }
  })

  it('is what summing over every second says', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed)
      const pairs: [number, number][] = []
      for (let second = 0; second < 1800; second += 40 + Math.floor(random() * 50)) {
        if (random() < 0.85) pairs.push([second * 1000, random() * 20])
      }
      const at = 1000 * (700 + Math.floor(random() * 1000))
      expect(meanAt(samplesOf(pairs), at, WINDOW, MINUTE) ?? -1, `seed ${seed}`).toBeCloseTo(
        bySeconds(pairs, at) ?? -1,
        9,
      )
    }
  })
})

/** Each second (s, s + 1] belongs to the newest sample not after s, while that stands. */
function bySeconds(pairs: readonly (readonly [number, number])[], at: number): number | null {
  const values: number[] = []
  for (let from = at - WINDOW; from < at; from += 1000) {
    const newest = pairs.findLast(([ts]) => ts <= from)
    if (newest && from + 1000 <= newest[0] + 90_000) values.push(newest[1])
  }
  return values.length < 450 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('a device as slow as the window', () => {
  const samples = samplesOf([
    [0, 6],
    [2 * HOUR, 3],
  ])

  it.each([
    { $case: 'speaks from its own instant on', at: 0, mean: 6 },
    { $case: 'speaks until 1.1 intervals after it', at: 66 * MINUTE, mean: 6 },
    { $case: 'is no data a moment later', at: 66 * MINUTE + 1, mean: null },
    { $case: 'is no data until its next value', at: 2 * HOUR - 1, mean: null },
    { $case: 'speaks again at its next value', at: 2 * HOUR, mean: 3 },
  ])('$case', ({ at, mean }) => {
    expect(meanAt(samples, at, WINDOW, HOUR)).toBe(mean)
  })

  it('counts as slow when its interval equals the window', () => {
    expect(meanAt(samples, 11 * MINUTE, WINDOW, WINDOW)).toBe(6)
    expect(meanAt(samples, 11 * MINUTE + 1, WINDOW, WINDOW)).toBeNull()
  })
})
