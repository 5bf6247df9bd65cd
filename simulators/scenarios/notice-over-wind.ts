import { ALL_ORDERED, AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const NOTICE_OVER_WIND: Scenario = {
  name: 'notice-over-wind',
  title: 'an afternoon of level 4 inside a temporary control from above: nothing is released before that ends',
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
  notices: [
    {
      ...{ recordedAt: 9.5, startsAt: 12, endsAt: 19, replyBy: 11 },
      number: '郑环攻坚办〔2026〕86号',
      issuer: '郑州市攻坚办',
      text: '受大风天气影响,定于11月11日12时至19时实施临时管控:停止土石方作业和渣土运输。请于11时前反馈落实情况。',
      kind: 'temporary',
      measures: ['stopEarthworks', 'stopMuckTrucks'],
    },
  ],
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [],
  expected: {
    why:
      'level 4 from about 12:40, no gust reaches 10.8 m/s; the wind has been calm for an hour at about 18:00, but the ' +
      'notice is in force until 19:00: then all close and all is released',
    episodes: [{ kind: 'windy-day', place: null, opens: ['12:20', '13:05'], closes: ['19:00', '19:00'], maxLevel: 4 }],
    // And once more the 43 working sites that have earthworks or muck trucks.
    orders: ALL_ORDERED + 43,
    neverOrdered: ['finished'],
    neverAsked: ['spray', 'secondSprinklerRun', 'mist', 'withdrawPeople'],
    quarantined: NOTHING_QUARANTINED,
  },
}
