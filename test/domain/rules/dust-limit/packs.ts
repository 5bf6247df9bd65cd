/** Packs for tests: one small enough to reckon by hand, others made of it, and the limits of Hebei. */
import { type DustLimitPack, OURS, PACK_BASE } from '../../../../server/domain/rules/dust-limit/pack.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'

/** A small pack to change: TSP, five minutes, rolling, more than 100 → 2, more than 200 → 3; over at 80 for two minutes. */
export const SMALL: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-small', version: '1.0.0' },
  quantity: 'tsp',
  averagingMs: 5 * MINUTE,
  alignment: 'rolling',
  source: OURS,
  steps: [
    { level: 2, limit: 100, allowedPerDay: 0, source: OURS },
    { level: 3, limit: 200, allowedPerDay: 0, source: OURS },
  ],
  clear: { atMost: 80, averagingMs: 5 * MINUTE, forMs: 2 * MINUTE, source: OURS },
}

/** DB13/2934-2019 as a pack, in the numbers of the dust-exceedance rule. */
export const HEBEI: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-hebei', version: '1.0.0' },
  quantity: 'pm10',
  averagingMs: HOUR,
  alignment: 'clock',
  subtractor: 'background',
  source: OURS,
  steps: [{ level: 3, limit: 80, allowedPerDay: 2, source: OURS }],
  clear: { atMost: 60, averagingMs: HOUR, forMs: 0, source: OURS },
}
export const QUARTERS: DustLimitPack = {
  ...SMALL,
  averagingMs: 15 * MINUTE,
  alignment: 'clock',
  steps: [
    { level: 2, limit: 100, allowedPerDay: 2, source: OURS },
    { level: 3, limit: 200, allowedPerDay: 1, source: OURS },
  ],
  clear: { atMost: 80, averagingMs: 15 * MINUTE, forMs: 0, source: OURS },
}
export const PATIENT: DustLimitPack = { ...SMALL, persistenceMs: 3 * MINUTE }
