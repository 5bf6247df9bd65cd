import { describe, expect, it } from 'vitest'
import { directionFromName, meanWind, WIND_LEVEL_BOUNDS_MPS, windLevel } from '../../../server/domain/air/wind.ts'
import { seededRandom } from '../../support/random.ts'

const winds = (text: string) =>
  text.split(' ').map((one) => {
    const [speedMps, directionDegrees] = one.split('@').map(Number)
    return { speedMps: speedMps!, directionDegrees: directionDegrees! }
  })

describe('wind level', () => {
  it.each([
    { speed: 0, level: 0 },
    { speed: 0.29, level: 0 },
    { speed: 0.3, level: 1 },
    { speed: 1.59, level: 1 },
    { speed: 1.6, level: 2 },
    { speed: 3.39, level: 2 },
    { speed: 3.4, level: 3 },
    { speed: 5.49, level: 3 },
    { speed: 5.5, level: 4 },
    { speed: 7.99, level: 4 },
    { speed: 8, level: 5 },
    { speed: 10.79, level: 5 },
    { speed: 10.8, level: 6 },
    { speed: 13.9, level: 7 },
    { speed: 17.2, level: 8 },
    { speed: 20.8, level: 9 },
    { speed: 24.5, level: 10 },
    { speed: 28.5, level: 11 },
    { speed: 32.7, level: 12 },
    { speed: 36.9, level: 12 },
    { speed: 37, level: 13 },
    { speed: 56.1, level: 17 },
    { speed: 110, level: 17 },
  ])('of $speed m/s is $level', ({ speed, level }) => {
    expect(windLevel(speed)).toBe(level)
  })

  it('begins exactly at its lower bound', () => {
    WIND_LEVEL_BOUNDS_MPS.forEach((bound, level) => {
      expect(windLevel(bound)).toBe(level)
      if (level > 0) expect(windLevel(bound - 1e-9)).toBe(level - 1)
    })
  })
})

describe('mean wind', () => {
  it.each([
    { $case: 'two winds around north', samples: '4@350 4@10', direction: 0, s: 0.985, r: 0.985, sigma: 10 },
    {
      $case: 'a fan of six',
      samples: '3@200 3@210 3@220 3@230 3@240 3@250',
      direction: 225,
      s: 0.956,
      r: 0.956,
      sigma: 17.1,
    },
    { $case: 'a corner', samples: '3@45 3@135', direction: 90, s: Math.SQRT1_2, r: Math.SQRT1_2, sigma: 47.5 },
    { $case: 'one sample', samples: '6@315', direction: 315, s: 1, r: 1, sigma: 0 },
  ])('$case', ({ samples, direction, s, r, sigma }) => {
    const mean = meanWind(winds(samples))!
    expect(Math.cos(((mean.directionDegrees! - direction) * Math.PI) / 180)).toBeCloseTo(1, 9)
    expect(mean.steadiness).toBeCloseTo(s, 3)
    expect(mean.concentration).toBeCloseTo(r, 3)
    expect(mean.sigmaDegrees).toBeCloseTo(sigma, 1)
    expect(mean.vectorMps).toBeCloseTo(mean.scalarMps * s, 2)
  })

  it('follows the stronger wind', () => {
    const mean = meanWind(winds('9@0 3@90'))!
    expect(mean.directionDegrees).toBeCloseTo(18.435, 3)
    expect(mean.scalarMps).toBe(6)
    expect(mean.vectorMps).toBeCloseTo(Math.hypot(4.5, 1.5), 9)
  })

  it('has no direction when the wind came from everywhere', () => {
    const mean = meanWind(winds('3@0 3@90 3@180 3@270'))!
    expect(mean.directionDegrees).toBeNull()
    expect(mean.scalarMps).toBe(3)
    expect(mean.steadiness).toBeCloseTo(0, 9)
    expect(mean.concentration).toBeCloseTo(0, 9)
  })

  it('has neither direction nor steadiness in a calm', () => {
    expect(meanWind(winds('0@0 0@90'))).toMatchObject({ scalarMps: 0, directionDegrees: null, steadiness: null })
  })

  it('is null without samples', () => {
    expect(meanWind([])).toBeNull()
  })

  it('turns with the compass and stays between the weakest and the strongest wind', () => {
    const seed = 1_984
    const random = seededRandom(seed)
    for (let run = 0; run < 2_000; run++) {
      const hint = `seed ${seed}, run ${run}`
      const samples = Array.from({ length: 1 + Math.floor(random() * 20) }, () => ({
        speedMps: random() * 30,
        directionDegrees: random() * 360,
      }))
      const turn = random() * 360
      const mean = meanWind(samples)!
      const turned = meanWind(
        samples.map(({ speedMps, directionDegrees }) => ({
          speedMps,
          directionDegrees: (directionDegrees + turn) % 360,
        })),
      )!
      const speeds = samples.map(({ speedMps }) => speedMps)

      expect(mean.scalarMps, hint).toBeGreaterThanOrEqual(Math.min(...speeds) - 1e-9)
      expect(mean.scalarMps, hint).toBeLessThanOrEqual(Math.max(...speeds) + 1e-9)
      expect(mean.vectorMps, hint).toBeLessThanOrEqual(mean.scalarMps)
      expect(mean.directionDegrees, hint).toBeGreaterThanOrEqual(0)
      expect(mean.directionDegrees, hint).toBeLessThan(360)
      expect(turned.scalarMps, hint).toBeCloseTo(mean.scalarMps, 9)
      expect(turned.vectorMps, hint).toBeCloseTo(mean.vectorMps, 9)
      expect(turned.concentration, hint).toBeCloseTo(mean.concentration, 9)
      const difference = ((turned.directionDegrees! - mean.directionDegrees! - turn) * Math.PI) / 180
      // A vector that nearly cancels out has a badly conditioned direction; its length decides how exact we can be.
      expect(Math.sin(difference) * mean.vectorMps, hint).toBeCloseTo(0, 9)
      expect(Math.cos(difference), hint).toBeGreaterThan(0)
    }
  })
})

describe('a direction by name', () => {
  it.each([
    { name: 'N', degrees: 0 },
    { name: 'NNE', degrees: 22.5 },
    { name: 'E', degrees: 90 },
    { name: 'SSW', degrees: 202.5 },
    { name: 'nw', degrees: 315 },
    { name: ' NNW ', degrees: 337.5 },
    { name: 'C', degrees: null },
    { name: '', degrees: null },
    { name: 'NNNW', degrees: null },
  ])('"$name" is $degrees', ({ name, degrees }) => {
    expect(directionFromName(name)).toBe(degrees)
  })
})
