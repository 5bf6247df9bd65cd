/**
 * Limits of other countries, algorithms.md 1: those that need the particles of one place alone. What needs the air
 * downwind less the air upwind of one site is none of them; that contribution is not computed yet.
 */
import { HOUR, MINUTE } from '../../../units.ts'
import { type DustLimitPack, type NumberSource, OURS, PACK_BASE } from '../pack.ts'

const IAQM: NumberSource = {
  document: 'IAQM, Air Quality Monitoring in the Vicinity of Demolition and Construction Sites (2018)',
  section: '',
  validFrom: '',
  validTo: '',
  confidence: 'memory',
}

/** Site action level; the site decides what it does. */
export const DUST_IAQM: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-iaqm', version: '1.0.0' },
  quantity: 'pm10',
  averagingMs: HOUR,
  alignment: 'clock',
  source: IAQM,
  steps: [{ level: 2, limit: 190, allowedPerDay: 0, source: IAQM }],
  clear: { atMost: 190, averagingMs: HOUR, forMs: 0, source: IAQM },
  isForeign: true,
}

const GLA: NumberSource = {
  document: 'GLA / IAQM, PM10 site action level (2012)',
  section: '',
  validFrom: '',
  validTo: '',
  confidence: 'memory',
}

export const DUST_GLA: DustLimitPack = {
  ...PACK_BASE,
  rulePack: { id: 'dust-gla', version: '1.0.0' },
  quantity: 'pm10',
  averagingMs: 15 * MINUTE,
  alignment: 'rolling',
  source: GLA,
  steps: [{ level: 2, limit: 250, allowedPerDay: 0, source: GLA }],
  clear: { atMost: 200, averagingMs: 15 * MINUTE, forMs: 15 * MINUTE, source: OURS },
  isForeign: true,
}
