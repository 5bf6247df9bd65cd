/**
 * The wind at one mast: the district's mean, less what the mast's siting takes, with eddies shared by the district,
 * eddies of its own, and gusts. Calm air comes from everywhere, so the direction wanders more the slower it blows.
 */
import { type EpochMs, MINUTE } from '../local-time.ts'
import { smoothNoise, steppedNoise } from './smooth-noise.ts'
import type { WeatherNow } from './weather.ts'

export interface WindSeeds {
  readonly district: number
  readonly mast: number
}

export interface WindNow {
  /** Mean of the last minute, m/s. */
  readonly speedMps: number
  /** Strongest 3 s of the last minute, never below the mean, m/s. */
  readonly gustMps: number
  readonly fromDegrees: number
}

const SHARED_EDDY = { part: 0.05, scaleMs: 20 * MINUTE }
const OWN_EDDY = { part: 0.06, scaleMs: 4 * MINUTE }
const MINUTE_PART = 0.08
const GUST_PART = 0.12

export function windAt(weather: WeatherNow, siting: number, seeds: WindSeeds, at: EpochMs): WindNow {
  const mean = weather.windMps * siting
  const eddies =
    SHARED_EDDY.part * smoothNoise(seeds.district, at, SHARED_EDDY.scaleMs) +
    OWN_EDDY.part * smoothNoise(seeds.mast, at, OWN_EDDY.scaleMs) +
    MINUTE_PART * steppedNoise(seeds.mast, at, MINUTE)
  const speedMps = Math.max(0, mean * (1 + eddies))
  const peak = mean * (weather.gustFactor + GUST_PART * steppedNoise(seeds.mast + 1, at, MINUTE))
  const wander = 10 + 50 / (1 + weather.windMps)
  const ownTurn = 0.5 * wander * steppedNoise(seeds.mast + 2, at, MINUTE)
  return {
    speedMps,
    gustMps: Math.max(speedMps, peak),
    fromDegrees: turned(plumeDirection(weather, seeds.district, at), ownTurn),
  }
}

/** Where the wind comes from over the whole district, in which plumes travel. */
export function plumeDirection(weather: WeatherNow, districtSeed: number, at: EpochMs): number {
  const wander = 6 + 50 / (1 + weather.windMps)
  return turned(weather.windFromDegrees, wander * smoothNoise(districtSeed + 1, at, 15 * MINUTE))
}

function turned(degrees: number, by: number): number {
  return (((degrees + by) % 360) + 360) % 360
}
