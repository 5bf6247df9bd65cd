/**
 * Limits of provinces and cities, domain.md 2.3. The limits are theirs; which level they reach and when they are over is
 * ours (0.8 of the lowest limit for the window, at least 15 minutes), unless a document says so.
 *
 * Hebei DB13/2934-2019 is the dust-exceedance rule.
 */
import { HOUR, MINUTE } from '../../../units.ts'
import { type DustLimitPack, type NumberSource, OURS, PACK_BASE } from '../pack.ts'

const WUHAN: NumberSource = {
  document: '武汉工地扬尘监控做法(2017)',
  section: '',
  validFrom: '',
  validTo: '',
  confidence: 'secondary',
}

/** Above 150 a warning, above 200 somebody looks and stops what is uncontrolled, until it is below 150. */
export const DUST_WUHAN: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-wuhan', version: '1.0.0' },
  quantity: 'pm10',
  averagingMs: HOUR,
  alignment: 'clock',
  source: WUHAN,
  steps: [
    { level: 1, limit: 150, allowedPerDay: 0, source: WUHAN },
    { level: 2, limit: 200, allowedPerDay: 0, source: WUHAN },
  ],
  clear: { atMost: 150, averagingMs: HOUR, forMs: 0, source: WUHAN },
}

const SHAANXI: NumberSource = {
  document: 'DB61/1078-2017',
  section: '',
  validFrom: '2017-08-06',
  validTo: '',
  confidence: 'secondary',
}

const SHAANXI_BASE = {
  ...PACK_BASE,
  quantity: 'tsp',
  averagingMs: HOUR,
  alignment: 'clock',
  source: SHAANXI,
} as const satisfies Partial<DustLimitPack>

/** 0.8 mg/m³ while a site demolishes, digs or treats its ground. */
export const DUST_SHAANXI_GROUNDWORKS: DustLimitPack = {
  ...SHAANXI_BASE,
  rulePack: { id: 'dust-shaanxi-groundworks', version: '1.0.0' },
  sites: 'groundworks',
  steps: [{ level: 2, limit: 800, allowedPerDay: 0, source: SHAANXI }],
  clear: { atMost: 640, averagingMs: HOUR, forMs: 0, source: OURS },
}

/** 0.7 mg/m³ for foundation, structure and finishing. */
export const DUST_SHAANXI_STRUCTURE: DustLimitPack = {
  ...SHAANXI_BASE,
  rulePack: { id: 'dust-shaanxi-structure', version: '1.0.0' },
  sites: 'others',
  steps: [{ level: 2, limit: 700, allowedPerDay: 0, source: SHAANXI }],
  clear: { atMost: 560, averagingMs: HOUR, forMs: 0, source: OURS },
}

const LIAONING: NumberSource = {
  document: 'DB21/2642-2016',
  section: '',
  validFrom: '',
  validTo: '',
  confidence: 'secondary',
}

const LIAONING_BASE = {
  ...PACK_BASE,
  quantity: 'tsp',
  averagingMs: 5 * MINUTE,
  alignment: 'rolling',
  source: LIAONING,
} as const satisfies Partial<DustLimitPack>

/** 0.8 mg/m³ in the built-up area: the mean of any five minutes. A district lies in one of the two and switches it on. */
export const DUST_LIAONING_BUILT_UP: DustLimitPack = {
  ...LIAONING_BASE,
  rulePack: { id: 'dust-liaoning-built-up', version: '1.0.0' },
  steps: [{ level: 2, limit: 800, allowedPerDay: 0, source: LIAONING }],
  clear: { atMost: 640, averagingMs: 5 * MINUTE, forMs: 15 * MINUTE, source: OURS },
}

/** 1.0 mg/m³ in suburbs and villages. */
export const DUST_LIAONING_SUBURB: DustLimitPack = {
  ...LIAONING_BASE,
  rulePack: { id: 'dust-liaoning-suburb', version: '1.0.0' },
  steps: [{ level: 2, limit: 1_000, allowedPerDay: 0, source: LIAONING }],
  clear: { atMost: 800, averagingMs: 5 * MINUTE, forMs: 15 * MINUTE, source: OURS },
}

const SHANGHAI: NumberSource = {
  document: 'DB31/964-2016',
  section: '',
  validFrom: '',
  validTo: '',
  confidence: 'secondary',
}
/** The window and one time a day were read in a text about it, 1.0, 2.0 and six times a day are from memory. */
const SHANGHAI_LIMIT: NumberSource = { ...SHANGHAI, confidence: 'memory' }

/** Quarters of an hour: six a day may be above 1.0 mg/m³, one above 2.0. */
export const DUST_SHANGHAI: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-shanghai', version: '1.0.0' },
  quantity: 'tsp',
  averagingMs: 15 * MINUTE,
  alignment: 'clock',
  source: SHANGHAI,
  steps: [
    { level: 2, limit: 1_000, allowedPerDay: 6, source: SHANGHAI_LIMIT },
    { level: 3, limit: 2_000, allowedPerDay: 1, source: SHANGHAI_LIMIT },
  ],
  clear: { atMost: 800, averagingMs: 15 * MINUTE, forMs: 0, source: OURS },
}
