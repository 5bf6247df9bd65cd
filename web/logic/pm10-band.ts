/** The HJ 633 band of a PM10 value by the standard of its date. A single reading is no hourly mean: for reference. */
import { airIndex, standardAt } from '../../server/domain/air/index-hj633.ts'
import { INDEX_CATEGORIES } from '../../server/domain/air/index-hj633-tables.ts'
import type { EpochMs, UgM3 } from '../../server/domain/units.ts'

export interface Band {
  /** 1 to 6. */
  readonly level: 1 | 2 | 3 | 4 | 5 | 6
  /** `#RRGGBB`; never shown without the band's name. */
  readonly colour: string
  readonly index: number
}

export function pm10Band(pm10UgM3: UgM3, at: EpochMs, timeZone: string): Band | null {
  const outcome = airIndex({ pm10: pm10UgM3 }, 'hour', standardAt(at, timeZone))
  if (outcome.kind === 'refused') return null
  const index = outcome.index.iaqi.pm10
  if (index === undefined) return null
  const category = INDEX_CATEGORIES.find(({ upTo }) => index <= upTo)
  // The table's levels are 1 to 6.
  return category ? { level: category.level as Band['level'], colour: category.colour, index } : null
}
