/**
 * Tables of the national air quality index: HJ 633-2026 (in force from 2026-03-01), HJ 633-2012 before it.
 *
 * Sources: HJ 633-2026 table 1, table 3 with notes (b) and (c), and appendix A; HJ 633-2012 tables 1 and 2. Copied
 * from domain.md 1.3 to 1.5, read there in the primary texts (mee.gov.cn, 2026-02-25). Worked example: a day mean of
 * PM10 of 150 µg/m³ is 100 by 2012 and 112 by 2026.
 */

export const POLLUTANTS = ['so2', 'no2', 'co', 'o3', 'pm10', 'pm25'] as const

export type Pollutant = (typeof POLLUTANTS)[number]

/** `hour`: 1-h means, for the real-time report. `day`: means of the natural day, O3 as the largest 8-h mean (MDA8). */
export type IndexAverage = 'hour' | 'day'

export type IndexStandard = 'HJ 633-2026' | 'HJ 633-2012'

/** First local day on which HJ 633-2026 and GB 3095-2026 hold. */
export const FIRST_DAY_OF_2026 = '2026-03-01'

/** The individual index at each step of a column. */
export const INDEX_STEPS: readonly number[] = [0, 50, 100, 150, 200, 300, 400, 500]

/** Digits a concentration is rounded to before anything else: integers in µg/m³, one decimal in mg/m³. */
export const DECIMALS: Readonly<Record<Pollutant, number>> = { so2: 0, no2: 0, co: 1, o3: 0, pm10: 0, pm25: 0 }

export interface IndexColumn {
  /** Concentration at each of `INDEX_STEPS` in µg/m³ (CO in mg/m³); shorter where the column ends early. */
  readonly steps: readonly number[]
  /** The index above the last step of a column that ends early; null: not calculated from this average. */
  readonly above: number | null
}

type Columns = Readonly<Record<IndexAverage, Readonly<Record<Pollutant, IndexColumn>>>>

const whole = (...steps: number[]): IndexColumn => ({ steps, above: 500 })

const so2Day = whole(0, 50, 150, 475, 800, 1_600, 2_100, 2_620)
const so2Hour = [0, 150, 500, 650, 800]
const no2Day = whole(0, 40, 80, 180, 280, 565, 750, 940)
const no2Hour = whole(0, 100, 200, 700, 1_200, 2_340, 3_090, 3_840)
const coDay = whole(0, 2, 4, 14, 24, 36, 48, 60)
const coHour = whole(0, 5, 10, 35, 60, 90, 120, 150)
const o3EightHours = [0, 100, 160, 215, 265, 800]
const o3Hour = whole(0, 160, 200, 300, 400, 800, 1_000, 1_200)

// Particles have a day column only: the hourly report puts their 1-h means through it too.
const pm2026 = { pm10: whole(0, 50, 120, 250, 350, 420, 500, 600), pm25: whole(0, 35, 60, 115, 150, 250, 350, 500) }
const pm2012 = { pm10: whole(0, 50, 150, 250, 350, 420, 500, 600), pm25: whole(0, 35, 75, 115, 150, 250, 350, 500) }

export const INDEX_COLUMNS: Readonly<Record<IndexStandard, Columns>> = {
  'HJ 633-2026': {
    // Note (b): SO2 1 h above 800 is 200. Note (c): O3 8 h above 800 is 300.
    hour: { so2: { steps: so2Hour, above: 200 }, no2: no2Hour, co: coHour, o3: o3Hour, ...pm2026 },
    day: { so2: so2Day, no2: no2Day, co: coDay, o3: { steps: o3EightHours, above: 300 }, ...pm2026 },
  },
  'HJ 633-2012': {
    // The same notes said "not calculated": the other averaging time decides, which is not asked here.
    hour: { so2: { steps: so2Hour, above: null }, no2: no2Hour, co: coHour, o3: o3Hour, ...pm2012 },
    day: { so2: so2Day, no2: no2Day, co: coDay, o3: { steps: o3EightHours, above: null }, ...pm2012 },
  },
}

/** HJ 633-2026 lets the index run from 1 to 500, HJ 633-2012 from 0. */
export const SMALLEST_INDEX: Readonly<Record<IndexStandard, number>> = { 'HJ 633-2026': 1, 'HJ 633-2012': 0 }

export interface IndexCategory {
  /** Largest index that belongs to it. */
  readonly upTo: number
  /** 1 (一级) to 6 (六级). */
  readonly level: number
  readonly category: string
  /** sRGB, as appendix A gives it. */
  readonly colour: string
}

export const INDEX_CATEGORIES: readonly IndexCategory[] = [
  { upTo: 50, level: 1, category: '优', colour: '#00E400' },
  { upTo: 100, level: 2, category: '良', colour: '#FFFF00' },
  { upTo: 150, level: 3, category: '轻度污染', colour: '#FF7E00' },
  { upTo: 200, level: 4, category: '中度污染', colour: '#FF0000' },
  { upTo: 300, level: 5, category: '重度污染', colour: '#99004C' },
  { upTo: 500, level: 6, category: '严重污染', colour: '#7E0023' },
]
