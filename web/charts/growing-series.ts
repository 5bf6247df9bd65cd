/**
 * Stored points followed by what the live stream adds, kept to a window and a fixed number of points.
 *
 * A step longer than three intervals of the device is drawn as a gap: a straight line across missing data would claim
 * to know what nobody measured.
 */
import type { EpochMs, Ms } from '../../server/domain/units.ts'

export type Point = readonly [EpochMs, number | null]

/** Adds a point unless one of that time or later is there. */
export function withPoint(points: readonly Point[], at: EpochMs, value: number): readonly Point[] {
  const last = points.at(-1)
  return last && last[0] >= at ? points : [...points, [at, value]]
}

/** Points from `from` on, the newest `most` at the most. */
export function lastPoints(points: readonly Point[], from: EpochMs, most: number): readonly Point[] {
  return points.filter(([at]) => at >= from).slice(-most)
}

/** Puts a null between two points that are further apart than `longestStep`. */
export function withGaps(points: readonly Point[], longestStep: Ms): readonly Point[] {
  const all: Point[] = []
  let before: Point | undefined
  for (const point of points) {
    if (before && before[1] !== null && point[1] !== null && point[0] - before[0] > longestStep) {
      all.push([before[0] + longestStep, null])
    }
    all.push(point)
    before = point
  }
  return all
}
