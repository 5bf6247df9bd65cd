import { ALL_ORDERED, AUTUMN_DAY, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const STRONG_WIND_AT_NIGHT: Scenario = {
  name: 'strong-wind-at-night',
  title: 'a cold front in December: level 6 after midnight with frost, so water is never ordered',
  day: '2026-12-14',
  from: 18,
  to: 34,
  seed: 1214,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [18, 3],
      [20, 4],
      [22, 6.5],
      [23.5, 9.5],
      [25, 11.8],
      [27, 12.4],
      [28.5, 9.5],
      [30, 5.5],
      [31, 3.8],
      [34, 2.5],
    ],
    windFromDegrees: steady(340),
    temperatureC: [
      [18, 2],
      [21, 0],
      [30, -5],
      [34, -2],
    ],
    humidityPercent: [
      [18, 45],
      [24, 30],
      [34, 35],
    ],
    pressureHpa: [
      [18, 1_014],
      [34, 1_030],
    ],
    regionalPm10: [
      [18, 90],
      [26, 40],
    ],
  },
  people: { obey: 0.5, dawdle: 0.25, refuse: 0.05 },
  dirt: {},
  faults: [],
  expected: {
    why:
      'level 4 at about 21:30, level 6 when the mean stays at 10.8 m/s after midnight; air below 3 °C forbids every ' +
      'wet measure and suction is asked instead; below 4.5 m/s from about 06:40, closed an hour later',
    episodes: [{ kind: 'windy-day', place: null, opens: ['21:05', '21:55'], closes: ['07:25', '08:10'], maxLevel: 6 }],
    orders: ALL_ORDERED,
    neverOrdered: ['finished'],
    neverAsked: ['spray', 'sprinklerRun', 'secondSprinklerRun', 'mist'],
    quarantined: NOTHING_QUARANTINED,
  },
}
