/**
 * Where a monitor stands to its site in a given wind: what comes from upwind is not the site's, what leaves is downwind.
 *
 * Source: algorithms.md 5, steps 3 and 7 (ours). A tie at exactly 45° or 135° counts as upwind or downwind, so that a
 * wind into a corner of a ring of four gives two and two.
 */
import type { Degrees } from '../units.ts'

export type Role = 'upwind' | 'crosswind' | 'downwind'

const UPWIND_WITHIN: Degrees = 45
const DOWNWIND_FROM: Degrees = 135
/** A direction that comes out of sines and cosines may stray from a tie by its last binary digits. */
const ROUNDING: Degrees = 1e-9

/** How far apart two directions are, 0 to 180. */
export function apartDegrees(a: Degrees, b: Degrees): Degrees {
  const turn = Math.abs(a - b) % 360
  return turn > 180 ? 360 - turn : turn
}

/**
 * @param bearing in which direction the monitor lies as seen from the active work area
 * @param windFrom from which the wind blows
 */
export function roleOf(bearing: Degrees, windFrom: Degrees): Role {
  const apart = apartDegrees(bearing, windFrom)
  if (apart <= UPWIND_WITHIN + ROUNDING) return 'upwind'
  return apart >= DOWNWIND_FROM - ROUNDING ? 'downwind' : 'crosswind'
}

/**
 * The role a monitor has at the last of some winds, one a minute and oldest first: it keeps the one it had until another
 * has held for `deadMinutes` without a break. A minute without a direction changes nothing and begins the count anew.
 * null when no minute had a direction.
 */
export function heldRole(bearing: Degrees, windsFrom: readonly (Degrees | null)[], deadMinutes: number): Role | null {
  let held: Role | null = null
  let next: Role | null = null
  let minutes = 0
  for (const windFrom of windsFrom) {
    const now = windFrom === null ? null : roleOf(bearing, windFrom)
    held ??= now
    minutes = now !== null && now === next ? minutes + 1 : 1
    next = now
    if (now !== null && now !== held && minutes >= deadMinutes) held = now
  }
  return held
}
