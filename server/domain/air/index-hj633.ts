/**
 * Air quality index (AQI) after HJ 633, by the standard in force when the air was measured.
 *
 * Concentrations are rounded half to even first (GB/T 8170), then every index is rounded up, in whole-number
 * arithmetic: binary fractions would make 101 out of an exact 100. It judges the numbers it is given; whether an
 * average is valid is decided where averages are made. A district's own index is for reference only.
 */
import { localDay } from '../time.ts'
import type { EpochMs } from '../units.ts'
import {
  DECIMALS,
  FIRST_DAY_OF_2026,
  INDEX_CATEGORIES,
  INDEX_COLUMNS,
  INDEX_STEPS,
  type IndexAverage,
  type IndexColumn,
  type IndexStandard,
  POLLUTANTS,
  type Pollutant,
  SMALLEST_INDEX,
} from './index-hj633-tables.ts'

/** µg/m³; CO in mg/m³. Missing or null: not measured or not valid. */
export type Concentrations = Readonly<Partial<Record<Pollutant, number | null>>>

export interface AirIndex {
  readonly standard: IndexStandard
  /** null when a pollutant is missing and the rest stays at or below 100 (HJ 633-2026, 5.3). */
  readonly aqi: number | null
  /** 优 … 严重污染; null with `aqi`, as are the next two. */
  readonly category: string | null
  /** 1 to 6. */
  readonly level: number | null
  /** sRGB as `#RRGGBB`. */
  readonly colour: string | null
  /** Those with the largest individual index, ties together; empty up to an index of 50. */
  readonly primaryPollutants: readonly Pollutant[]
  /** Individual indices, 0 to 500; pollutants without one are left out. */
  readonly iaqi: Readonly<Partial<Record<Pollutant, number>>>
  /** Given, but too high for this average by HJ 633-2012; they count as missing. */
  readonly notCalculated: readonly Pollutant[]
}

export type IndexOutcome =
  | { readonly kind: 'index'; readonly index: AirIndex }
  | { readonly kind: 'refused'; readonly field: Pollutant; readonly found: number; readonly expected: string }

/** Which standard held on the local day of the observation. */
export function standardAt(at: EpochMs, timeZone: string): IndexStandard {
  return localDay(at, timeZone) >= FIRST_DAY_OF_2026 ? 'HJ 633-2026' : 'HJ 633-2012'
}

export function airIndex(concentrations: Concentrations, average: IndexAverage, standard: IndexStandard): IndexOutcome {
  const iaqi: Partial<Record<Pollutant, number>> = {}
  const notCalculated: Pollutant[] = []
  for (const pollutant of POLLUTANTS) {
    const found = concentrations[pollutant] ?? null
    if (found === null) continue
    if (!(found >= 0 && Number.isFinite(found))) {
      const expected = `a number of 0 or more ${pollutant === 'co' ? 'mg/m³' : 'µg/m³'}`
      return { kind: 'refused', field: pollutant, found, expected }
    }
    const index = individualIndex(found, DECIMALS[pollutant], INDEX_COLUMNS[standard][average][pollutant])
    if (index === null) notCalculated.push(pollutant)
    else iaqi[pollutant] = index
  }
  return { kind: 'index', index: { standard, ...judge(iaqi, standard), iaqi, notCalculated } }
}

type Judged = Pick<AirIndex, 'aqi' | 'category' | 'level' | 'colour' | 'primaryPollutants'>

function judge(iaqi: AirIndex['iaqi'], standard: IndexStandard): Judged {
  const known = POLLUTANTS.filter((pollutant) => iaqi[pollutant] !== undefined)
  const largest = Math.max(0, ...known.map((pollutant) => iaqi[pollutant] ?? 0))
  const isComplete = known.length === POLLUTANTS.length
  if (!isComplete && largest <= 100) {
    return { aqi: null, category: null, level: null, colour: null, primaryPollutants: [] }
  }
  const aqi = Math.max(largest, SMALLEST_INDEX[standard])
  const { category, level, colour } = INDEX_CATEGORIES.find(({ upTo }) => aqi <= upTo)!
  const primaryPollutants = aqi > 50 ? known.filter((pollutant) => iaqi[pollutant] === aqi) : []
  return { aqi, category, level, colour, primaryPollutants }
}

/** 0 to 500; null where the standard calculates none from this average. */
function individualIndex(concentration: number, decimals: number, { steps, above }: IndexColumn): number | null {
  const units = roundHalfToEven(concentration, decimals)
  const bounds = steps.map((step) => step * 10 ** decimals)
  const upper = bounds.findIndex((bound) => units <= bound)
  if (upper === -1) return above
  if (upper === 0) return INDEX_STEPS[0]!
  const [from, to] = [bounds[upper - 1]!, bounds[upper]!]
  const [indexFrom, indexTo] = [INDEX_STEPS[upper - 1]!, INDEX_STEPS[upper]!]
  return indexFrom + divideUp((indexTo - indexFrom) * (units - from), to - from)
}

/** Both are whole numbers far below 2^53, so that nothing is lost on the way. */
function divideUp(dividend: number, divisor: number): number {
  const rest = dividend % divisor
  return (dividend - rest) / divisor + (rest > 0 ? 1 : 0)
}

/**
 * The number of units of 10^−decimals: 60.5 → 60 and 61.5 → 62 with 0 decimals, 5.05 → 50 with 1. The point is moved
 * in the written number, because 5.05 × 10 is not 50.5 in binary.
 */
function roundHalfToEven(value: number, decimals: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e')
  const moved = Number(`${mantissa}e${Number(exponent) + decimals}`)
  const floor = Math.floor(moved)
  const rest = moved - floor
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1
  return rest < 0.5 ? floor : floor + 1
}
