import { ALL_ORDERED, AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const WINDY_DAY: Scenario = {
  name: 'windy-day',
  title: 'calm before dawn, level 4 in the morning, level 5 with gusts of level 7 after noon, over in the evening',
  day: '2026-10-28',
  from: 0,
  to: 24,
  seed: 1028,
  weather: {
    ...AUTUMN_DAY,
    windMps: [
      [0, 1.2],
      [5, 1.4],
      [7, 2.5],
      [8.5, 4.2],
      [10, 6.4],
      [11, 7.4],
      [13, 8.8],
      [14.5, 9.3],
      [16, 8.4],
      [17.5, 6.6],
      [19, 4.6],
      [20, 3.2],
      [22, 2],
      [24, 1.6],
    ],
    windFromDegrees: [
      [0, 80],
      [7, 30],
      [9, 315],
      [24, 320],
    ],
    gustFactor: [
      [8, 1.5],
      [10, 1.6],
      [18, 1.6],
      [20, 1.4],
    ],
    humidityPercent: [
      [0, 64],
      [6, 68],
      [10, 42],
      [15, 28],
      [24, 45],
    ],
    regionalPm10: [
      [0, 105],
      [8, 100],
      [12, 60],
      [24, 45],
    ],
  },
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [],
  expected: {
    why:
      'the mean reaches 5.5 m/s at about 09:25 and stays for 10 min; gusts of 10.8 m/s at two open masts raise to ' +
      'level 5; no mean reaches 10.8; below 4.5 m/s from about 19:10, closed an hour later',
    episodes: [{ kind: 'windy-day', place: null, opens: ['09:20', '10:05'], closes: ['20:00', '20:40'], maxLevel: 5 }],
    orders: ALL_ORDERED,
    neverOrdered: ['finished'],
    neverAsked: ['withdrawPeople', 'secureNets', 'stopWorkAtHeight'],
    quarantined: NOTHING_QUARANTINED,
  },
}
