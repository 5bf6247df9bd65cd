/** Which plan answers which kind of episode. */
import { DUST_LIMIT_PACKS } from '../../rules/dust-limit/packs/index.ts'
import { dustExceedancePlan, dustLimitPlan } from './dust-exceedance.ts'
import type { ResponsePlan } from './response-plan.ts'
import { windyDayPlan } from './windy-day.ts'

const PLANS: Readonly<Record<string, ResponsePlan>> = {
  'windy-day': windyDayPlan,
  'lone-wind': windyDayPlan,
  'dust-exceedance': dustExceedancePlan,
  ...Object.fromEntries(DUST_LIMIT_PACKS.map(({ rulePack }) => [rulePack.id, dustLimitPlan])),
}

/** By the kind of the episode. Throws when no plan was written for it. */
export function planFor(kind: string): ResponsePlan {
  const plan = PLANS[kind]
  if (!plan) throw new Error(`there is no response plan for ${kind}`)
  return plan
}
