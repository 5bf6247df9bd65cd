import { AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const REGIONAL_DUST: Scenario = {
  name: 'regional-dust',
  title: 'floating dust from far away: PM10 above 600 µg/m³ everywhere, with wind below level 4',
  day: '2026-04-16',
  from: 6,
  to: 24,
  seed: 416,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [6, 2],
      [10, 4.2],
      [16, 4.4],
      [24, 2.2],
    ],
    windFromDegrees: steady(330),
    humidityPercent: steady(25),
    farDustPm10: [
      [9, 0],
      [11, 640],
      [16, 700],
      [22, 260],
    ],
  },
  rules: { 'windy-day': 'automatic', 'dust-exceedance': 'automatic' },
  people: MIXED_PEOPLE,
  // The two dustiest sites keep themselves clean: what is left is nobody's here.
  dirt: { 'site-037': 0.3, 'site-048': 0.3 },
  faults: [],
  expected: {
    why:
      'the dust is nobody’s here: no site stands out against the stations, however high all are, and the wind stays ' +
      'below 5.5 m/s: no site may be stopped for it',
    episodes: [],
    orders: 0,
    neverOrdered: ['any'],
    neverAsked: [],
    quarantined: NOTHING_QUARANTINED,
  },
}
