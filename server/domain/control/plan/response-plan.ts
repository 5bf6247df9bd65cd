/** A response plan (响应措施清单): what one kind of episode demands, and the office's numbers for all of them. */
import type { Place } from '../../place.ts'
import { MINUTE, type Ms } from '../../units.ts'
import type { Measure } from '../measure.ts'
import { SPRINKLER_DEFAULTS, type SprinklerSettings, type SprinklerWeather } from './sprinkler-guards.ts'

export interface ResponsePlan {
  /** Levels below this ask nothing of anybody; the places are told. */
  readonly fromLevel: number
  /** Empty when this place owes nothing at this level. */
  measuresFor(place: Place, level: number, weather: SprinklerWeather, settings: PlanSettings): PlanDemand
}

export interface PlanDemand {
  readonly measures: readonly PlannedMeasure[]
  /**
   * Why measures differ from the plan: codes for screens to translate, always in one of two forms.
   * - `refused:<measure>:<why>[:<value>]`: the plan asks it, but not now. `<why>` is a guard of sprinkler-guards.ts
   *   (`too-cold:1.5`, `rain:0.4`, `fence`, `no-data:humidity` …) or `wind-level:<level>`.
   * - `after-the-wind:<measure>`: asked, to be done once the wind has gone down.
   */
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
