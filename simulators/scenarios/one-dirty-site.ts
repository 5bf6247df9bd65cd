import { AUTUMN_DAY, MIXED_PEOPLE, NOTHING_QUARANTINED, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const ONE_DIRTY_SITE: Scenario = {
  name: 'one-dirty-site',
  title: 'light wind, and one demolition site that emits twelve times the usual',
  day: '2026-10-22',
  from: 5,
  to: 20,
  seed: 1022,
  weather: { ...AUTUMN_DAY, windMps: steady(2.4), windFromDegrees: steady(250) },
  people: MIXED_PEOPLE,
  dirt: { 'site-033': 12 },
  faults: [],
  expected: {
    why:
      'the wind asks for nothing, and the windy-day rule must not answer dust; until the rule for dust exceedance ' +
      'exists there is no episode at all',
    episodes: [],
    orders: 0,
    neverOrdered: ['any'],
    neverAsked: [],
    quarantined: NOTHING_QUARANTINED,
  },
}
