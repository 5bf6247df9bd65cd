/**
 * What a notice from above, or a person, demands of one place: of the measures named those that fit.
 *
 * Deadlines are the office's own (`PlanSettings`), counted from issue or from when the notice begins, whichever is later.
 */
import type { Place } from '../../place.ts'
import type { EpochMs, Ms } from '../../units.ts'
import type { Measure } from '../measure.ts'
import type { Notice } from '../notice.ts'
import { coverMeasures, water } from './fitting.ts'
import type { PlanDemand, PlannedMeasure, PlanSettings } from './response-plan.ts'
import type { SprinklerWeather } from './sprinkler-guards.ts'

const NOTHING: PlanDemand = { measures: [], notes: [] }

/** Empty for a finished place, and for one that nothing named fits. */
export function noticeDemand(
  { measures, startsAt }: Pick<Notice, 'measures' | 'startsAt'>,
  place: Place,
  at: EpochMs,
  weather: SprinklerWeather,
  settings: PlanSettings,
): PlanDemand {
  if (place.phase === 'finished') return NOTHING
  const fitting = measures.map((measure) => askedOf(measure, place, weather, settings))
  const later = Math.max(0, startsAt - at)
  return {
    measures: fitting.flatMap((one) => one.measures).map((one) => ({ ...one, dueInMs: one.dueInMs + later })),
    notes: fitting.flatMap((one) => one.notes),
  }
}

function askedOf(measure: Measure, place: Place, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  return place.kind === 'roadSection'
    ? onRoad(measure, place, weather, settings)
    : onSite(measure, place, weather, settings)
}

function onRoad(measure: Measure, place: Place, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  switch (measure) {
    case 'sprinklerRun':
    case 'secondSprinklerRun':
    case 'mist':
      return water(measure, place, weather, settings)
    case 'suctionSweep':
      return asks(measure, settings.roadMs)
    default:
      return NOTHING
  }
}

function onSite(measure: Measure, place: Place, weather: SprinklerWeather, settings: PlanSettings): PlanDemand {
  const { attributes } = place
  const works = place.phase !== 'stopped'
  switch (measure) {
    case 'stopEarthworks':
      return asks(measure, settings.stopMs, works && attributes.earthworks)
    case 'stopDemolition':
      return asks(measure, settings.stopMs, works && attributes.demolition)
    case 'stopMuckTrucks':
      return asks(measure, settings.stopMs, works && attributes.muckTrucks)
    case 'stopDustyWork':
      return asks(measure, settings.stopMs, works)
    case 'stopWorkAtHeight':
      return asks(measure, settings.stopMs, works && attributes.workAtHeight)
    case 'coverBareSoil':
    case 'coverRubble':
      return { measures: coverMeasures(attributes, settings).filter((one) => one.measure === measure), notes: [] }
    case 'spray':
      return attributes.sprays ? water('spray', place, weather, settings) : NOTHING
    case 'secureNets':
      return asks(measure, settings.secureMs, attributes.bareSoil || attributes.rubble)
    case 'withdrawPeople':
      return asks(measure, settings.withdrawMs, works)
    case 'selfCheck':
      return asks(measure, settings.selfCheckMs)
    case 'sprinklerRun':
    case 'secondSprinklerRun':
    case 'mist':
    case 'suctionSweep':
      return NOTHING
  }
}

function asks(measure: Measure, dueInMs: Ms, isAsked = true): PlanDemand {
  const planned: readonly PlannedMeasure[] = isAsked ? [{ measure, dueInMs }] : []
  return { measures: planned, notes: [] }
}
