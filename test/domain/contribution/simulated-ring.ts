/**
 * A made-up ring of four monitors round one site, minute by minute, in which the truth is known. Assumptions of our own
 * after algorithms.md 5: regional episodes, dusty work in bouts, street sources beside single monitors, a bias of 8 % per
 * monitor, 5 % noise per minute. What it shows is a direction, not a proof: rerun it with a real site's data.
 */
import type { WindSample } from '../../../server/domain/air/wind.ts'
import { seededRandom } from '../../support/random.ts'

export const BEARINGS = [0, 90, 180, 270] as const

export interface RingMinute {
  readonly wind: WindSample
  /** As measured, by bearing. */
  readonly values: readonly number[]
  /** What the site really adds where it adds most of the four, µg/m³. */
  readonly truth: number
}

/** How wide a plume is in angle: half a right angle off its axis it has about half. */
const PLUME_DEGREES = 40
const STREET_PER_MINUTE = 1 / 4_000
const BOUT_PER_MINUTE = 1 / 150

export function* simulatedRing(seed: number, days: number): Generator<RingMinute> {
  const uniform = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const bias = BEARINGS.map(() => 1 + 0.08 * normal())
  let direction = 360 * uniform()
  let logSpeed = Math.log(2.2)
  let logRegional = Math.log(80)
  let episode = { left: 0, factor: 1 }
  let bout = { left: 0, strength: 0 }
  let street = { left: 0, strength: 0, beside: 0 }
  for (let minute = 0; minute < days * 1_440; minute++) {
    const hour = (minute % 1_440) / 60
    direction = (direction + 1.2 * normal() + 360) % 360
    if (uniform() < 1 / 700) direction = (direction + 60 + 120 * uniform()) % 360
    logSpeed += -0.01 * (logSpeed - Math.log(2.2)) + 0.07 * normal()
    logRegional += -0.0008 * (logRegional - Math.log(80)) + 0.015 * normal()
    if (episode.left === 0 && uniform() < 1 / 9_000)
      episode = { left: 600 + 1_800 * uniform(), factor: 2 + 2 * uniform() }
    if (bout.left === 0 && hour >= 7 && hour < 18 && uniform() < BOUT_PER_MINUTE)
      bout = { left: 20 + 100 * uniform(), strength: Math.exp(Math.log(30) + Math.log(25) * uniform()) }
    if (street.left === 0 && uniform() < STREET_PER_MINUTE)
      street = { left: 10 + 30 * uniform(), strength: 60 + 240 * uniform(), beside: Math.floor(4 * uniform()) }
    episode.left = Math.max(0, episode.left - 1)
    bout.left = Math.max(0, bout.left - 1)
    street.left = Math.max(0, street.left - 1)

    const speedMps = Math.exp(logSpeed)
    const measured = (direction + Math.min(60, 25 / speedMps) * normal() + 360) % 360
    const regional = Math.exp(logRegional) * (episode.left > 0 ? episode.factor : 1)
    const site = bout.left > 0 ? bout.strength * (1 + 0.3 * normal()) : 0
    const added = BEARINGS.map((bearing) => {
      const off = Math.abs(((bearing - direction - 180 + 900) % 360) - 180)
      // In calm the dust spreads to every side.
      const calm = 0.5 * Math.exp(-speedMps / 0.4)
      return Math.max(0, site) * Math.max(calm, Math.exp(-(off ** 2) / (2 * PLUME_DEGREES ** 2)))
    })
    yield {
      wind: { speedMps, directionDegrees: measured },
      truth: Math.max(...added),
      values: added.map((mine, index) => {
        const beside = street.left > 0 && street.beside === index ? street.strength : 0
        return Math.max(0, (regional + mine + beside) * bias[index]! * (1 + 0.05 * normal()))
      }),
    }
  }
}
