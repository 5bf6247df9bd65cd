import { describe, expect, it } from 'vitest'
import { spreadOf } from '../../../server/domain/air/spread.ts'

describe('how values lie together', () => {
  it('is nothing without values: never 0', () => {
    expect(spreadOf([])).toBeNull()
  })

  it.each([
    { values: [7], low: 7, median: 7, high: 7 },
    { values: [3, 1, 2], low: 1.2, median: 2, high: 2.8 },
    { values: [4, 1, 2, 3], low: 1.3, median: 2.5, high: 3.7 },
    { values: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], low: 10, median: 50, high: 90 },
  ])('of $values is $low to $high about $median', ({ values, ...wanted }) => {
    const spread = spreadOf(values)!
    expect(spread.count).toBe(values.length)
    for (const name of ['low', 'median', 'high'] as const) expect(spread[name]).toBeCloseTo(wanted[name], 9)
  })
})
