/**
 * Where a pollutant comes from: its mean by wind direction and speed, in openair's bins (openair 3.1.0, `polarPlot`;
 * Carslaw and Ropkins 2012, Environ. Model. Softw. 27–28, 52–61).
 *
 * 30 classes of speed above the smallest one, up to the largest; a value on an edge belongs below it. Directions in steps
 * of 5°, or of 10° when all are multiples of 10°. A bin with fewer than four values counts less.
 */
export interface WindValue {
  /** m/s. */
  readonly ws: number
  /** Degrees from which it blows, more than 0 to 360: 360 is north. */
  readonly wd: number
  readonly value: number
}

export interface PolarBin {
  /** Class of speed, from 0. */
  readonly i: number
  /** Degrees: the step's value, from one step to 360. */
  readonly wd: number
  readonly n: number
  readonly mean: number
  /** 0.25, 0.5, 0.75 for one, two, three values, else 1. */
  readonly weight: number
}

export interface PolarBins {
  /** The largest speed above the smallest. */
  readonly max: number
  readonly step: 5 | 10
  /** By direction, then speed. */
  readonly bins: readonly PolarBin[]
}

export const SPEED_CLASSES = 30

/** null when the wind never changes its speed: then there is nothing to tell apart. */
export function polarBins(rows: readonly WindValue[]): PolarBins | null {
  if (rows.length === 0) return null
  const least = rows.reduce((sofar, { ws }) => Math.min(sofar, ws), Number.POSITIVE_INFINITY)
  const max = rows.reduce((sofar, { ws }) => Math.max(sofar, ws - least), 0)
  if (max === 0) return null
  const step = rows.every(({ wd }) => wd % 10 === 0) ? 10 : 5
  const edges = Array.from({ length: SPEED_CLASSES + 1 }, (_, i) =>
    i === SPEED_CLASSES ? max : i * (max / SPEED_CLASSES),
  )
  const cells = new Map<number, { n: number; sum: number }>()
  for (const { ws, wd, value } of rows) {
    const key = directionOf(wd, step) * SPEED_CLASSES + classOf(ws - least, edges)
    const cell = cells.get(key)
    if (cell) {
      cell.n += 1
      cell.sum += value
    } else cells.set(key, { n: 1, sum: value })
  }
  const bins = [...cells.entries()]
    .sort(([a], [b]) => a - b)
    .map(([key, { n, sum }]) => ({
      i: key % SPEED_CLASSES,
      wd: Math.floor(key / SPEED_CLASSES),
      n,
      mean: sum / n,
      weight: Math.min(1, n / 4),
    }))
  return { max, step, bins }
}

/** (edge, next edge], the first closed at 0. */
function classOf(speed: number, edges: readonly number[]): number {
  let i = 0
  while (i < SPEED_CLASSES - 1 && speed > edges[i + 1]!) i += 1
  return i
}

function directionOf(wd: number, step: number): number {
  const rounded = step * Math.ceil(wd / step - 0.5)
  return rounded === 0 ? step : rounded
}
