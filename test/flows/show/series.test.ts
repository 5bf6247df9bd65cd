import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type Every, MAX_POINTS, readSeries } from '../../../server/flows/show/series.ts'
import type { SeriesQuery } from '../../../server/ports/reading-store.ts'
import { mast } from '../../support/control-room.ts'

/** 2015-04-15 00:00 in Shanghai. */
const MIDNIGHT = Date.parse('2015-04-15T00:00:00+08:00')

/** Asks for a series of a store that answers `points` points, and tells what the store was asked. */
async function ask(request: {
  every: Every | 'auto'
  spanMs: number
  intervalMs?: number
  devices?: number
  points?: number
}) {
  const asked: SeriesQuery[] = []
  const store = {
    async series(query: SeriesQuery) {
      asked.push(query)
      const points = Array.from({ length: request.points ?? 0 }, (_, n) => [n, n] as const)
      return [{ device: 'm0', quantity: 'pm10' as const, points }]
    },
  }
  const devices = Array.from({ length: request.devices ?? 1 }, (_, n) => ({
    ...mast(`m${n}`, 't1'),
    intervalMs: request.intervalMs ?? MINUTE,
  }))
  const from = MIDNIGHT + 5 * HOUR
  const wanted = { devices, quantities: ['pm10'] as const, from, to: from + request.spanMs, every: request.every }
  return { outcome: await readSeries(store, wanted, 'Asia/Shanghai'), asked: asked[0] }
}

describe('series', () => {
  it.each([
    { case: 'an hour in minutes', spanMs: HOUR, expected: '1m' },
    { case: 'as many minutes as fit', spanMs: MAX_POINTS * MINUTE, expected: '1m' },
    { case: 'quarters when one minute more is asked', spanMs: (MAX_POINTS + 1) * MINUTE, expected: '15m' },
    { case: 'a year of ten devices in days', spanMs: 365 * DAY, devices: 10, expected: '1d' },
    { case: 'nothing finer than hourly devices measure', spanMs: HOUR, intervalMs: HOUR, expected: '1h' },
  ])('auto takes $case', async ({ spanMs, devices = 1, intervalMs = MINUTE, expected }) => {
    const { outcome } = await ask({ every: 'auto', spanMs, devices, intervalMs })
    expect(outcome.kind === 'series' && outcome.answer.every).toBe(expected)
  })

  it.each([
    { case: 'minutes of a month', every: '1m' as const, spanMs: 30 * DAY, finest: '15m' },
    { case: 'raw readings of a month', every: 'raw' as const, spanMs: 30 * DAY, finest: '15m' },
    { case: 'a span no width fits', every: 'auto' as const, spanMs: (MAX_POINTS + 1) * DAY, finest: null },
  ])('refuses $case before it asks the store', async ({ every, spanMs, finest }) => {
    const { outcome, asked } = await ask({ every, spanMs })
    expect(outcome).toMatchObject({ kind: 'too-many', finest })
    expect(asked).toBeUndefined()
  })

  it('refuses when a device measured more often than it is registered with', async () => {
    const { outcome } = await ask({ every: 'raw', spanMs: HOUR, points: MAX_POINTS + 1 })
    expect(outcome).toEqual({ kind: 'too-many', points: MAX_POINTS + 1, finest: '1m' })
  })

  it('lets a day begin at the midnight of the district', async () => {
    const { asked } = await ask({ every: '1d', spanMs: 3 * DAY })
    expect((MIDNIGHT - asked!.alignMs) % DAY).toBe(0)
    expect(asked).toMatchObject({ everyMs: DAY, alignMs: 16 * HOUR })
  })

  it('asks for readings as they are when raw is wanted', async () => {
    expect((await ask({ every: 'raw', spanMs: HOUR })).asked).toMatchObject({ everyMs: null, alignMs: 0 })
  })
})
