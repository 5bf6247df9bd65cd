/** Which places an episode's level demands something of, by the server's own response plan. */

import type { PlaceView } from '../../server/contract/registry.ts'
import type { SprinklerWeather } from '../../server/domain/control/plan/sprinkler-guards.ts'
import { measuresFor } from '../../server/domain/control/plan/windy-day.ts'

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
      measuresFor(place, level, UNKNOWN_WEATHER).measures.length > 0,
  )
}
