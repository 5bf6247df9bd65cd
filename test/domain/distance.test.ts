import { describe, expect, it } from 'vitest'
import { centroid, distanceM } from '../../server/domain/distance.ts'

const MIDDLE = { latitude: 34.7, longitude: 113.6 }

describe('distance', () => {
  it('is 111,195 m for a degree of latitude, and the same both ways', () => {
    const north = { latitude: 35.7, longitude: 113.6 }
    expect(distanceM(MIDDLE, north)).toBeCloseTo(111_195, 0)
    expect(distanceM(north, MIDDLE)).toBe(distanceM(MIDDLE, north))
    expect(distanceM(MIDDLE, MIDDLE)).toBe(0)
    expect(distanceM({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20_015_114, 0)
  })

  it('shrinks a degree of longitude with the cosine of the latitude', () => {
    const east = distanceM({ latitude: 60, longitude: 10 }, { latitude: 60, longitude: 10.01 })
    expect(east / distanceM({ latitude: 0, longitude: 10 }, { latitude: 0, longitude: 10.01 })).toBeCloseTo(0.5, 4)
  })

  it('has no middle of nothing', () => {
    expect(centroid([])).toBeNull()
    expect(centroid([MIDDLE, { latitude: 34.9, longitude: 113.8 }])?.latitude).toBeCloseTo(34.8, 9)
  })
})
