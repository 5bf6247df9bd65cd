/** The wind speeds at which the armed windy-day rule opens and closes, from its own numbers; null where it does not say. */
import type { RulePackView } from '../../server/contract/rule.ts'
import { type Level, levelsOf, windyDay } from '../rules/windy-day.ts'

export interface WindBounds {
  readonly open: number | null
  readonly close: number | null
  readonly levels: readonly Level[]
}

export function windBounds(rules: readonly RulePackView[]): WindBounds {
  const numbers = rules.find(({ id }) => id === windyDay.kind)?.numbers ?? {}
  const levels = levelsOf(numbers)
  const { closeBelowMps } = numbers
  return {
    open: levels[0]?.boundMps ?? null,
    close: typeof closeBelowMps === 'number' ? closeBelowMps : null,
    levels,
  }
}
