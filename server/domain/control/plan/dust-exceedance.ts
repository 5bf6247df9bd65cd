/**
 * The plans for a site's dust. Source: algorithms.md 9 "Response plan" (ours).
 *
 * From level 3 (*dust act*) the dusty work stops, water is on, what lies bare is covered, and the site looks for the
 * cause and answers. A pack of dust limits knows level 2, too: the same without stopping the work. The answer is the
 * self-check: the site reports it done, with what it found. Road sections are in no dust episode's scope.
 */
import type { Place } from '../../place.ts'
import { coverMeasures, water } from './fitting.ts'
import type { PlanDemand, PlannedMeasure, PlanSettings, ResponsePlan } from './response-plan.ts'
import type { SprinklerWeather } from './sprinkler-guards.ts'

const SUPPRESS_LEVEL = 2
const ACT_LEVEL = 3

const NOTHING: PlanDemand = { measures: [], notes: [] }

export const dustExceedancePlan: ResponsePlan = planFrom(ACT_LEVEL)

export const dustLimitPlan: ResponsePlan = planFrom(SUPPRESS_LEVEL)

function planFrom(fromLevel: number): ResponsePlan {
  return {
    fromLevel,
    measuresFor: (place, level, weather, settings) =>
      level < fromLevel ? NOTHING : measuresFor(place, level, weather, settings),
  }
}

/** Empty for a finished place and for a road section. */
function measuresFor(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const { attributes, kind, phase } = place
  if (phase === 'finished' || kind === 'roadSection') return NOTHING
  const stop: PlannedMeasure = { measure: 'stopDustyWork', dueInMs: settings.stopMs }
  const spray = attributes.sprays ? water('spray', place, weather, settings) : NOTHING
  return {
    measures: [
      ...(phase === 'stopped' || level < ACT_LEVEL ? [] : [stop]),
      ...spray.measures,
      ...coverMeasures(attributes, settings),
      { measure: 'selfCheck', dueInMs: settings.selfCheckMs },
    ],
    notes: spray.notes,
  }
}
