/**
 * Wind: levels of the national scale, the mean of a set of samples, and names of directions.
 *
 * Directions name where the wind comes from. Degrees are never averaged as numbers: 350° and 10° make 0°, not 180°.
 * Which samples belong to a window is decided by the averages, what a level demands by the rules.
 */
import type { Degrees, Mps } from '../units.ts'

/**
 * Lower bound of each level in m/s, at 10 m height; the index is the level. Source: GB/T 28591-2012, levels 0 to 12
 * as in domain.md 2.2 (13 to 17 from memory there). For example 5.5 m/s is level 4, 5.4 m/s level 3.
 */
export const WIND_LEVEL_BOUNDS_MPS: readonly Mps[] = [
  0, 0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1,
]

/** 0 to 17. Means are not rounded first, so 5.49 m/s is level 3. */
export function windLevel(speedMps: Mps): number {
  const above = WIND_LEVEL_BOUNDS_MPS.findIndex((bound) => speedMps < bound)
  return above === -1 ? WIND_LEVEL_BOUNDS_MPS.length - 1 : Math.max(0, above - 1)
}

export interface WindSample {
  readonly speedMps: Mps
  readonly directionDegrees: Degrees
}

export interface MeanWind {
  /** Mean of the speeds: what levels and rules look at. */
  readonly scalarMps: Mps
  /** Length of the mean wind vector, never above `scalarMps`. */
  readonly vectorMps: Mps
  /** Direction of the mean vector, 0 ≤ d < 360; null when the vectors cancel out or all was calm. */
  readonly directionDegrees: Degrees | null
  /** `vectorMps / scalarMps`, 0 to 1; null when all was calm. */
  readonly steadiness: number | null
  /** R: length of the mean of the unit vectors, 0 (from everywhere) to 1 (from one direction). */
  readonly concentration: number
  /** σθ after Yamartino: how much the direction swings. */
  readonly sigmaDegrees: Degrees
}

/** Below this share of the scalar mean the vector is rounding error and its direction means nothing. */
const CANCELLED_OUT = 1e-9

/** Every sample weighs the same. null without samples. Formulas: algorithms.md 4; Yamartino 1984. */
export function meanWind(samples: readonly WindSample[]): MeanWind | null {
  if (samples.length === 0) return null
  let speedSum = 0
  let eastSum = 0
  let northSum = 0
  let sinSum = 0
  let cosSum = 0
  for (const { speedMps, directionDegrees } of samples) {
    const sin = Math.sin(toRadians(directionDegrees))
    const cos = Math.cos(toRadians(directionDegrees))
    speedSum += speedMps
    eastSum += speedMps * sin
    northSum += speedMps * cos
    sinSum += sin
    cosSum += cos
  }
  const count = samples.length
  const scalarMps = speedSum / count
  // Rounding may lift the vector a hair above the scalar mean, which it cannot exceed.
  const vectorMps = Math.min(Math.hypot(eastSum, northSum) / count, scalarMps)
  const concentration = Math.min(Math.hypot(sinSum, cosSum) / count, 1)
  const hasDirection = scalarMps > 0 && vectorMps > CANCELLED_OUT * scalarMps
  return {
    scalarMps,
    vectorMps,
    directionDegrees: hasDirection ? toCircle(toDegrees(Math.atan2(eastSum, northSum))) : null,
    steadiness: scalarMps > 0 ? vectorMps / scalarMps : null,
    concentration,
    sigmaDegrees: yamartino(concentration),
  }
}

function yamartino(concentration: number): Degrees {
  const epsilon = Math.sqrt(1 - concentration ** 2)
  return toDegrees(Math.asin(epsilon) * (1 + 0.1547 * epsilon ** 3))
}

const DIRECTION_NAMES: readonly string[] = [
  'N',
  'NNE',
  'NE',
  'ENE',
  'E',
  'ESE',
  'SE',
  'SSE',
  'S',
  'SSW',
  'SW',
  'WSW',
  'W',
  'WNW',
  'NW',
  'NNW',
]

/** The middle of a sector of the 16-point rose, for example `NNW` → 337.5; null for any other text, calm included. */
export function directionFromName(name: string): Degrees | null {
  const index = DIRECTION_NAMES.indexOf(name.trim().toUpperCase())
  return index === -1 ? null : index * 22.5
}

function toRadians(degrees: Degrees): number {
  return (degrees * Math.PI) / 180
}

function toDegrees(radians: number): Degrees {
  return (radians * 180) / Math.PI
}

/** Into 0 ≤ d < 360; a tiny negative angle would otherwise round up to 360 itself. */
function toCircle(degrees: Degrees): Degrees {
  const positive = degrees < 0 ? degrees + 360 : degrees
  return positive >= 360 ? 0 : positive
}
