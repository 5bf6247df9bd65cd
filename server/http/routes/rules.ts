/** The rules that are armed, with their numbers. */
import { createRoute, z } from '@hono/zod-openapi'
import { RulePackView, rulePackView } from '../../contract/rule.ts'
import { type Api, json } from '../api.ts'
import type { AppParts } from '../app-parts.ts'

const listRules = createRoute({
  method: 'get',
  path: '/rules',
  summary: 'Rule packs that are judged now: mode, version and numbers; one that is off is not among them',
  responses: {
    200: json(z.object({ items: z.array(RulePackView.meta({ id: 'RulePack' })), nextCursor: z.null() }), 'all of them'),
  },
})

export function addRuleRoutes(api: Api, { act }: Pick<AppParts, 'act'>): void {
  api.openapi(listRules, (c) => c.json({ items: act.packs.map(rulePackView), nextCursor: null }, 200))
}
