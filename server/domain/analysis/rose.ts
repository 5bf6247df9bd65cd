/**
 * Wind rose and pollution rose in openair's bins (openair 3.1.0, `windRose` and `pollutionRose`): sectors of 30°, of which
 * the first is centred on 30; calm is in no sector; shares are of all valid rows, calm included.
 */
import type { WindValue } from './polar-bins.ts'

const SECTOR_DEGREES = 30

export interface RoseSector {
  /** Its middle: 30, 60 … 360, of which 360 is north. */
  readonly wd: number
  /** Of the class: more than `from`, up to `to`; null: no upper bound. */
  readonly from: number
  readonly to: number | null
  readonly n: number
  /** Of all valid rows. */
  readonly percent: number
  /** Of the values; null when there are none. */
  readonly mean: number | null
}

export interface Rose {
  readonly valid: number
  readonly calm: { readonly n: number; readonly percent: number }
  /** By sector, then class; also those without a row. */
  readonly sectors: readonly RoseSector[]
}

/** m/s; the last class has no upper bound. */
const SPEED_BREAKS = [0, 2, 4, 6] as const

/** By wind speed. */
export function windRose(rows: readonly WindValue[]): Rose {
  return rose(rows, SPEED_BREAKS, ({ ws }) => ws)
}

/** By what was measured. `breaks`: from 0 on, rising; the last class has no upper bound. */
export function pollutionRose(rows: readonly WindValue[], breaks: readonly number[]): Rose {
  return rose(rows, breaks, ({ value }) => value)
}

function rose(rows: readonly WindValue[], breaks: readonly number[], of: (row: WindValue) => number): Rose {
  const cells = new Map<string, { n: number; sum: number }>()
  let calm = 0
  for (const row of rows) {
    if (row.ws === 0) {
      calm += 1
      continue
    }
    const sector = sectorOf(row.wd)
    const at = classOf(of(row), breaks)
    const key = `${sector} ${at}`
    const cell = cells.get(key)
    if (cell) {
      cell.n += 1
      cell.sum += row.value
    } else cells.set(key, { n: 1, sum: row.value })
  }
  const share = (n: number) => (rows.length === 0 ? 0 : (n / rows.length) * 100)
  const sectors: RoseSector[] = []
  for (let wd = SECTOR_DEGREES; wd <= 360; wd += SECTOR_DEGREES) {
    for (const [at, from] of breaks.entries()) {
      const { n, sum } = cells.get(`${wd} ${at}`) ?? { n: 0, sum: 0 }
      sectors.push({ wd, from, to: breaks[at + 1] ?? null, n, percent: share(n), mean: n === 0 ? null : sum / n })
    }
  }
  return { valid: rows.length, calm: { n: calm, percent: share(calm) }, sectors }
}

function sectorOf(wd: number): number {
  const rounded = SECTOR_DEGREES * Math.ceil(wd / SECTOR_DEGREES - 0.5)
  return rounded === 0 ? 360 : rounded
}

/** What lies below the first break is in the first class, too. */
function classOf(value: number, breaks: readonly number[]): number {
  let at = 0
  while (at < breaks.length - 1 && value > breaks[at + 1]!) at += 1
  return at
}
