import { describe, expect, it } from 'vitest'
import { firstUnstorable, LAST_STORABLE_TS, pointsOf, whyUnstorable } from '../../../server/domain/air/points.ts'
import type { Reading } from '../../../server/domain/air/reading.ts'

const reading = (ts: number, values: Reading['values'], quality: Reading['quality'] = {}): Reading => ({
  device: 'a',
  ts,
  receivedAt: 0,
  seq: null,
  values,
  quality,
})

describe('points of a batch', () => {
  it('are one per device and instant, in order of first appearance', () => {
    const points = pointsOf([reading(2, { pm10: 1 }), reading(1, { pm10: 2 }), reading(2, { rain: 3 })])
    expect(points.map(({ ts, values }) => ({ ts, values }))).toEqual([
      { ts: 2, values: { pm10: 1, rain: 3 } },
      { ts: 1, values: { pm10: 2 } },
    ])
  })

  it('never keep an old mark beside a new value', () => {
    const [point] = pointsOf([reading(1, { pm10: 1, rain: 2 }, { pm10: 256, rain: 1 }), reading(1, { pm10: 3 })])
    expect(point).toMatchObject({ values: { pm10: 3, rain: 2 }, quality: { pm10: 0, rain: 1 } })
  })

  it('leave the batch itself as it was', () => {
    const batch = [reading(1, { pm10: 1 }, { pm10: 1 }), reading(1, { pm10: 2 })]
    const before = structuredClone(batch)
    pointsOf(batch)
    expect(batch).toEqual(before)
  })

  it('leave out a reading without values', () => {
    expect(pointsOf([reading(1, {}, { pm10: 1 })])).toEqual([])
  })
})

describe('a reading no store can keep', () => {
  it.each([
    { case: 'a number that is none', one: reading(1, { pm10: Number.NaN }), why: /pm10 is NaN/ },
    { case: 'half a millisecond', one: reading(0.5, { pm10: 1 }), why: /whole number/ },
    { case: 'a time after 2262', one: reading(LAST_STORABLE_TS + 1, { pm10: 1 }), why: /2262/ },
    { case: 'a time before 1677', one: reading(-LAST_STORABLE_TS - 1, { pm10: 1 }), why: /1677/ },
  ])('is named with its reason: $case', ({ one, why }) => {
    expect(firstUnstorable([reading(1, { pm10: 1 }), one])).toMatch(why)
  })

  it('is none at the edges of time', () => {
    expect(whyUnstorable(reading(LAST_STORABLE_TS, { pm10: 0 }))).toBeNull()
    expect(whyUnstorable(reading(-LAST_STORABLE_TS, { pm10: -0.5 }))).toBeNull()
  })
})
