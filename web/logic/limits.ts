/**
 * Limits drawn on a chart, each with where it comes from. GB 3095-2026 holds from 2026-03-01, GB 3095-2012 before; both
 * class II, 24-h means (PM10 120 after, 150 before; PM2.5 60 after, 75 before; domain.md 1). They are day means: a curve
 * above them for an hour breaks nothing, which is why the name says so.
 */
import { standardAt } from '../../server/domain/air/index-hj633.ts'
import { INDEX_COLUMNS } from '../../server/domain/air/index-hj633-tables.ts'
import type { Quantity } from '../../server/domain/air/quantity.ts'
import { WIND_LEVEL_BOUNDS_MPS } from '../../server/domain/air/wind.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { number } from './numbers.ts'
import type { Text } from './phrases.ts'

export interface Limit {
  readonly value: number
  readonly name: string
}

const WINDY_DAY_LEVEL = 4
/** Index 100 stands at the class II day mean in HJ 633. */
const CLASS_TWO = 2

export function limitsOf(quantity: Quantity, at: EpochMs, timeZone: string, text: Text): readonly Limit[] {
  if (quantity === 'windSpeed') {
    const value = WIND_LEVEL_BOUNDS_MPS[WINDY_DAY_LEVEL]!
    return [limit(value, 1, text('place.limitWind', { level: WINDY_DAY_LEVEL }), text)]
  }
  if (quantity !== 'pm10' && quantity !== 'pm25') return []
  const standard = standardAt(at, timeZone)
  const value = INDEX_COLUMNS[standard].day[quantity].steps[CLASS_TWO]!
  const year = standard.slice(-4)
  return [limit(value, 0, text('place.limitDay', { year }), text)]
}

function limit(value: number, decimals: number, source: string, text: Text): Limit {
  return { value, name: text('place.limit', { value: number(value, decimals), source }) }
}
