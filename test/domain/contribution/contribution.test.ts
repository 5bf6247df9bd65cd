/** Upwind, downwind and their difference; vectors of algorithms.md 4 and 5. */
import { describe, expect, it } from 'vitest'
import { meanWind } from '../../../server/domain/air/wind.ts'
import {
  type Contribution,
  contributionOf,
  type Evaluated,
  probabilityAbove,
} from '../../../server/domain/contribution/contribution.ts'
import { normalBelow } from '../../../server/domain/contribution/normal.ts'
import { heldRole, roleOf } from '../../../server/domain/contribution/roles.ts'
import { bearingDegrees } from '../../../server/domain/distance.ts'

const steady = (speedMps: number, directionDegrees: number) => meanWind([{ speedMps, directionDegrees }])

function ring(values: Record<number, number | null>) {
  return Object.entries(values).map(([bearing, value]) => ({
    device: `m${bearing}`,
    bearingDegrees: Number(bearing),
    value,
  }))
}

function evaluated(contribution: Contribution): Evaluated {
  if (!contribution.evaluable) throw new Error(`not evaluable: ${contribution.because}`)
  return contribution
}

describe('where a monitor stands in the wind', () => {
  it.each([
    [0, 0, 'upwind'],
    [45, 0, 'upwind'],
    [46, 0, 'crosswind'],
    [134, 0, 'crosswind'],
    [135, 0, 'downwind'],
    [180, 350, 'downwind'],
    [350, 10, 'upwind'],
  ] as const)('at bearing %d in a wind from %d it is %s', (bearing, from, role) => {
    expect(roleOf(bearing, from)).toBe(role)
  })

  it('gives two and two in a ring of four when the wind comes into a corner, also a measured one', () => {
    const from = steady(4.1, 45)!.directionDegrees!
    const roles = [0, 90, 180, 270].map((bearing) => roleOf(bearing, from))
    expect(roles).toEqual(['upwind', 'upwind', 'downwind', 'downwind'])
  })

  it('keeps its role until another has held for five minutes without a break', () => {
    const turned = (minutes: number) => heldRole(0, [0, 0, ...Array<number>(minutes).fill(180)], 5)
    expect(turned(4)).toBe('upwind')
    expect(turned(5)).toBe('downwind')
    expect(heldRole(0, [0, 180, 180, 180, 180, null, 180], 5)).toBe('upwind')
    expect(heldRole(0, [null, null], 5)).toBeNull()
  })

  it('is seen from the work area: bearings follow when either moves', () => {
    const area = { latitude: 34.75, longitude: 113.64 }
    const monitor = { latitude: 34.751, longitude: 113.64 }
    expect(bearingDegrees(area, monitor)).toBeCloseTo(0, 6)
    expect(bearingDegrees({ latitude: 34.752, longitude: 113.64 }, monitor)).toBeCloseTo(180, 6)
    expect(bearingDegrees(area, { latitude: 34.75, longitude: 113.641 })).toBeCloseTo(90, 2)
    expect(bearingDegrees(area, { latitude: 34.75, longitude: 113.639 })).toBeCloseTo(270, 2)
  })
})

describe("a site's contribution", () => {
  it('is the highest downwind less the median upwind, with its uncertainty', () => {
    const found = evaluated(
      contributionOf({
        monitors: ring({ 0: 80, 90: 500, 180: 200, 200: 150 }),
        winds: [steady(3, 0)],
        background: null,
      }),
    )
    expect(found).toMatchObject({ grade: 'direct', confidence: 'high', upwindUgM3: 80, downwindDevice: 'm180' })
    expect(found.deltaUgM3).toBe(120)
    expect(found.sigmaUgM3).toBeCloseTo(21.54, 2)
    expect(found.ringUgM3).toBeNull()
  })

  it.each([
    { down: 200, up: 80, limit: 100, probability: 0.823 },
    { down: 190, up: 80, limit: 100, probability: 0.686 },
    { down: 250, up: 80, limit: 150, probability: 0.777 },
  ])('$down downwind of $up is above $limit with P $probability', ({ down, up, limit, probability }) => {
    const found = evaluated(
      contributionOf({ monitors: ring({ 0: up, 180: down }), winds: [steady(3, 0)], background: null }),
    )
    expect(probabilityAbove(found, limit)).toBeCloseTo(probability, 3)
  })

  it('keeps a negative difference', () => {
    const found = contributionOf({ monitors: ring({ 0: 200, 180: 80 }), winds: [steady(3, 0)], background: null })
    expect(evaluated(found).deltaUgM3).toBe(-120)
  })

  it('is indirect against the background when nothing stands upwind', () => {
    const background = { value: 60, devices: ['street-1', 'street-2'] }
    const found = contributionOf({ monitors: ring({ 180: 200 }), winds: [steady(3, 0)], background })
    const wanted = { grade: 'indirect', confidence: 'medium', deltaUgM3: 140, upwindDevices: background.devices }
    expect(found).toMatchObject(wanted)
  })

  it.each([
    ['blindSector', ring({ 0: 80, 90: 100 }), steady(3, 0)],
    ['blindSector', ring({ 0: 80, 180: null }), steady(3, 0)],
    ['noUpwind', ring({ 180: 80 }), steady(3, 0)],
    ['noUpwind', ring({ 0: null, 180: 80 }), steady(3, 0)],
    ['noMonitors', [], steady(3, 0)],
    ['noMonitors', ring({ 0: null }), steady(3, 0)],
    ['noWind', ring({ 0: 80, 180: 200 }), null],
    ['noDirection', ring({ 0: 80, 180: 200 }), steady(0, 0)],
  ] as const)('is not evaluable: %s', (because, monitors, wind) => {
    expect(contributionOf({ monitors, winds: [wind], background: null })).toMatchObject({ evaluable: false, because })
  })

  it('is still judged in calm or turning wind, with the difference of the ring as a warning', () => {
    const monitors = ring({ 0: 80, 90: 60, 180: 200, 270: 90 })
    const calm = contributionOf({ monitors, winds: [steady(0.9, 0)], background: null })
    expect(calm).toMatchObject({ deltaUgM3: 120, windIsTrusted: false, confidence: 'medium', ringUgM3: 140 })
    const turning = meanWind([10, 130, 250, 0].map((directionDegrees) => ({ speedMps: 4, directionDegrees })))
    const turned = contributionOf({ monitors, winds: [turning], background: null })
    expect(turned).toMatchObject({ evaluable: true, windIsTrusted: false, ringUgM3: 140 })
  })

  it('notes a single high monitor whose neighbours did not move, and not one whose plume two of them see', () => {
    const note = (east: number, mps: number) =>
      evaluated(
        contributionOf({
          monitors: ring({ 0: 80, 90: east, 180: 300, 270: 82 }),
          winds: [steady(mps, 0)],
          background: null,
        }),
      ).isNearbySource
    expect(note(81, 3)).toBe(true)
    expect(note(150, 3)).toBe(false)
    expect(note(81, 1.5)).toBe(false)
  })
})

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1.96, 0.9750021],
    [-1, 0.1586553],
    [40, 1],
  ])('below %d lies %d', (z, share) => {
    expect(normalBelow(z)).toBeCloseTo(share, 7)
  })
})
