import { describe, expect, it } from 'vitest'
import { createSamples, type Samples } from '../../../../server/domain/air/samples.ts'
import type { Device } from '../../../../server/domain/place.ts'
import { WINDY_DAY_DEFAULTS } from '../../../../server/domain/rules/windy-day/settings.ts'
import { windDevicesOf, windEvidence } from '../../../../server/domain/rules/windy-day/wind-evidence.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { type DeviceSamples, keptSamples } from '../kept-samples.ts'

const NOW = 100 * MINUTE

/** About 1.11 km to the north per 0.01. */
const MIDDLE = { latitude: 34.7, longitude: 113.6 }

function device(id: string, facts: Partial<Device> = {}): Device {
  return {
    id,
    name: id,
    kind: 'dustMonitor',
    townshipId: 'houzhai',
    placeId: null,
    ...MIDDLE,
    intervalMs: MINUTE,
    exposure: 'open',
    underMaintenance: false,
    ...facts,
  }
}

const bureau = (id: string, facts: Partial<Device> = {}) =>
  device(id, { kind: 'weatherBureau', exposure: null, ...facts })

/** A steady wind per device for the hour up to `lastAt` (now by default). */
function steady(winds: Readonly<Record<string, { mps: number; lastAt?: number; everyMs?: number }>>) {
  const all = new Map<string, { windSpeed: Samples; windGust: Samples }>()
  for (const [id, { mps, lastAt = NOW, everyMs = MINUTE }] of Object.entries(winds)) {
    const windSpeed = createSamples(3 * HOUR)
    for (let ts = lastAt - 60 * MINUTE; ts <= lastAt; ts += everyMs) windSpeed.add(ts, mps)
    all.set(id, { windSpeed, windGust: createSamples(HOUR) })
  }
  return all
}

function judged(devices: readonly Device[], samples: ReadonlyMap<string, DeviceSamples>, townshipId?: string) {
  const scope = townshipId ? ({ kind: 'township', townshipId } as const) : ({ kind: 'district' } as const)
  return windEvidence(windDevicesOf(scope, { devices }), keptSamples(samples), NOW, WINDY_DAY_DEFAULTS)
}

