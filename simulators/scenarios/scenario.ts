/**
 * A scenario as data: when, what weather, who behaves how, which instruments fail, and what must come of it. The same
 * scenario with the same seed plays the same way at any speed.
 */
import type { Curve } from '../district/curve.ts'
import type { DeviceFault } from '../district/device-faults.ts'
import type { PeopleShares } from '../people-plan.ts'
import type { RuleModes } from '../rule-modes.ts'

export interface Scenario {
  readonly name: string
  /** In one line, for people who choose. */
  readonly title: string
  /** The first midnight, local; hours of all curves count from it. */
  readonly day: string
  /** Clock hours from `day` on. */
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly weather: WeatherCurves
  /** Which rules run; the windy-day rule alone when left out. */
  readonly rules?: RuleModes
  /** null: nobody answers. */
  readonly people: PeopleShares | null
  /** Sites that emit so many times the usual. */
  readonly dirt: Readonly<Record<string, number>>
  readonly faults: readonly DeviceFault[]
  /** What the duty officer records from above, and when (clock hours from `day` on); none when left out. */
  readonly notices?: readonly ScenarioNotice[]
  readonly expected: Expectation
}

/** For the whole district. Clock hours from `day` on. */
export interface ScenarioNotice {
  readonly recordedAt: number
  readonly startsAt: number
  readonly endsAt: number
  readonly replyBy: number | null
  readonly number: string
  readonly issuer: string
  readonly text: string
  readonly kind: string
  readonly measures: readonly string[]
}

/** Units as in `WeatherNow`. */
export interface WeatherCurves {
  readonly windMps: Curve
  readonly windFromDegrees: Curve
  readonly gustFactor: Curve
  readonly temperatureC: Curve
  readonly humidityPercent: Curve
  readonly pressureHpa: Curve
  readonly rainMmH: Curve
  readonly regionalPm10: Curve
  readonly farDustPm10: Curve
}

export interface Expectation {
  /** Why this and nothing else, for people. */
  readonly why: string
  readonly episodes: readonly ExpectedEpisode[]
  /** In all. */
  readonly orders: number
  /** Kinds or phases of places that no order may reach, in the words of the registry. */
  readonly neverOrdered: readonly string[]
  /** Measures no order may ask. */
  readonly neverAsked: readonly string[]
  /** Whole readings set aside as 异常数据. */
  readonly quarantined: { readonly least: number; readonly most: number }
}

/** Local clock times, both ends included. */
export type Window = readonly [from: string, to: string]

export interface ExpectedEpisode {
  readonly kind: string
  /** Name of the place of an episode of one place; null where the scope is wider. */
  readonly place: string | null
  readonly opens: Window
  readonly closes: Window
  readonly maxLevel: number
}
