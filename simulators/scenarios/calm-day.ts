import { AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const CALM_DAY: Scenario = {
  name: 'calm-day',
  title: 'an ordinary day: light wind, a shower in the afternoon, nothing to order',
  day: '2026-10-20',
  from: 0,
  to: 24,
  seed: 1020,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [0, 1.1],
      [6, 1.3],
      [11, 2.6],
      [15, 3.1],
      [20, 1.8],
      [24, 1.2],
    ],
    rainMmH: [
      [15, 0],
      [15.25, 1.8],
      [16.25, 1.2],
      [16.5, 0],
    ],
  },
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [],
  expected: {
    why: 'the 10-min mean stays below 3.4 m/s, so neither the mean nor a gust can open an episode',
    episodes: [],
    orders: 0,
    neverOrdered: ['any'],
    neverAsked: [],
    quarantined: NOTHING_QUARANTINED,
  },
}
