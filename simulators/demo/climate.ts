/**
 * Two months of weather that nobody prescribed: seasons, days and nights, fronts that bring wind or rain, stagnant days
 * that bring haze. Seeded, and a function of the instant alone.
 */
import { smoothNoise } from '../district/smooth-noise.ts'
import type { Weather } from '../district/weather.ts'
import { hourOf } from '../district/world.ts'
import { HOUR } from '../local-time.ts'
import { seedFor } from '../random.ts'

const DAY = 24 * HOUR
const YEAR = 365.2425 * DAY
/** About 15 January, the coldest. */
const MIDWINTER = Date.UTC(2026, 0, 15)

export function climate(seed: number): Weather {
  const noise = (name: string, scaleMs: number) => {
    const own = seedFor(seed, name)
    return (at: number) => smoothNoise(own, at, scaleMs)
  }
  const front = noise('front', 2.5 * DAY)
  const haze = noise('haze', 2 * DAY)
  const shower = noise('shower', 9 * HOUR)
  const turn = noise('turn', 15 * HOUR)
  return (at) => {
    const winter = Math.cos((2 * Math.PI * (at - MIDWINTER)) / YEAR)
    const day = Math.cos((2 * Math.PI * (hourOf(at) - 15)) / 24)
    const frontal = Math.max(0, front(at))
    const rainMmH = Math.max(0, shower(at) - 0.88) * 25
    return {
      windMps: 1.6 + 0.8 * day + 5 * frontal ** 2,
      windFromDegrees: (60 + 160 * turn(at) - 90 * frontal + 360) % 360,
      gustFactor: 1.5,
      temperatureC: 15.5 - 13.5 * winter + 5 * day - 5 * frontal,
      humidityPercent: Math.min(97, 56 - 16 * day - 18 * frontal + (rainMmH > 0 ? 30 : 0)),
      pressureHpa: 1_010 + 10 * winter + 6 * front(at),
      rainMmH,
      regionalPm10: Math.max(25, 80 + 25 * winter + 55 * haze(at) - 35 * frontal),
      farDustPm10: 0,
    }
  }
}
