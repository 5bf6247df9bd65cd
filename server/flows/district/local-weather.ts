/**
 * The weather at a place for the sprinkler guards: the worst that any fresh device of its township says, else of the
 * district. Worst, because one frozen road is enough. Null is "not known", and a guard without data forbids.
 */
import { isUsable } from '../../domain/air/quality.ts'
import type { Quantity } from '../../domain/air/quantity.ts'
import type { SprinklerWeather } from '../../domain/control/plan/sprinkler-guards.ts'
import type { Device, Place } from '../../domain/place.ts'
import { startOfLocalDay } from '../../domain/time.ts'
import { type EpochMs, HOUR, MINUTE } from '../../domain/units.ts'
import type { Latest } from './latest.ts'
import type { RegistryDesk } from './registry.ts'

/** A value counts for 5 minutes, or for 1.1 of its device's intervals if that is longer (algorithms.md 9). */
const FRESH_MS = 5 * MINUTE
const FRESH_INTERVALS = 1.1

export function localWeather(
  registry: Pick<RegistryDesk, 'current' | 'timeZone'>,
  latest: Pick<Latest, 'of'>,
  place: Place,
  at: EpochMs,
): SprinklerWeather {
  const { devices } = registry.current()
  const near = devices.filter((device) => device.townshipId === place.townshipId)

  function worst(quantity: Quantity, pick: (...values: number[]) => number): number | null {
    const values = freshValues(near, quantity)
    const known = values.length > 0 ? values : freshValues(devices, quantity)
    return known.length > 0 ? pick(...known) : null
  }

  function freshValues(among: readonly Device[], quantity: Quantity): number[] {
    return among.flatMap((device) => {
      const last = latest.of(device.id)?.[quantity]
      if (!last || !isUsable(last.quality)) return []
      const age = at - last.measuredAt
      return age >= 0 && age <= Math.max(FRESH_MS, FRESH_INTERVALS * device.intervalMs) ? [last.value] : []
    })
  }

  return {
    temperatureC: worst('temperature', Math.min),
    forecast: null,
    rainMmH: worst('rain', Math.max),
    windMps: worst('windSpeed', Math.max),
    humidityPercent: worst('humidity', Math.max),
    localHour: (at - startOfLocalDay(at, registry.timeZone)) / HOUR,
  }
}
