import { describe, expect, it } from 'vitest'
import { createTokenBuckets } from '../../server/domain/token-buckets.ts'

describe('token buckets', () => {
  const taken = (key: string, times: number, now: number, buckets: ReturnType<typeof createTokenBuckets>) =>
    Array.from({ length: times }, () => buckets.take(key, 1, now)).filter(Boolean).length

  it('give what they hold at once, then as much as time brings, never more than they hold', () => {
    const buckets = createTokenBuckets({ capacity: 10, perSecond: 2 })
    expect(taken('a', 20, 0, buckets)).toBe(10)
    expect(taken('a', 20, 1_500, buckets)).toBe(3)
    expect(taken('a', 20, 3_600_000, buckets)).toBe(10)
  })

  it('are apart for each key', () => {
    const buckets = createTokenBuckets({ capacity: 3, perSecond: 1 })
    expect(taken('a', 9, 0, buckets)).toBe(3)
    expect(taken('b', 9, 0, buckets)).toBe(3)
  })

  it('take what is earned on top, and nothing when there is less than asked', () => {
    const buckets = createTokenBuckets({ capacity: 10, perSecond: 0 })
    expect(buckets.take('a', 11, 0)).toBe(false)
    expect(buckets.take('a', 10, 0)).toBe(true)
    expect(buckets.take('a', 4, 0, 5)).toBe(true)
    expect(buckets.take('a', 2, 0)).toBe(false)
    expect(buckets.take('a', 1, 0)).toBe(true)
  })

  it('go on when the clock goes back', () => {
    const buckets = createTokenBuckets({ capacity: 2, perSecond: 1 })
    expect(taken('a', 5, 10_000, buckets)).toBe(2)
    expect(taken('a', 5, 0, buckets)).toBe(0)
    expect(taken('a', 5, 1_000, buckets)).toBe(1)
  })

  it('stay bounded: of very many keys the first are forgotten', () => {
    const buckets = createTokenBuckets({ capacity: 1, perSecond: 0 })
    expect(taken('first', 2, 0, buckets)).toBe(1)
    for (let n = 0; n < 10_000; n++) buckets.take(`k${n}`, 1, 0)
    expect(taken('k9999', 2, 0, buckets)).toBe(0)
    expect(taken('first', 2, 0, buckets)).toBe(1)
  })
})
