/**
 * Sprinkler guards: what forbids putting water or mist out now. algorithms.md 9 "Sprinkler guards", practice.md 5.
 *
 * A pure function that lists every guard that forbids, not only the first, so that the order can show why. A guard
 * without data forbids what nobody ordered by hand (`a person may`), because frost is not ruled out by silence.
 * It does not know who orders and does not offer the alternative; response-plan.ts does.
 */
import type { Mps } from '../../units.ts'

/** Latest usable values near the place. null: not known now. */
export interface SprinklerWeather {
  readonly temperatureC: number | null
  /** null: the office has no forecast source, then the air alone decides; `minimumC` null: the source is silent. */
  readonly forecast: { readonly minimumC: number | null } | null
  readonly rainMmH: number | null
  readonly windMps: Mps | null
  readonly humidityPercent: number | null
  /** Hour of the day in the district's time zone, 0 to below 24; fractions are allowed. */
  readonly localHour: number
}

/**
 * `routineRun`: one passing flush. `extraRun`: an unplanned further run. `mist`: a vehicle's cannon.
 * `siteSpray`: fixed sprays and cannons of a site, which meet no rush-hour traffic.
 */
export type WaterUse = 'routineRun' | 'extraRun' | 'mist' | 'siteSpray'

export type SprinklerGuard =
  /** Below 3 °C; a person may from 2 °C on. */
  | { readonly kind: 'too-cold'; readonly value: number; readonly personMay: boolean }
  | { readonly kind: 'frost-forecast'; readonly value: number; readonly personMay: false }
  | { readonly kind: 'rain'; readonly value: number; readonly personMay: false }
  | { readonly kind: 'strong-wind'; readonly value: number; readonly personMay: false }
  | { readonly kind: 'humid'; readonly value: number; readonly personMay: false }
  | { readonly kind: 'fence'; readonly value: null; readonly personMay: false }
  | { readonly kind: 'rush-hour'; readonly value: number; readonly personMay: true }
  | { readonly kind: 'no-data'; readonly value: SilentQuantity; readonly personMay: true }

export type SilentQuantity = 'temperature' | 'forecast' | 'rain' | 'wind' | 'humidity'

export interface SprinklerSettings {
  readonly coldBelowC: number
  /** From here up to `coldBelowC` a dispatcher may send with a reason. */
  readonly frostBelowC: number
  /** A forecast minimum at or below this forbids. */
  readonly forecastFrostC: number
  readonly rainAboveMmH: number
  /** Lower bound of wind level 7, GB/T 28591-2012. */
  readonly windFromMps: Mps
  readonly humidAbovePercent: number
  /** [from, to) in local hours. */
  readonly rushHours: readonly (readonly [number, number])[]
}

export const SPRINKLER_DEFAULTS: SprinklerSettings = {
  coldBelowC: 3,
  frostBelowC: 2,
  forecastFrostC: 0,
  rainAboveMmH: 0,
  windFromMps: 13.9,
  humidAbovePercent: 90,
  rushHours: [
    [7, 9],
    [17, 19],
  ],
}

/** Every guard that forbids this use; empty when it may go out by itself. */
export function sprinklerGuards(
  use: WaterUse,
  insideFence: boolean,
  weather: SprinklerWeather,
  settings: SprinklerSettings = SPRINKLER_DEFAULTS,
): readonly SprinklerGuard[] {
  const guards = [...frostGuards(weather, settings), ...airGuards(weather, settings)]
  // A routine passing flush is the one use a fence allows.
  if (insideFence && use !== 'routineRun') guards.push({ kind: 'fence', value: null, personMay: false })
  const { localHour } = weather
  const isRushHour = settings.rushHours.some(([from, to]) => localHour >= from && localHour < to)
  if (isRushHour && use !== 'siteSpray') guards.push({ kind: 'rush-hour', value: localHour, personMay: true })
  return guards
}

function frostGuards({ temperatureC, forecast }: SprinklerWeather, settings: SprinklerSettings): SprinklerGuard[] {
  const guards: SprinklerGuard[] = []
  if (temperatureC === null) guards.push(noData('temperature'))
  else if (temperatureC < settings.coldBelowC) {
    guards.push({ kind: 'too-cold', value: temperatureC, personMay: temperatureC >= settings.frostBelowC })
  }
  if (forecast === null) return guards
  if (forecast.minimumC === null) guards.push(noData('forecast'))
  else if (forecast.minimumC <= settings.forecastFrostC) {
    guards.push({ kind: 'frost-forecast', value: forecast.minimumC, personMay: false })
  }
  return guards
}

function airGuards(weather: SprinklerWeather, settings: SprinklerSettings): SprinklerGuard[] {
  const { rainMmH, windMps, humidityPercent } = weather
  const guards: SprinklerGuard[] = []
  if (rainMmH === null) guards.push(noData('rain'))
  else if (rainMmH > settings.rainAboveMmH) guards.push({ kind: 'rain', value: rainMmH, personMay: false })
  if (windMps === null) guards.push(noData('wind'))
  else if (windMps >= settings.windFromMps) guards.push({ kind: 'strong-wind', value: windMps, personMay: false })
  if (humidityPercent === null) guards.push(noData('humidity'))
  else if (humidityPercent > settings.humidAbovePercent) {
    guards.push({ kind: 'humid', value: humidityPercent, personMay: false })
  }
  return guards
}

function noData(value: SilentQuantity): SprinklerGuard {
  return { kind: 'no-data', value, personMay: true }
}
