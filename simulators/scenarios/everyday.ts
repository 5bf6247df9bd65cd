/** What most scenarios share: an ordinary autumn day in Zhengzhou, and places nobody may ever be ordered at. */
import type { Curve } from '../district/curve.ts'
import type { PeopleShares } from '../people-plan.ts'
import type { WeatherCurves } from './scenario.ts'

export function steady(value: number): Curve {
  return [[0, value]]
}

export const AUTUMN_DAY: WeatherCurves = {
  windMps: steady(2),
  windFromDegrees: steady(60),
  gustFactor: steady(1.5),
  temperatureC: [
    [0, 10],
    [6, 8],
    [15, 19],
    [20, 14],
    [24, 11],
  ],
  humidityPercent: [
    [0, 62],
    [6, 68],
    [15, 38],
    [24, 58],
  ],
  pressureHpa: steady(1_012),
  rainMmH: steady(0),
  regionalPm10: steady(85),
  farDustPm10: steady(0),
}

/** Most obey, some are slow, a few refuse or never look. */
export const MIXED_PEOPLE: PeopleShares = { obey: 0.7, dawdle: 0.15, refuse: 0.05 }

/** Every place of the district but the three finished ones. */
export const ALL_ORDERED = 348
export const NOTHING_QUARANTINED = { least: 0, most: 0 }
