/**
 * Response plan (响应措施清单): which measures a wind level asks of a place, by when, and why some are left out.
 *
 * Source: algorithms.md 9 "Response plan" and "Sprinkler guards" (ours), practice.md 3–5. Only measures that fit the
 * place are asked. It knows no exemptions, no notices and no people; the office's own tasks are not orders.
 *
 * Notes are codes for screens to translate, always in one of two forms:
 * - `refused:<measure>:<why>[:<value>]`: the plan asks it, but not now. `<why>` is a guard of sprinkler-guards.ts
 *   (`too-cold:1.5`, `rain:0.4`, `fence`, `no-data:humidity` …) or `wind-level:<level>`.
 * - `after-the-wind:<measure>`: asked, to be done once the wind has gone down.
 */
import type { Place, PlaceAttributes } from '../../place.ts'
import { MINUTE, type Ms } from '../../units.ts'
import type { Measure } from '../measure.ts'
import {
  SPRINKLER_DEFAULTS,
  type SprinklerGuard,
  type SprinklerSettings,
  type SprinklerWeather,
  sprinklerGuards,
  type WaterUse,
} from './sprinkler-guards.ts'

export interface PlanDemand {
  readonly measures: readonly PlannedMeasure[]
  /** Codes as described in this file's head. */
  readonly notes: readonly string[]
}

export interface PlannedMeasure {
  readonly measure: Measure
  /** Counted from issue. */
  readonly dueInMs: Ms
}

/** Deadlines from issue. Stops, spray and cover: algorithms.md 9; nets, withdrawal and roads are ours. */
export interface PlanSettings {
  readonly stopMs: Ms
  readonly coverMs: Ms
  readonly coverMorePerAreaMs: Ms
  readonly coverAreaM2: number
  readonly selfCheckMs: Ms
  readonly sprayMs: Ms
  readonly secureMs: Ms
  readonly withdrawMs: Ms
  readonly roadMs: Ms
  readonly sprinkler: SprinklerSettings
}

export const PLAN_DEFAULTS: PlanSettings = {
  stopMs: 15 * MINUTE,
  coverMs: 60 * MINUTE,
  coverMorePerAreaMs: 10 * MINUTE,
  coverAreaM2: 5_000,
  selfCheckMs: 60 * MINUTE,
  sprayMs: 15 * MINUTE,
  secureMs: 60 * MINUTE,
  withdrawMs: 15 * MINUTE,
  roadMs: 60 * MINUTE,
  sprinkler: SPRINKLER_DEFAULTS,
}

const STOP_AND_COVER_LEVEL = 4
const SPRAY_LEVEL = 5
const WITHDRAW_LEVEL = 6
/** Above level 6 water drifts. */
const NO_SPRAY_LEVEL = 7

const NOTHING: PlanDemand = { measures: [], notes: [] }

/** What wind of this level asks of this place. Empty for a finished place and below level 4. */
export function measuresFor(
  place: Place,
  level: number,
  weather: SprinklerWeather,
  settings: PlanSettings = PLAN_DEFAULTS,
): PlanDemand {
  if (place.phase === 'finished' || level < STOP_AND_COVER_LEVEL) return NOTHING
  if (place.kind === 'roadSection') return roadDemand(place, level, weather, settings)
  return siteDemand(place, level, weather, settings)
}

function siteDemand(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const { attributes } = place
  const cover = coverMeasures(attributes, settings)
  const mayCover = level < WITHDRAW_LEVEL
  const spray = attributes.sprays && level >= SPRAY_LEVEL ? water('spray', place, level, weather, settings) : NOTHING
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

/**
 * 60 min, and 10 min more for each full 5,000 m². Full ones, not started ones: an order for a site below 5,000 m²
 * must read 60 minutes as in the model text (practice.md 7), and a site of unknown area gets no less than a small one.
 */
function coverMeasures(attributes: PlaceAttributes, settings: PlanSettings): PlannedMeasure[] {
  const fullAreas = Math.floor((attributes.bareAreaM2 ?? 0) / settings.coverAreaM2)
  const dueInMs = settings.coverMs + fullAreas * settings.coverMorePerAreaMs
  const cover: PlannedMeasure[] = []
  if (attributes.bareSoil) cover.push({ measure: 'coverBareSoil', dueInMs })
  if (attributes.rubble) cover.push({ measure: 'coverRubble', dueInMs })
  return cover
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
  const first = water('sprinklerRun', place, level, weather, settings)
  if (first.measures.length === 0) return { measures: [suction], notes: first.notes }
  if (level < SPRAY_LEVEL) return first
  const second = water('secondSprinklerRun', place, level, weather, settings)
  const mist = water('mist', place, level, weather, settings)
  return {
    measures: [...first.measures, ...second.measures, ...mist.measures],
    notes: [...second.notes, ...mist.notes],
  }
}

type WaterMeasure = 'spray' | 'sprinklerRun' | 'secondSprinklerRun' | 'mist'

const USE: Record<WaterMeasure, WaterUse> = {
  spray: 'siteSpray',
  sprinklerRun: 'routineRun',
  secondSprinklerRun: 'extraRun',
  mist: 'mist',
}

/** The measure when no guard forbids it, else a note per guard. */
function water(
  measure: WaterMeasure,
  place: Place,
  level: number,
  weather: SprinklerWeather,
  settings: PlanSettings,
): PlanDemand {
  if (level >= NO_SPRAY_LEVEL) return { measures: [], notes: [`refused:${measure}:wind-level:${level}`] }
  const guards = sprinklerGuards(USE[measure], place.attributes.insideFence, weather, settings.sprinkler)
  if (guards.length > 0) return { measures: [], notes: guards.map((guard) => `refused:${measure}:${guardCode(guard)}`) }
  return { measures: [{ measure, dueInMs: measure === 'spray' ? settings.sprayMs : settings.roadMs }], notes: [] }
}

function guardCode({ kind, value }: SprinklerGuard): string {
  return value === null ? kind : `${kind}:${value}`
}
