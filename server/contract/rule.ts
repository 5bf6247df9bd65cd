/** Rule packs (管控规则) as they are armed. */
import { z } from 'zod'
import { RULE_MODES, type RulePack } from '../domain/rules/rule.ts'

export const RulePackView = z.object({
  id: z.string().describe('the kind of its episodes'),
  version: z.string(),
  source: z.string().describe('where its numbers come from'),
  mode: z.enum(RULE_MODES),
  release: z.enum(['confirm', 'automatic']),
  countdownS: z.number(),
  numbers: z.record(z.string(), z.unknown()).describe('the numbers in force'),
})

export type RulePackView = z.infer<typeof RulePackView>

export function rulePackView({ id, version, source, mode, release, countdownMs, numbers }: RulePack): RulePackView {
  return { id, version, source, mode, release, countdownS: countdownMs / 1_000, numbers: { ...numbers } }
}
