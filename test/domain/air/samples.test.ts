import { describe, expect, it } from 'vitest'
import { createSamples } from '../../../server/domain/air/samples.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { seededRandom } from '../../support/random.ts'

const RETAIN = 60 * MINUTE

describe('samples', () => {
  it('finds the newest sample not after an instant, and none before the first', () => {
    const samples = createSamples(RETAIN)
    for (const minute of [1, 2, 4]) samples.add(minute * MINUTE, minute)
    const found = [0, 1, 1.5, 2, 3.9, 4, 99].map((minute) => samples.lastIndexAt(minute * MINUTE))
    expect(found).toEqual([-1, 0, 0, 1, 1, 2, 2])
    expect([samples.tsAt(2), samples.valueAt(2)]).toEqual([4 * MINUTE, 4])
    expect(createSamples(RETAIN).lastIndexAt(0)).toBe(-1)
  })

  it('keeps one sample per instant, and the last value wins', () => {
    const samples = createSamples(RETAIN)
    samples.add(2 * MINUTE, 5)
    samples.add(MINUTE, 1)
    samples.add(2 * MINUTE, 7)
    samples.add(MINUTE, 2)
    expect(samples.snapshot()).toEqual([
      [MINUTE, 2],
      [2 * MINUTE, 7],
    ])
  })

  it('holds the same samples in whatever order they came', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed)
      const all = Array.from({ length: 50 }, (_, minute) => [minute * MINUTE, random() * 20] as const)
      const shuffled = all.map((one) => ({ one, key: random() })).sort((a, b) => a.key - b.key)
      const samples = createSamples(RETAIN)
      for (const { one } of shuffled) samples.add(one[0], one[1])
      expect(samples.snapshot(), `seed ${seed}`).toEqual(all)
    }
  })

  it('forgets what is too old but keeps the one sample that reaches into the retention', () => {
    const samples = createSamples(RETAIN)
    for (let minute = 0; minute <= 100; minute += 10) samples.add(minute * MINUTE, minute)
    samples.prune(105 * MINUTE)
    expect(samples.snapshot().map(([, value]) => value)).toEqual([40, 50, 60, 70, 80, 90, 100])
    samples.prune(500 * MINUTE)
    expect(samples.snapshot()).toEqual([[100 * MINUTE, 100]])
  })

  it('stays bounded when nobody prunes', () => {
    const samples = createSamples(RETAIN)
    for (let minute = 0; minute < 10_000; minute++) samples.add(minute * MINUTE, 1)
    expect(samples.snapshot().length).toBeLessThanOrEqual(122)
    expect(samples.snapshot().length).toBeGreaterThanOrEqual(61)
  })

  it('goes on from a checkpoint, which is plain JSON, and forgets what it held before', () => {
    const samples = createSamples(RETAIN)
    samples.add(MINUTE, 4.25)
    samples.add(3 * MINUTE, 6)
    const later = createSamples(RETAIN)
    later.add(2 * MINUTE, 99)
    later.restore(JSON.parse(JSON.stringify(samples.snapshot())))
    expect(later.snapshot()).toEqual(samples.snapshot())
  })
})
