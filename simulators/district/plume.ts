/**
 * A Gaussian plume at the ground: how much of what a site emits reaches a point. Nothing reaches a point upwind.
 *
 * Spread after Briggs' urban formulas for neutral air (US EPA, ISC3 Model User's Guide II, EPA-454/B-95-003b, 1995,
 * table 1-3): σy = 0.16 x (1 + 0.0004 x)^−½, σz = 0.14 x (1 + 0.0003 x)^−½, on top of the site's own width.
 * Worked example: 1 g/s, 3 m/s, 500 m straight downwind of a point source without height: σy = 73.0 m, σz = 65.3 m,
 * 22.3 µg/m³.
 */
import type { Point } from './geometry.ts'

export interface PlumeWind {
  /** Where it comes from. */
  readonly fromDegrees: number
  /** At plume height. */
  readonly speedMps: number
}

export interface Source {
  readonly at: Point
  /** Width and height of the emitting area as standard deviations, m. */
  readonly widthM: number
  readonly heightM: number
}

/** Plumes thinner than this do not exist: still air moves, too. */
const LEAST_WIND_MPS = 0.5
const FARTHEST_M = 5_000

/** µg/m³ at `receptor` per g/s emitted. */
export function plumeAt(receptor: Point, source: Source, wind: PlumeWind): number {
  const towards = ((wind.fromDegrees + 180) * Math.PI) / 180
  const eastM = receptor.eastM - source.at.eastM
  const northM = receptor.northM - source.at.northM
  const downwindM = eastM * Math.sin(towards) + northM * Math.cos(towards)
  if (downwindM <= 0 || downwindM > FARTHEST_M) return 0
  const acrossM = eastM * Math.cos(towards) - northM * Math.sin(towards)
  const sigmaY = source.widthM + (0.16 * downwindM) / Math.sqrt(1 + 0.0004 * downwindM)
  const sigmaZ = source.heightM + (0.14 * downwindM) / Math.sqrt(1 + 0.0003 * downwindM)
  const speed = Math.max(LEAST_WIND_MPS, wind.speedMps)
  if (Math.abs(acrossM) > 4 * sigmaY) return 0
  const straight = 1e6 / (Math.PI * speed * sigmaY * sigmaZ)
  return straight * Math.exp(-(acrossM ** 2) / (2 * sigmaY ** 2))
}
