/** Analysis over HTTP, on a store that holds what was imported. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { mast, place, TWO_TOWNSHIPS } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { dongsiRows, isReferenceMissing, readReference } from '../support/polar-reference.ts'

const FROM = Date.parse('2015-01-01T00:00+08:00')
const TO = Date.parse('2016-01-01T00:00+08:00')
const SPAN = 'from=2015-01-01T00:00:00%2B08:00&to=2016-01-01T00:00:00%2B08:00'
const hourly = (id: string, placeId: string) => ({ ...mast(id, 't1'), placeId, intervalMs: HOUR })

describe('analysis', () => {
  let world: HttpWorld
  beforeAll(async () => {
    const near = { latitude: 34.7, longitude: 113.6 }
    const places = [{ ...place('site-1', 't1'), ...near }, place('site-2', 't2')]
    const devices = [
      hourly('dongsi', 'site-1'),
      { ...mast('minutely', 't1'), placeId: 'site-2' },
      // Registered with a minute, and sends once an hour.
      { ...mast('seldom', 't1'), placeId: 'site-2' },
      { ...hourly('dust-only', 'site-1'), latitude: 34.71, longitude: 113.6 },
      hourly('silent', 'site-2'),
    ]
    world = await openHttpWorld({ registry: { ...TWO_TOWNSHIPS, places, devices } })
  })
  afterAll(() => world.close())

  const keep = (device: string, ts: number, values: Record<string, number>) =>
    world.store.write([{ device, ts, receivedAt: ts, seq: null, values, quality: {} }])

  it.skipIf(isReferenceMissing())(
    'gives R’s bins and surface of a year that was stored',
    async () => {
      for (const { time, ws, wd, value } of dongsiRows()) {
        if (value === null) continue
        // North is stored as 0, and 360 in the reference.
        const wind = ws === null || wd === null ? {} : { windSpeed: ws, windDirection: wd === 360 ? 0 : wd }
        await keep('dongsi', Date.parse(`${time}+08:00`), { pm10: value, ...wind })
      }
      const reference = readReference()
      const { status, body } = await world.get(`analysis/polar?device=dongsi&quantity=pm10&${SPAN}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ valid: 8_678, device: 'dongsi', wind: 'dongsi', uncertainty: null })
      expect(body.method).toEqual({ name: 'openair polarPlot', version: '3.1.0' })
      expect(body.bins).toHaveLength(reference.bins.filled)
      for (const [at, { i, wd, n, mean }] of reference.bins.list.entries()) {
        expect(body.bins[at]).toMatchObject({ i, wd, n })
        expect(Math.abs(body.bins[at].mean - mean)).toBeLessThan(1e-9)
      }
      expect(body.surface).toMatchObject({ n: 201, from: -9.8, to: 9.8 })
      for (const [iv, line] of body.surface.z.entries())
        for (const [iu, z] of line.entries()) {
          const expected = reference.surface.z[iv][iu]
          expect(z === null).toBe(expected === null)
          if (z !== null) expect(Math.abs(z - expected)).toBeLessThan(0.05 * reference.surface.median)
        }
      const rose = (await world.get(`analysis/rose?place=site-1&${SPAN}`)).body
      expect(rose.calm.n).toBe(reference.windRose.calm.n)
      const variation = (await world.get(`analysis/time-variation?device=dongsi&${SPAN}`)).body
      expect(variation.hour[0].mean).toBeCloseTo(reference.timeVariation.hour[0].mean, 9)
      expect(variation.weekday.map(({ n }: { n: number }) => n)).toEqual(
        reference.timeVariation.weekday.map(({ n }: { n: number }) => n),
      )
      const { days } = (await world.get(`analysis/calendar?device=dongsi&${SPAN}`)).body
      expect(days[0]).toMatchObject({ day: '2015-01-01', n: 24 })
    },
    120_000,
  )

  it('takes the wind of the nearest mast for a device that has none, and says whose it is', async () => {
    for (let h = 0; h < 40; h += 1) {
      const ts = TO + h * HOUR
      await keep('dust-only', ts, { pm10: 50 + h })
      await keep('dongsi', ts, { windSpeed: h % 5, windDirection: h * 9 })
    }
    const { body } = await world.get(`analysis/polar?device=dust-only&from=${TO}&to=${TO + 40 * HOUR}`)
    expect(body).toMatchObject({ device: 'dust-only', wind: 'dongsi', valid: 40 })
  })

  it('makes hours of minutes: direction as a vector, and only of hours that are covered', async () => {
    for (let minute = 0; minute < 75; minute += 1) {
      const values = { pm10: 100, windSpeed: 2, windDirection: minute % 2 === 0 ? 350 : 20 }
      await keep('minutely', TO + minute * 60_000, values)
    }
    const { body } = await world.get(`analysis/rose?device=minutely&from=${TO}&to=${TO + 2 * HOUR}`)
    expect(body.valid).toBe(1)
    expect(body.speed.filter(({ n }: { n: number }) => n > 0)).toMatchObject([{ wd: 360, n: 1 }])
  })

  it('counts the hours of a device that sends seldomer than it is registered with', async () => {
    for (let h = 0; h < 30; h += 1) await keep('seldom', TO + h * HOUR, { pm10: 80 })
    const { body } = await world.get(`analysis/calendar?device=seldom&from=${TO}&to=${TO + 48 * HOUR}`)
    expect(body).toMatchObject({ valid: 30, days: [{ n: 24 }, { n: 6 }] })
  })

  it('says that there is nothing, instead of drawing something', async () => {
    const { status, body } = await world.get('analysis/polar?device=silent')
    expect(status).toBe(200)
    expect(body).toMatchObject({ device: null, wind: null, valid: 0, bins: [], fit: null, surface: null })
    expect((await world.get('analysis/calendar?device=silent')).body).toMatchObject({ valid: 0, days: [] })
  })

  it.each([
    ['analysis/polar', 400, 'device'],
    ['analysis/polar?device=nobody', 404, null],
    ['analysis/rose?place=nowhere', 404, null],
    ['analysis/polar?device=silent&place=site-1', 400, 'place'],
    [`analysis/polar?device=silent&from=${TO}&to=${FROM}`, 400, 'from'],
    [`analysis/calendar?device=silent&from=0&to=${TO}`, 400, 'from'],
    ['analysis/polar?device=silent&quantity=nonsense', 400, 'quantity'],
  ])('%s is refused in words', async (path, status, field) => {
    const answer = await world.get(path)
    expect(answer.status).toBe(status)
    if (field) expect(answer.body.errors[0].field).toBe(field)
  })
})
