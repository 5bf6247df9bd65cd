import { describe, expect, it } from 'vitest'
import { resuspendedPm10 } from '../../../simulators/district/background.ts'
import { dustOf, sumOf } from '../../../simulators/district/dust.ts'
import { metresBetween, pointAt, pointTowards, wgs84Of } from '../../../simulators/district/geometry.ts'
import { opticalOverRead } from '../../../simulators/district/instruments.ts'
import { plumeAt } from '../../../simulators/district/plume.ts'
import { smoothNoise, steppedNoise } from '../../../simulators/district/smooth-noise.ts'
import { HOUR, MINUTE } from '../../../simulators/local-time.ts'

const AT = Date.parse('2026-10-28T10:00:00+08:00')
const DRY = { hour: 12, wetMmH: 0, cleanedRoads: 0 }

describe('dust that the wind stirs up', () => {
  it('starts above level 3 and grows with the wind, faster and faster', () => {
    expect(resuspendedPm10(4.9, DRY)).toBe(0)
    const amounts = [6, 8, 10, 12].map((wind) => resuspendedPm10(wind, DRY))
    const steps = amounts.map((amount, index) => amount - (amounts[index - 1] ?? 0))
    expect(steps.every((step, index) => step > (steps[index - 1] ?? 0))).toBe(true)
  })

  it('is less from wet ground and from cleaned streets', () => {
    const dry = resuspendedPm10(9, DRY)
    expect(resuspendedPm10(9, { ...DRY, wetMmH: 1 })).toBeLessThan(0.2 * dry)
    expect(resuspendedPm10(9, { ...DRY, cleanedRoads: 1 })).toBeLessThan(0.7 * dry)
  })
})

describe('a plume', () => {
  const source = { at: { eastM: 0, northM: 0 }, widthM: 0, heightM: 0 }
  const westWind = { fromDegrees: 270, speedMps: 3 }

  it('follows the worked example of its formula', () => {
    expect(plumeAt({ eastM: 500, northM: 0 }, source, westWind)).toBeCloseTo(22.26, 1)
  })

  it('reaches who stands downwind, less to the side, and never who stands upwind', () => {
    const ahead = plumeAt({ eastM: 500, northM: 0 }, source, westWind)
    const aside = plumeAt({ eastM: 500, northM: 100 }, source, westWind)
    expect(aside).toBeGreaterThan(0)
    expect(aside).toBeLessThan(ahead / 2)
    expect(plumeAt({ eastM: -1, northM: 0 }, source, westWind)).toBe(0)
    expect(plumeAt({ eastM: -500, northM: 0 }, source, westWind)).toBe(0)
  })

  it('turns with the wind', () => {
    for (const fromDegrees of [0, 45, 133, 270, 359]) {
      const receptor = pointTowards(source.at, fromDegrees + 180, 500)
      expect(plumeAt(receptor, source, { fromDegrees, speedMps: 3 })).toBeCloseTo(22.26, 1)
    }
  })

  it('thins out with distance and with wind', () => {
    const at = (eastM: number, speedMps: number) => plumeAt({ eastM, northM: 0 }, source, { ...westWind, speedMps })
    expect(at(1_000, 3)).toBeLessThan(at(500, 3))
    expect(at(500, 6)).toBeCloseTo(at(500, 3) / 2, 6)
  })
})

describe('what instruments make of it', () => {
  it('never shows more PM2.5 than PM10, nor more PM10 than TSP, whatever is mixed', () => {
    const all = sumOf([dustOf('haze', 80), dustOf('soil', 30), dustOf('farDust', 500), dustOf('site', 120)])
    expect(all.fine).toBeLessThan(all.fine + all.coarse)
    expect(all.fine + all.coarse).toBeCloseTo(730, 6)
    expect(all.giant).toBeGreaterThan(0)
  })

  it('over-reads in humid air only, without a jump', () => {
    expect(opticalOverRead(80)).toBe(1)
    expect(opticalOverRead(20)).toBe(1)
    expect(opticalOverRead(95.001)).toBeCloseTo(opticalOverRead(95), 2)
    expect(opticalOverRead(100)).toBeGreaterThan(2)
  })
})

describe('noise over time', () => {
  it('depends on the instant alone, stays within ±1 and has no lean', () => {
    const instants = Array.from({ length: 5_000 }, (_, index) => AT + index * MINUTE)
    for (const noise of [steppedNoise, smoothNoise]) {
      const drawn = instants.map((at) => noise(7, at, 10 * MINUTE))
      expect(instants.toReversed().map((at) => noise(7, at, 10 * MINUTE))).toEqual(drawn.toReversed())
      expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(1)
      expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / drawn.length)).toBeLessThan(0.1)
      expect(noise(8, AT, HOUR)).not.toBe(noise(7, AT, HOUR))
    }
  })

  it('changes smoothly', () => {
    const seconds = Array.from({ length: 3_600 }, (_, second) => AT + second * 1_000)
    const noise = seconds.map((at) => smoothNoise(7, at, 10 * MINUTE))
    const steps = noise.slice(1).map((value, index) => Math.abs(value - noise[index]!))
    expect(Math.max(...steps)).toBeLessThan(0.01)
  })
})

describe('places on the ground', () => {
  it('come back from WGS 84 within two metres', () => {
    const point = pointAt(34.6561, 113.6072)
    const { latitude, longitude } = wgs84Of(point)
    expect(metresBetween(pointAt(latitude, longitude), point)).toBeLessThan(2)
  })
})
