/** A scenario's weather at an instant, from its curves. */
import { valueAt } from '../district/curve.ts'
import type { Weather } from '../district/weather.ts'
import { BEIJING_OFFSET, type EpochMs, HOUR, parseLocal } from '../local-time.ts'
import type { Scenario, WeatherCurves } from './scenario.ts'

export interface Span {
  readonly from: EpochMs
  /** Exclusive. */
  readonly to: EpochMs
}

export function spanOf({ day, from, to }: Pick<Scenario, 'day' | 'from' | 'to'>): Span {
  const midnight = midnightOf(day)
  return { from: midnight + from * HOUR, to: midnight + to * HOUR }
}

export function weatherOf({ day, weather }: Pick<Scenario, 'day' | 'weather'>): Weather {
  const midnight = midnightOf(day)
  return (at) => {
    const hour = (at - midnight) / HOUR
    const now = (name: keyof WeatherCurves) => valueAt(weather[name], hour)
    return {
      windMps: now('windMps'),
      windFromDegrees: now('windFromDegrees'),
      gustFactor: now('gustFactor'),
      temperatureC: now('temperatureC'),
      humidityPercent: now('humidityPercent'),
      pressureHpa: now('pressureHpa'),
      rainMmH: now('rainMmH'),
      regionalPm10: now('regionalPm10'),
      farDustPm10: now('farDustPm10'),
    }
  }
}

/** Clock hours from the scenario's day on. */
export function hourOf({ day }: Pick<Scenario, 'day'>, hour: number): EpochMs {
  return midnightOf(day) + hour * HOUR
}

function midnightOf(day: string): EpochMs {
  const midnight = parseLocal(day, BEIJING_OFFSET)
  if (midnight === null) throw new Error(`a scenario's day is ${day}, expected for example 2026-10-28`)
  return midnight
}
