/**
 * The weather of the demo: the climate of the season until its clock starts, and then a windy day by hours since: calm,
 * level 4 before the first hour is over, strong for an afternoon's length, calm again.
 */
import { type Curve, valueAt } from '../district/curve.ts'
import type { Weather } from '../district/weather.ts'
import { type EpochMs, HOUR } from '../local-time.ts'
import { climate } from './climate.ts'

/** m/s by hours since the start; the hours before it lead over from the climate. */
const WIND: Curve = [
  [0, 2],
  [0.2, 3],
  [0.5, 6.4],
  [1, 7.5],
  [2, 9],
  [3.5, 9.3],
  [5, 7.2],
  [6.5, 4.2],
  [8, 2],
]
const CALM_BEFORE_HOURS = 3

export function demoWeather(start: EpochMs, seed: number): Weather {
  const usual = climate(seed)
  return (at) => {
    const now = usual(at)
    const hour = (at - start) / HOUR
    if (hour < -CALM_BEFORE_HOURS) return now
    const windMps = hour < 0 ? Math.min(now.windMps, 2) : valueAt(WIND, hour)
    // A dry front: it brings no rain, and the wind comes from the north-west.
    return { ...now, windMps, rainMmH: 0, humidityPercent: Math.min(now.humidityPercent, 45), windFromDegrees: 315 }
  }
}
