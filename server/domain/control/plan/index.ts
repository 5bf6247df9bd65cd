/** Which plan answers which kind of episode. */
import { dustExceedancePlan } from './dust-exceedance.ts'
import type { ResponsePlan } from './response-plan.ts'
import { windyDayPlan } from './windy-day.ts'

const PLANS: Readonly<Record<string, ResponsePlan>> = {
  'windy-day': windyDayPlan,
  'lone-wind': windyDayPlan,
  'dust-exceedance': dustExceedancePlan,
}

/** By the kind of the episode. Throws when no plan was written for it. */
export function planFor(kind: string): ResponsePlan {
  const plan = PLANS[kind]
  if (!plan) throw new Error(`there is no response plan for ${kind}`)
  return plan
}
