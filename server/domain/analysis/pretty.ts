/** Round limits for classes, as R's `pretty` chooses them (Becker, Chambers and Wilks 1988, defaults of R 4). */
const SHRINK = 0.75
const HIGH_BIAS = 1.5
const FIVE_BIAS = 0.5 + 1.5 * HIGH_BIAS

/** Rising, about `wanted` steps from at most `low` to at least `high`. */
export function prettyBreaks(low: number, high: number, wanted: number): readonly number[] {
  const span = high - low
  const size = Math.max(Math.abs(low), Math.abs(high))
  const isFlat = span < size * wanted * Number.EPSILON * 3
  const cell = isFlat ? Math.max(size, 1) * SHRINK : span / wanted
  const base = 10 ** Math.floor(Math.log10(cell))
  let unit = base
  if (2 * base - cell < HIGH_BIAS * (cell - unit)) unit = 2 * base
  if (5 * base - cell < FIVE_BIAS * (cell - unit)) unit = 5 * base
  if (10 * base - cell < HIGH_BIAS * (cell - unit)) unit = 10 * base
  const from = Math.floor(low / unit + 1e-7)
  const to = Math.ceil(high / unit - 1e-7)
  return Array.from({ length: Math.max(1, to - from) + 1 }, (_, i) => (from + i) * unit)
}

/** R's type 7: between the neighbours in order. The values must be in order. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  const low = sorted[below]!
  return low + (at - below) * ((sorted[below + 1] ?? low) - low)
}
