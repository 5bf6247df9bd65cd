/**
 * Limits drawn on a chart, each with where it comes from. GB 3095-2026 holds from 2026-03-01, GB 3095-2012 before; both
 * class II, 24-h means (PM10 120 after, 150 before; PM2.5 60 after, 75 before; domain.md 1). They are day means: a curve
 * above them for an hour breaks nothing, which is why the name says so.
 */

import type { RulePackView } from '../../server/contract/rule.ts'
import { standardAt } from '../../server/domain/air/index-hj633.ts'
import { INDEX_COLUMNS } from '../../server/domain/air/index-hj633-tables.ts'
import { QUANTITY_FACTS, type Quantity } from '../../server/domain/air/quantity.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'
import { decimalsOf, number } from './numbers.ts'
import type { Text } from './phrases.ts'

export interface Limit {
  readonly value: number
  readonly name: string
}

/** Index 100 stands at the class II day mean in HJ 633. */
const CLASS_TWO = 2

/** Of the rules that are judged, each at its own number: the office may have changed it. */
export function ruleLimits(rules: readonly RulePackView[], quantity: Quantity, text: Text, pen: Pen): readonly Limit[] {
  return rules
    .flatMap(({ id, numbers }) => ruleWords(id).limits(numbers, pen))
    .filter((one) => one.quantity === quantity)
    .map(({ value, name }) => limit(value, decimalsOf(QUANTITY_FACTS[quantity].unit), name, text))
}

export function limitsOf(quantity: Quantity, at: EpochMs, timeZone: string, text: Text): readonly Limit[] {
  if (quantity !== 'pm10' && quantity !== 'pm25') return []
  const standard = standardAt(at, timeZone)
  const value = INDEX_COLUMNS[standard].day[quantity].steps[CLASS_TWO]!
  const year = standard.slice(-4)
  return [limit(value, 0, text('place.limitDay', { year }), text)]
}

function limit(value: number, decimals: number, source: string, text: Text): Limit {
  return { value, name: text('place.limit', { value: number(value, decimals), source }) }
}
