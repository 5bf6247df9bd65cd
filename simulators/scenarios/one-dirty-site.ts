import { AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

const DIRTY = '蜜蜂张1号拆迁工地'

export const ONE_DIRTY_SITE: Scenario = {
  name: 'one-dirty-site',
  title: 'light wind, and one demolition site that emits twelve times the usual',
  day: '2026-10-22',
  from: 5,
  to: 20,
  seed: 1022,
  weather: { ...AUTUMN_DAY, windMps: steady(2.4), windFromDegrees: steady(250) },
  people: MIXED_PEOPLE,
  rules: { 'windy-day': 'automatic', 'dust-exceedance': 'automatic' },
  // The other demolition sites and the muck tip keep themselves clean, so that one site stands out.
  dirt: { 'site-033': 12, 'site-031': 0.3, 'site-032': 0.3, 'site-036': 0.3, 'site-048': 0.3 },
  faults: [],
  expected: {
    why:
      'the wind asks for nothing; one site stands above the stations: twice it is told, at the third hour ordered, and ' +
      'again when it goes on after the first order has ended',
    episodes: [
      { kind: 'dust-exceedance', place: DIRTY, opens: ['07:00', '09:00'], closes: ['12:00', '13:00'], maxLevel: 3 },
      { kind: 'dust-exceedance', place: DIRTY, opens: ['14:00', '16:00'], closes: ['18:00', '20:00'], maxLevel: 3 },
    ],
    orders: 2,
    neverOrdered: ['roadSection', 'buildingSite', 'muckTip'],
    neverAsked: [],
    quarantined: NOTHING_QUARANTINED,
  },
}
