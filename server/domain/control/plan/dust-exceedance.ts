/**
 * The plan for a site's dust: from level 3 (*dust act*) the dusty work stops, water is on, what lies bare is covered, and
 * the site looks for the cause and answers. Source: algorithms.md 9 "Response plan" (ours).
 *
 * The answer is the self-check: the site reports it done, with what it found. Road sections are in no dust episode's scope.
 */
import type { Place } from '../../place.ts'
import { coverMeasures, water } from './fitting.ts'
import type { PlanDemand, PlanSettings, ResponsePlan } from './response-plan.ts'
import type { SprinklerWeather } from './sprinkler-guards.ts'

const ACT_LEVEL = 3

const NOTHING: PlanDemand = { measures: [], notes: [] }

export const dustExceedancePlan: ResponsePlan = { fromLevel: ACT_LEVEL, measuresFor }

/** Empty for a finished place, for a road section and below level 3. */
function measuresFor(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const { attributes, kind, phase } = place
  if (phase === 'finished' || kind === 'roadSection' || level < ACT_LEVEL) return NOTHING
  const spray = attributes.sprays ? water('spray', place, weather, settings) : NOTHING
  return {
    measures: [
      ...(phase === 'stopped' ? [] : [{ measure: 'stopDustyWork', dueInMs: settings.stopMs } as const]),
      ...spray.measures,
      ...coverMeasures(attributes, settings),
      { measure: 'selfCheck', dueInMs: settings.selfCheckMs },
    ],
    notes: spray.notes,
  }
}
