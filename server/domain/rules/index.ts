/**
 * Every rule there is. Adding one is its folder, a line here, and its row in the response plan; a pack of dust limits is
 * data (`dust-limit/packs/`).
 */
import { dustExceedance } from './dust-exceedance/index.ts'
import { dustLimit } from './dust-limit/index.ts'
import { DUST_LIMIT_PACKS } from './dust-limit/packs/index.ts'
import { loneWind } from './lone-wind/index.ts'
import type { RuleKind } from './rule.ts'
import { windyDay } from './windy-day/index.ts'

export const RULE_KINDS: readonly RuleKind[] = [windyDay, loneWind, dustExceedance, ...DUST_LIMIT_PACKS.map(dustLimit)]
