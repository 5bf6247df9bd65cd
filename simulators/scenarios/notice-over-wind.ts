import { ALL_ORDERED, AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const NOTICE_OVER_WIND: Scenario = {
  name: 'notice-over-wind',
  title: 'an afternoon of level 4 inside an official notice (the notice itself cannot be recorded yet: wind part only)',
  day: '2026-11-11',
  from: 8,
  to: 20,
  seed: 1111,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [8, 1.8],
      [11, 3],
      [13, 6.5],
      [14.5, 7],
      [16.5, 5],
      [17.5, 3.5],
      [20, 2],
    ],
    windFromDegrees: steady(300),
    gustFactor: steady(1.3),
    regionalPm10: steady(140),
  },
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [],
  expected: {
    why:
      'level 4 from about 12:40, no gust reaches 10.8 m/s, closed at about 18:00; once notices exist, the orders of ' +
      'the notice must stay in force after that',
    episodes: [{ kind: 'windy-day', place: null, opens: ['12:20', '13:05'], closes: ['17:40', '18:25'], maxLevel: 4 }],
    orders: ALL_ORDERED,
    neverOrdered: ['finished'],
    neverAsked: ['spray', 'secondSprinklerRun', 'mist', 'withdrawPeople'],
    quarantined: NOTHING_QUARANTINED,
  },
}
