/** Which places an episode's level demands something of, by the server's own response plan. */

import type { PlaceView } from '../../server/contract/registry.ts'
import { planFor } from '../../server/domain/control/plan/index.ts'
import { PLAN_DEFAULTS } from '../../server/domain/control/plan/response-plan.ts'
import type { SprinklerWeather } from '../../server/domain/control/plan/sprinkler-guards.ts'

/** The weather decides which measure a place gets, never whether it gets one. */
const UNKNOWN_WEATHER: SprinklerWeather = {
  temperatureC: null,
  forecast: null,
  rainMmH: null,
  windMps: null,
  humidityPercent: null,
  localHour: 12,
}

export interface Scope {
  /** null: the whole district. */
  readonly townshipId: string | null
  readonly level: number
}

export function placesDue(places: readonly PlaceView[], { townshipId, level }: Scope): readonly PlaceView[] {
  return places.filter(
    (place) =>
      (townshipId === null || place.townshipId === townshipId || place.helperTownshipId === townshipId) &&
      planFor('windy-day').measuresFor(place, level, UNKNOWN_WEATHER, PLAN_DEFAULTS).measures.length > 0,
  )
}
