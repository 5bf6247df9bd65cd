/** The words of every rule. */
import { dustExceedance } from './dust-exceedance.ts'
import { dustLimit } from './dust-limit.ts'
import { DUST_LIMIT_NAMES } from './dust-limit-names.ts'
import { loneWind } from './lone-wind.ts'
import type { RuleWords } from './rule-words.ts'
import { windyDay } from './windy-day.ts'

const RULES: readonly RuleWords[] = [
  windyDay,
  loneWind,
  dustExceedance,
  ...Object.entries(DUST_LIMIT_NAMES).map(([kind, name]) => dustLimit(kind, name)),
]

/** One this page does not know is told by its facts alone. */
export function ruleWords(kind: string): RuleWords {
  return RULES.find((one) => one.kind === kind) ?? unknownRule(kind)
}

function unknownRule(kind: string): RuleWords {
  return {
    kind,
    name: [kind, kind],
    measured: () => null,
    reason: ({ reason }) => `${reason.quantity} ${reason.value} / ${reason.bound}`,
    onlyAdvise: ({ reason }) => reason.onlyAdvise.join(', '),
    end: () => null,
    numbers: () => [],
    limits: () => [],
  }
}