describe('the wind of a scope', () => {
  it('is what the weather bureau measures while it is fresh', () => {
    const devices = [device('a'), device('b'), bureau('bureau')]
    const found = judged(devices, steady({ a: { mps: 2 }, b: { mps: 3 }, bureau: { mps: 7 } }))
    expect(found).toEqual({
      windMps: 7,
      source: 'weatherBureau',
      readings: [{ device: 'bureau', ts: NOW, quantity: 'windSpeed', value: 7 }],
      doubted: null,
      gust: null,
      strongestGustMps: null,
    })
  })

  it('is the middle of two bureau stations', () => {
    const found = judged([bureau('x'), bureau('y')], steady({ x: { mps: 6 }, y: { mps: 8 } }))
    expect([found.windMps, found.source]).toEqual([7, 'weatherBureau'])
  })

  it('is the median of the open devices when the bureau is silent', () => {
    const devices = [bureau('bureau'), device('a'), device('b'), device('c'), device('shed', { exposure: 'sheltered' })]
    const winds = { a: { mps: 4 }, b: { mps: 9 }, c: { mps: 5 }, shed: { mps: 1 } }
    const silent = steady({ ...winds, bureau: { mps: 7, lastAt: NOW - 6 * MINUTE } })
    const found = judged(devices, silent)
    expect([found.windMps, found.source, found.readings.length]).toEqual([5, 'openMedian', 3])
    const even = judged(devices, steady({ a: { mps: 4 }, b: { mps: 9 } }))
    expect(even.windMps).toBe(6.5)
  })

  it.each([
    { $case: 'one of three is enough', registered: 3, fresh: 1, source: 'openMedian' },
    { $case: 'one of four is too few', registered: 4, fresh: 1, source: 'nearest' },
    { $case: 'two of six are enough', registered: 6, fresh: 2, source: 'openMedian' },
    { $case: 'two of seven are too few', registered: 7, fresh: 2, source: 'nearest' },
    { $case: 'none is too few', registered: 1, fresh: 0, source: 'none' },
  ])('$case', ({ registered, fresh, source }) => {
    const devices = Array.from({ length: registered }, (_, index) => device(`d${index}`))
    const winds = Object.fromEntries(devices.slice(0, fresh).map(({ id }) => [id, { mps: 6 }]))
    expect(judged(devices, steady(winds)).source).toBe(source)
  })

  it('falls back on the nearest device, whatever its exposure, within 5 km', () => {
    const silent = device('silent')
    const near = device('near', { exposure: 'sheltered', latitude: 34.72, townshipId: 'other' })
    const far = device('far', { latitude: 34.74, townshipId: 'other' })
    const devices = [far, silent, near]
    const both = steady({ near: { mps: 3 }, far: { mps: 9 } })
    expect(judged(devices, both, 'houzhai')).toMatchObject({ windMps: 3, source: 'nearest' })
    expect(judged(devices, steady({ far: { mps: 9 } }), 'houzhai')).toMatchObject({ windMps: 9, source: 'nearest' })
    const tooFar = [silent, device('far', { latitude: 34.746, townshipId: 'other' })]
    expect(judged(tooFar, steady({ far: { mps: 9 } }), 'houzhai').source).toBe('none')
  })

  it('never takes a device without a position for the nearest', () => {
    const devices = [device('silent'), device('lost', { latitude: null, longitude: null, townshipId: 'other' })]
    expect(judged(devices, steady({ lost: { mps: 9 } }), 'houzhai').windMps).toBeNull()
  })

  it('keeps to its own township', () => {
    const devices = [device('a'), device('b', { townshipId: 'other' }), bureau('bureau', { townshipId: 'other' })]
    const winds = steady({ a: { mps: 4 }, b: { mps: 9 }, bureau: { mps: 7 } })
    expect(judged(devices, winds, 'houzhai')).toMatchObject({ windMps: 4, source: 'openMedian' })
    expect(judged(devices, winds, 'other')).toMatchObject({ windMps: 7, source: 'weatherBureau' })
    expect(judged(devices, winds)).toMatchObject({ windMps: 7, source: 'weatherBureau' })
  })

  it('is null without any usable device, never 0', () => {
    expect(judged([], new Map())).toEqual({
      windMps: null,
      source: 'none',
      readings: [],
      doubted: null,
      gust: null,
      strongestGustMps: null,
    })
    expect(judged([device('dust', { exposure: null })], steady({ dust: { mps: 9 } })).windMps).toBeNull()
    expect(judged([device('a')], new Map()).windMps).toBeNull()
  })

  it.each([
    { $case: 'five minutes old is fresh', everyMs: 4 * MINUTE, lastAt: NOW - 5 * MINUTE, isFresh: true },
    { $case: 'older than five minutes is not', everyMs: 4 * MINUTE, lastAt: NOW - 5 * MINUTE - 1, isFresh: false },
    { $case: 'an hourly value is fresh for 66 minutes', everyMs: HOUR, lastAt: NOW - 66 * MINUTE, isFresh: true },
    { $case: 'and no longer', everyMs: HOUR, lastAt: NOW - 66 * MINUTE - 1, isFresh: false },
  ])('$case', ({ everyMs, lastAt, isFresh }) => {
    const found = judged([device('a', { intervalMs: everyMs })], steady({ a: { mps: 6, everyMs, lastAt } }))
    expect(found.windMps).toBe(isFresh ? 6 : null)
  })

  it('never sees a reading of the future', () => {
    const samples = steady({ a: { mps: 6 } })
    const { windSpeed } = samples.get('a')!
    if ('add' in windSpeed && typeof windSpeed.add === 'function') windSpeed.add(NOW + 1, 60)
    expect(judged([device('a')], samples).windMps).toBe(6)
  })
})

