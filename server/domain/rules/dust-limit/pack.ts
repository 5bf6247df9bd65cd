/**
 * A pack of dust limits as data: what is measured and how, from where on which level, when it is over, and who says so.
 *
 * Fixed for every pack and therefore no field: a level is reached strictly above its limit and left at or below the
 * clearing one, and a window counts when three quarters of it are covered (`air/averages.ts`).
 */
import { HOUR, MINUTE, type Ms, type UgM3 } from '../../units.ts'
import { DUST_GUARD_DEFAULTS, type DustGuardSettings } from '../dust/guards.ts'
import type { RuleNumbers } from '../rule.ts'

export const DUST_QUANTITIES = ['pm10', 'pm25', 'tsp'] as const
export type DustQuantity = (typeof DUST_QUANTITIES)[number]

/**
 * `rolling`: the window that ends now, judged each minute. `clock`: windows that end on the local clock (each full hour,
 * each quarter), judged once; only these can be counted, so only these know an allowance.
 */
export const ALIGNMENTS = ['rolling', 'clock'] as const

/**
 * What is taken off the site's mean: nothing, the median of the stations that stand at no site, or the mean of the
 * official stations.
 */
export const SUBTRACTORS = ['none', 'background', 'districtMean'] as const

/** Where it may open: every site, sites that dig or demolish, or those that do neither. */
export const PACK_SITES = ['all', 'groundworks', 'others'] as const

/** The document itself was read; a text about it was read; from memory, to be checked before it is quoted; our own. */
export const CONFIDENCES = ['primary', 'secondary', 'memory', 'ours'] as const

export interface NumberSource {
  readonly document: string
  /** Of the document; empty when not known. */
  readonly section: string
  /** First and last local day, for example 2017-08-06; empty: not known, or no end is known. */
  readonly validFrom: string
  readonly validTo: string
  readonly confidence: (typeof CONFIDENCES)[number]
}

export interface PackStep {
  /** 1 tells the site, 2 asks for water and cover, 3 stops the dusty work. */
  readonly level: number
  /** In the unit the quantity is stored in: µg/m³, also of TSP. */
  readonly limit: UgM3
  /** So many windows a day may lie above it and are only told. */
  readonly allowedPerDay: number
  readonly source: NumberSource
}

export interface PackClear {
  readonly atMost: UgM3
  readonly averagingMs: Ms
  /** So long without a break; 0: the first mean that is low enough. */
  readonly forMs: Ms
  readonly source: NumberSource
}

export interface DustLimitPack extends RuleNumbers {
  readonly quantity: DustQuantity
  readonly averagingMs: Ms
  readonly alignment: (typeof ALIGNMENTS)[number]
  readonly subtractor: (typeof SUBTRACTORS)[number]
  /** With fewer stations the background, the district's mean and the region are not known. */
  readonly stationsNeeded: number
  readonly sites: (typeof PACK_SITES)[number]
  /** Of quantity, window and alignment. */
  readonly source: NumberSource
  /** Levels and limits both ascend. */
  readonly steps: readonly PackStep[]
  /** So long above a limit without a break before it acts; 0: at once. */
  readonly persistenceMs: Ms
  readonly clear: PackClear
  /** Of windows under an hour: the only high device must have been high for so long within some such stretch of it. */
  readonly brief: { readonly withinMs: Ms; readonly highMs: Ms }
  readonly guards: DustGuardSettings
  /** Whatever mode is named: it waits for a person. */
  readonly isAdviseOnly: boolean
  /** Of another country: not offered to offices here. */
  readonly isForeign: boolean
}

/** What most packs share; all of it ours, algorithms.md 9. */
export const PACK_BASE = {
  subtractor: 'none',
  stationsNeeded: 3,
  sites: 'all',
  persistenceMs: 0,
  brief: { withinMs: 5 * MINUTE, highMs: 3 * MINUTE },
  guards: DUST_GUARD_DEFAULTS,
  isAdviseOnly: false,
  isForeign: false,
} as const satisfies Partial<DustLimitPack>

export const OURS: NumberSource = {
  document: 'Windbreak',
  section: 'dust-limit',
  validFrom: '',
  validTo: '',
  confidence: 'ours',
}

/** The longest window: control keeps samples of a few hours only. */
export const LONGEST_WINDOW_MS: Ms = HOUR
