/**
 * From the air to what an instrument says: its own small error, rounding, and the fault of every light-scattering
 * sensor, which takes the droplets of humid air for dust. Official stations weigh dust and do not.
 */
import type { Dust } from './dust.ts'

/** How many times too much a light-scattering sensor shows; 1 up to 80 % humidity. */
export function opticalOverRead(humidityPercent: number): number {
  if (humidityPercent <= 80) return 1
  if (humidityPercent <= 95) return 1 + (0.5 * (humidityPercent - 80)) / 15
  return 1.5 + (1.2 * (Math.min(100, humidityPercent) - 95)) / 5
}

export interface ParticleReadings {
  readonly pm10: number
  readonly pm25: number
  readonly tsp: number
}

/** Whole µg/m³. `error` is a factor near 1. */
export function particlesOf({ fine, coarse, giant }: Dust, error: number): ParticleReadings {
  return {
    pm25: Math.round(error * fine),
    pm10: Math.round(error * (fine + coarse)),
    tsp: Math.round(error * (fine + coarse + giant)),
  }
}

export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}

export function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