describe('gusts', () => {
  type Gusts = Readonly<Record<string, readonly (readonly [minute: number, mps: number])[]>>

  function gustOf(gusts: Gusts, facts: { mean?: number; devices?: readonly Device[] } = {}) {
    const devices = facts.devices ?? Object.keys(gusts).map((id) => device(id))
    const samples = steady(Object.fromEntries(devices.map(({ id }) => [id, { mps: facts.mean ?? 5 }])))
    for (const [id, pairs] of Object.entries(gusts)) {
      const windGust = createSamples(HOUR)
      for (const [minute, mps] of pairs) windGust.add(NOW + minute * MINUTE, mps)
      samples.set(id, { windSpeed: samples.get(id)!.windSpeed, windGust })
    }
    return judged(devices, samples).gust
  }

  it.each<{ $case: string; gusts: Gusts; mean?: number; found: boolean }>([
    { $case: 'two devices within two minutes', gusts: { a: [[0, 11]], b: [[-2, 10.8]] }, found: true },
    { $case: 'two devices at the same instant', gusts: { a: [[0, 11]], b: [[0, 11]] }, found: true },
    { $case: 'two devices too far apart', gusts: { a: [[0, 11]], b: [[-2.1, 11]] }, found: false },
    { $case: 'one of two too weak', gusts: { a: [[0, 11]], b: [[0, 10.79]] }, found: false },
    { $case: 'the mean just high enough', gusts: { a: [[0, 11]], b: [[0, 11]] }, mean: 3.4, found: true },
    { $case: 'the mean too low', gusts: { a: [[0, 11]], b: [[0, 11]] }, mean: 3.39, found: false },
    {
      $case: 'the only device twice within ten minutes',
      gusts: {
        a: [
          [0, 11],
          [-10, 11],
        ],
      },
      found: true,
    },
    {
      $case: 'the only device twice, too far apart',
      gusts: {
        a: [
          [0, 11],
          [-10.1, 11],
        ],
      },
      found: false,
    },
    { $case: 'the only device once', gusts: { a: [[0, 11]] }, found: false },
    {
      $case: 'one device twice while another could have confirmed it',
      gusts: {
        a: [
          [0, 11],
          [-3, 11],
        ],
        b: [[0, 5]],
      },
      found: false,
    },
    {
      $case: 'one device twice while the other is silent',
      gusts: {
        a: [
          [0, 11],
          [-3, 11],
        ],
        b: [[-20, 5]],
      },
      found: true,
    },
    { $case: 'a pair five minutes ago', gusts: { a: [[-5, 11]], b: [[-6, 11]] }, found: true },
    { $case: 'a pair longer ago', gusts: { a: [[-5.1, 11]], b: [[-6, 11]] }, found: false },
    { $case: 'a gust of the future', gusts: { a: [[0.1, 11]], b: [[0, 11]] }, found: false },
  ])('$case: $found', ({ gusts, mean, found }) => {
    expect(gustOf(gusts, mean === undefined ? {} : { mean }) !== null).toBe(found)
  })

  it('names the newest pair, the stronger gust and both devices', () => {
    expect(
      gustOf({
        a: [
          [-4, 12],
          [-1, 14],
        ],
        b: [
          [-4, 20],
          [-2, 11],
        ],
      }),
    ).toEqual({
      at: NOW - MINUTE,
      mps: 14,
      devices: ['a', 'b'],
      readings: [
        { device: 'a', ts: NOW - MINUTE, quantity: 'windGust', value: 14 },
        { device: 'b', ts: NOW - 2 * MINUTE, quantity: 'windGust', value: 11 },
      ],
    })
  })

  it('hears the bureau and open devices only', () => {
    const devices = [bureau('bureau'), device('a'), device('shed', { exposure: 'sheltered' })]
    expect(gustOf({ bureau: [[0, 11]], a: [[0, 11]] }, { devices })?.devices).toEqual(['bureau', 'a'])
    expect(gustOf({ shed: [[0, 11]], a: [[0, 11]] }, { devices })).toBeNull()
  })
})
