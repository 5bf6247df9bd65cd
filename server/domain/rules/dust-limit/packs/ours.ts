/** Limits of our own, algorithms.md 9 "dust-exceedance" (a) and (c). */
import { HOUR, MINUTE } from '../../../units.ts'
import { type DustLimitPack, OURS, PACK_BASE } from '../pack.ts'

/** (a) High on regional days too (practice.md 4), so it only ever advises. */
export const DUST_ABSOLUTE: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-absolute', version: '1.0.0' },
  quantity: 'pm10',
  averagingMs: HOUR,
  alignment: 'rolling',
  source: OURS,
  steps: [
    { level: 1, limit: 150, allowedPerDay: 0, source: OURS },
    { level: 2, limit: 200, allowedPerDay: 0, source: OURS },
  ],
  clear: { atMost: 150, averagingMs: HOUR, forMs: HOUR, source: OURS },
  isAdviseOnly: true,
}

/** (c) 1.0 and 2.0 mg/m³; over at 0.8 of the lower limit for the window. */
export const DUST_TSP: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-tsp', version: '1.0.0' },
  quantity: 'tsp',
  averagingMs: 15 * MINUTE,
  alignment: 'rolling',
  source: OURS,
  steps: [
    { level: 2, limit: 1_000, allowedPerDay: 0, source: OURS },
    { level: 3, limit: 2_000, allowedPerDay: 0, source: OURS },
  ],
  clear: { atMost: 800, averagingMs: 15 * MINUTE, forMs: 15 * MINUTE, source: OURS },
}
