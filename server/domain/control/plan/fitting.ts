/** Measures that fit a place, for every plan: covering by area, and water where no guard forbids it. */
import type { Place, PlaceAttributes } from '../../place.ts'
import type { PlanDemand, PlannedMeasure, PlanSettings } from './response-plan.ts'
import { type SprinklerGuard, type SprinklerWeather, sprinklerGuards, type WaterUse } from './sprinkler-guards.ts'

/**
 * 60 min, and 10 min more for each full 5,000 m². Full ones, not started ones: an order for a site below 5,000 m²
 * must read 60 minutes as in the model text (practice.md 7), and a site of unknown area gets no less than a small one.
 */
export function coverMeasures(attributes: PlaceAttributes, settings: PlanSettings): PlannedMeasure[] {
  const fullAreas = Math.floor((attributes.bareAreaM2 ?? 0) / settings.coverAreaM2)
  const dueInMs = settings.coverMs + fullAreas * settings.coverMorePerAreaMs
  const cover: PlannedMeasure[] = []
  if (attributes.bareSoil) cover.push({ measure: 'coverBareSoil', dueInMs })
  if (attributes.rubble) cover.push({ measure: 'coverRubble', dueInMs })
  return cover
}

type WaterMeasure = 'spray' | 'sprinklerRun' | 'secondSprinklerRun' | 'mist'

const USE: Record<WaterMeasure, WaterUse> = {
  spray: 'siteSpray',
  sprinklerRun: 'routineRun',
  secondSprinklerRun: 'extraRun',
  mist: 'mist',
}

/** The measure when no guard forbids it, else a note per guard. */
export function water(
  measure: WaterMeasure,
  place: Place,
  weather: SprinklerWeather,
  settings: PlanSettings,
): PlanDemand {
  const guards = sprinklerGuards(USE[measure], place.attributes.insideFence, weather, settings.sprinkler)
  if (guards.length > 0) return { measures: [], notes: guards.map((guard) => `refused:${measure}:${guardCode(guard)}`) }
  return { measures: [{ measure, dueInMs: measure === 'spray' ? settings.sprayMs : settings.roadMs }], notes: [] }
}

function guardCode({ kind, value }: SprinklerGuard): string {
  return value === null ? kind : `${kind}:${value}`
}
