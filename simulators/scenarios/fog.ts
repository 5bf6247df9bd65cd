import { AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const FOG: Scenario = {
  name: 'fog',
  title: 'dense fog until noon: optical sensors read droplets as dust, official stations do not',
  day: '2026-11-20',
  from: 0,
  to: 14,
  seed: 1120,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [0, 0.8],
      [8, 0.6],
      [14, 1.7],
    ],
    temperatureC: [
      [0, 6],
      [7, 4],
      [14, 9],
    ],
    humidityPercent: [
      [0, 96],
      [4, 99],
      [10, 98],
      [12, 90],
      [14, 78],
    ],
    regionalPm10: [
      [0, 110],
      [14, 130],
    ],
  },
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [],
  expected: {
    why: 'there is no wind, and what the optical sensors show is water',
    episodes: [],
    orders: 0,
    neverOrdered: ['any'],
    neverAsked: [],
    quarantined: NOTHING_QUARANTINED,
  },
}
