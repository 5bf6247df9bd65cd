/**
 * The plan for windy days: which measures a wind level asks of a place, by when, and why some are left out.
 *
 * Source: algorithms.md 9 "Response plan" and "Sprinkler guards" (ours), practice.md 3–5. Only measures that fit the
 * place are asked. It knows no exemptions, no notices and no people; the office's own tasks are not orders.
 */
import type { Place, PlaceAttributes } from '../../place.ts'
import type { Measure } from '../measure.ts'
import { coverMeasures, water } from './fitting.ts'
import type { PlanDemand, PlannedMeasure, PlanSettings, ResponsePlan } from './response-plan.ts'
import type { SprinklerWeather } from './sprinkler-guards.ts'

const STOP_AND_COVER_LEVEL = 4
const SPRAY_LEVEL = 5
const WITHDRAW_LEVEL = 6
/** Above level 6 water drifts. */
const NO_SPRAY_LEVEL = 7

const NOTHING: PlanDemand = { measures: [], notes: [] }

export const windyDayPlan: ResponsePlan = { fromLevel: STOP_AND_COVER_LEVEL, measuresFor }

/** What wind of this level asks of this place. Empty for a finished place and below level 4. */
function measuresFor(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  if (place.phase === 'finished' || level < STOP_AND_COVER_LEVEL) return NOTHING
  if (place.kind === 'roadSection') return roadDemand(place, level, weather, settings)
  return siteDemand(place, level, weather, settings)
}

function siteDemand(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const { attributes } = place
  const cover = coverMeasures(attributes, settings)
  const mayCover = level < WITHDRAW_LEVEL
  const spray = attributes.sprays && level >= SPRAY_LEVEL ? siteSpray(place, level, weather, settings) : NOTHING
  return {
    measures: [
      ...(place.phase === 'stopped' ? [] : stopMeasures(attributes, level, settings)),
      ...(mayCover ? cover : secureMeasures(cover.length > 0, settings)),
      ...spray.measures,
      { measure: 'selfCheck', dueInMs: settings.selfCheckMs },
    ],
    notes: [...(mayCover ? [] : cover.map((one) => `refused:${one.measure}:wind-level:${level}`)), ...spray.notes],
  }
}

function siteSpray(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  if (level >= NO_SPRAY_LEVEL) return { measures: [], notes: [`refused:spray:wind-level:${level}`] }
  return water('spray', place, weather, settings)
}

/** A stopped site has no work to stop and is not asked these. */
function stopMeasures(attributes: PlaceAttributes, level: number, { stopMs }: PlanSettings): PlannedMeasure[] {
  const isStrong = level >= WITHDRAW_LEVEL
  const wanted: readonly (readonly [Measure, boolean])[] = [
    ['stopEarthworks', attributes.earthworks],
    ['stopDemolition', attributes.demolition],
    ['stopMuckTrucks', attributes.muckTrucks],
    ['stopDustyWork', isStrong],
    ['stopWorkAtHeight', isStrong && attributes.workAtHeight],
  ]
  return wanted.flatMap(([measure, isAsked]) => (isAsked ? [{ measure, dueInMs: stopMs }] : []))
}

/** From level 6 nobody climbs heaps to cover: what is netted is secured, people leave. */
function secureMeasures(hasNets: boolean, { secureMs, withdrawMs }: PlanSettings): PlannedMeasure[] {
  const withdraw: PlannedMeasure = { measure: 'withdrawPeople', dueInMs: withdrawMs }
  return hasNets ? [{ measure: 'secureNets', dueInMs: secureMs }, withdraw] : [withdraw]
}

function roadDemand(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const suction: PlannedMeasure = { measure: 'suctionSweep', dueInMs: settings.roadMs }
  if (level >= NO_SPRAY_LEVEL) {
    const notes = [`refused:sprinklerRun:wind-level:${level}`, 'after-the-wind:suctionSweep']
    return { measures: [suction], notes }
  }
  const first = water('sprinklerRun', place, weather, settings)
  if (first.measures.length === 0) return { measures: [suction], notes: first.notes }
  if (level < SPRAY_LEVEL) return first
  const second = water('secondSprinklerRun', place, weather, settings)
  const mist = water('mist', place, weather, settings)
  return {
    measures: [...first.measures, ...second.measures, ...mist.measures],
    notes: [...second.notes, ...mist.notes],
  }
}
