import { describe, expect, it } from 'vitest'
import { withPulse } from '../../../web/logic/device-values.ts'
import { districtDust } from '../../../web/logic/district-dust.ts'
import { limitsOf } from '../../../web/logic/limits.ts'
import { withNewer } from '../../../web/logic/newer.ts'
import { placeAir } from '../../../web/logic/place-air.ts'
import { pm10Band } from '../../../web/logic/pm10-band.ts'
import { stationsShown } from '../../../web/logic/stations.ts'
import { directionOf, windDevices } from '../../../web/logic/wind.ts'
import { at, device, order } from '../support.ts'

const ZONE = 'Asia/Shanghai'
const clock = { now: at('12:00'), timeZone: ZONE }

describe('the band of PM10', () => {
  it.each([
    { case: '150 under the standard of 2026', pm10: 150, when: at('12:00'), level: 3 },
    { case: '150 under the standard of 2012', pm10: 150, when: Date.parse('2015-04-15T12:00:00+08:00'), level: 2 },
    { case: 'clean air', pm10: 12, when: at('12:00'), level: 1 },
    { case: 'beyond the table', pm10: 900, when: at('12:00'), level: 6 },
  ])('follows the date: $case', ({ pm10, when, level }) => {
    expect(pm10Band(pm10, when, ZONE)?.level).toBe(level)
  })

  it('has no band for what cannot be a concentration', () => {
    expect(pm10Band(-1, at('12:00'), ZONE)).toBeNull()
  })
})

describe('the air of a place', () => {
  const value = (pm10: number, when: number, isUsable = true) =>
    new Map([['D1', { pm10: { value: pm10, at: when, isUsable } }]])

  it('has no colour when its value is out of date', () => {
    expect(placeAir([device()], value(30, at('11:49')), clock)).toMatchObject({ isStale: true, band: null })
  })

  it('has no colour without any value', () => {
    expect(placeAir([device()], new Map(), clock)).toEqual({ pm10: null, isStale: false, band: null })
  })

  it('never takes its colour from a value that is barred', () => {
    expect(placeAir([device()], value(30, at('11:59'), false), clock).pm10).toBeNull()
  })

  it('has the colour of a fresh value', () => {
    expect(placeAir([device()], value(30, at('11:59')), clock).band?.level).toBe(1)
  })
})

describe('what the stream tells', () => {
  it('never replaces a value by an older one', () => {
    const known = { pm10: { value: 80, at: 2_000, isUsable: true } }
    expect(withPulse(known, { device: 'D1', ts: 1_000, values: { pm10: 20 } }).pm10?.value).toBe(80)
    expect(withPulse(known, { device: 'D1', ts: 3_000, values: { pm10: 20 } }).pm10?.value).toBe(20)
  })

  it('passes over an order it has seen already', () => {
    const known = new Map([['o1', order({ version: 5, level: 6 })]])
    expect(withNewer(known, order({ version: 4 }))).toBe(known)
    expect(withNewer(known, order({ version: 6, level: 4 })).get('o1')?.level).toBe(4)
  })
})

describe('wind', () => {
  it.each([
    [0, 'N'],
    [22.4, 'N'],
    [22.5, 'NE'],
    [337.5, 'N'],
    [337.4, 'NW'],
    [-45, 'NW'],
    [720, 'N'],
  ])('from %d° comes from %s', (degrees, name) => {
    expect(directionOf(degrees)).toBe(name)
  })

  it('speaks by the weather bureau’s station, unless that one is silent', () => {
    const bureau = device({ id: 'W1', kind: 'weatherBureau' })
    const mast = device({ id: 'M1', kind: 'weatherMast' })
    const wind = (when: number) => ({ windSpeed: { value: 6, at: when, isUsable: true } })
    const both = new Map([
      ['W1', wind(at('11:59'))],
      ['M1', wind(at('11:59'))],
    ])
    expect(windDevices([mast, bureau], both, clock.now)[0]?.device.id).toBe('W1')
    both.set('W1', wind(at('10:00')))
    expect(windDevices([mast, bureau], both, clock.now)[0]?.device.id).toBe('M1')
  })
})

describe('stations', () => {
  it('shows an official station that never measured rather than hiding it', () => {
    const official = device({ id: 'O1', kind: 'officialStation' })
    expect(stationsShown([official], new Map())).toEqual([{ device: official, pm10: null }])
  })

  it('takes the district from fresh, usable instants: no hourly value, nothing stale, nothing barred', () => {
    const MIN = 60_000
    const devices = ['a', 'b', 'c', 'stale', 'barred', 'hourly', 'silent'].map((id) => ({
      id,
      intervalMs: id === 'hourly' ? 60 * MIN : MIN,
    }))
    const now = at('12:00')
    const pm10 = (value: number, minutesAgo = 0, isUsable = true) => ({
      pm10: { value, at: now - minutesAgo * MIN, isUsable },
    })
    const values = new Map([
      ['a', pm10(40)],
      ['b', pm10(60)],
      ['c', pm10(500)],
      ['stale', pm10(900, 11)],
      ['barred', pm10(900, 0, false)],
      ['hourly', pm10(900)],
    ])
    expect(districtDust(devices, values, now)).toMatchObject({ median: 60, count: 3 })
    expect(districtDust(devices, new Map(), now)).toBeNull()
  })
})

describe('limits on a chart', () => {
  const text = (key: string, values: object = {}) => `${key} ${JSON.stringify(values)}`

  it.each([
    { case: '2026', when: at('12:00'), value: 120 },
    { case: '2012', when: Date.parse('2026-02-28T12:00:00+08:00'), value: 150 },
  ])('are those of the standard in force: $case', ({ when, value }) => {
    expect(limitsOf('pm10', when, ZONE, text)[0]?.value).toBe(value)
  })

  it('are drawn for nothing that has none', () => {
    expect(limitsOf('noise', at('12:00'), ZONE, text)).toEqual([])
  })
})
