import { HOUR } from '../local-time.ts'
import { AUTUMN_DAY, MIXED_PEOPLE, steady } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export const SENSOR_FAULTS: Scenario = {
  name: 'sensor-faults',
  title:
    'a calm day with a mast stuck at level 6, a dead monitor, two wrong clocks, one PM10 a thousand times too high',
  day: '2026-10-24',
  from: 6,
  to: 18,
  seed: 1024,
  weather: { ...AUTUMN_DAY, windMps: steady(2.2) },
  people: MIXED_PEOPLE,
  dirt: {},
  faults: [
    { device: 'wm-houzhai', fromHour: 8, fault: { kind: 'stuck', values: { windSpeed: 12.4, windGust: 15.2 } } },
    { device: 'dm-003', fromHour: 8, fault: { kind: 'dead' } },
    { device: 'dm-005', fromHour: 8, fault: { kind: 'times', quantity: 'pm10', factor: 1_000 } },
    { device: 'dm-008', fromHour: 8, fault: { kind: 'wrongClock', byMs: 2 * HOUR } },
    { device: 'dm-011', fromHour: 8, fault: { kind: 'wrongClock', byMs: -HOUR } },
    { device: 'dm-012', fromHour: 8, fault: { kind: 'stuck', values: { pm10: 985 } } },
  ],
  expected: {
    why:
      'one stuck mast neither outvotes the weather bureau nor confirms its own gust; readings of the clock that runs ' +
      'ahead go to quarantine, one a minute for ten hours; an impossible PM10 is refused alone and its reading is kept',
    episodes: [],
    orders: 0,
    neverOrdered: ['any'],
    neverAsked: [],
    quarantined: { least: 600, most: 600 },
  },
}
