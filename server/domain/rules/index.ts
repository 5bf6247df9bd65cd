/** Every rule there is. Adding one is its folder, a line here, and its row in the response plan. */
import { dustExceedance } from './dust-exceedance/index.ts'
import { loneWind } from './lone-wind/index.ts'
import type { RuleKind } from './rule.ts'
import { windyDay } from './windy-day/index.ts'

export const RULE_KINDS: readonly RuleKind[] = [windyDay, loneWind, dustExceedance]
