/**
 * The air of the district without its sites: regional haze with its daily course, far dust, and street and soil dust
 * that the wind stirs up. Wind also clears the haze, rain washes everything out. Numbers are ours; what they keep is
 * the order of things: haze falls with wind, resuspension starts above level 3 and grows with its square.
 */
import { type Dust, dustOf, scaled, sumOf } from './dust.ts'
import type { WeatherNow } from './weather.ts'

/** m/s at 10 m, in the middle of the range where loose soil starts to move. */
export const STIRRING_WIND_MPS = 5
const STIRRED_PM10 = 3.5

export interface AirConditions {
  /** Local hour of the day, 0 to below 24. */
  readonly hour: number
  /** Rain now or in the last two hours, mm/h: wet soil does not fly. */
  readonly wetMmH: number
  /** Part of the township's road sections that were flushed or swept, 0 to 1. */
  readonly cleanedRoads: number
}

export function backgroundDust(weather: WeatherNow, conditions: AirConditions): Dust {
  const haze = weather.regionalPm10 * courseAt(conditions.hour) * ventilation(weather.windMps)
  const stirred = resuspendedPm10(weather.windMps, conditions)
  const all = sumOf([dustOf('haze', haze), dustOf('farDust', weather.farDustPm10), dustOf('soil', stirred)])
  return scaled(all, 1 / (1 + 0.4 * weather.rainMmH))
}

/** µg/m³ of PM10 from streets and open soil. */
export function resuspendedPm10(windMps: number, { wetMmH, cleanedRoads }: AirConditions): number {
  const above = Math.max(0, windMps - STIRRING_WIND_MPS)
  const dryness = 1 / (1 + 10 * wetMmH)
  return STIRRED_PM10 * above ** 2 * dryness * (1 - 0.35 * cleanedRoads)
}

/** Two crests, at 8 and 20 h, when people drive and the air lies low. */
function courseAt(hour: number): number {
  return 1 + 0.15 * Math.cos((2 * Math.PI * (hour - 8)) / 12)
}

function ventilation(windMps: number): number {
  return 1 / (0.85 + 0.08 * windMps)
}
