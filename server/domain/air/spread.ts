/** How values of one instant lie together: the middle and the range that holds most of them. */

export interface Spread {
  /** The tenth and the ninetieth percentile, linear between ranks; the ends for few values. */
  readonly low: number
  readonly median: number
  readonly high: number
  readonly count: number
}

/** null without values: no data is never a number. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return { low: at(sorted, 0.1), median: at(sorted, 0.5), high: at(sorted, 0.9), count: sorted.length }
}

function at(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1)
  const below = Math.floor(rank)
  const first = sorted[below]!
  const next = sorted[below + 1] ?? first
  return first + (next - first) * (rank - below)
}
