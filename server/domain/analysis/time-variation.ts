/** How a quantity goes through the day, the week and the year (openair's `timeVariation`), with Student's interval. */

/** One hourly value, in the district's local time. */
export interface LocalValue {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** 0 to 23. */
  readonly hour: number
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number
  /** 1 to 12. */
  readonly month: number
  readonly value: number
}

export interface Spread {
  readonly n: number
  readonly mean: number
  /** Standard deviation; null for a single value. */
  readonly sd: number | null
  /** 95 % interval of the mean; null for a single value. */
  readonly lower: number | null
  readonly upper: number | null
}

export interface TimeVariation {
  readonly hour: readonly (Spread & { readonly hour: number })[]
  readonly weekday: readonly (Spread & { readonly weekday: number })[]
  readonly month: readonly (Spread & { readonly month: number })[]
  readonly hourWeekday: readonly (Spread & { readonly weekday: number; readonly hour: number })[]
}

/** Groups without a value are left out. */
export function timeVariation(values: readonly LocalValue[]): TimeVariation {
  return {
    hour: grouped(values, ({ hour }) => hour).map(([hour, group]) => ({ hour, ...spreadOf(group) })),
    weekday: grouped(values, ({ weekday }) => weekday).map(([weekday, group]) => ({ weekday, ...spreadOf(group) })),
    month: grouped(values, ({ month }) => month).map(([month, group]) => ({ month, ...spreadOf(group) })),
    hourWeekday: grouped(values, ({ weekday, hour }) => weekday * 24 + hour).map(([key, group]) => ({
      weekday: Math.floor(key / 24),
      hour: key % 24,
      ...spreadOf(group),
    })),
  }
}

export interface CalendarDay {
  readonly day: string
  /** Hours that have a value. */
  readonly n: number
  readonly mean: number
}

/** Days without a value are left out. */
export function calendar(values: readonly LocalValue[]): readonly CalendarDay[] {
  const days = new Map<string, number[]>()
  for (const { day, value } of values) days.set(day, [...(days.get(day) ?? []), value])
  return [...days.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, group]) => ({ day, n: group.length, mean: meanOf(group) }))
}

function grouped(values: readonly LocalValue[], keyOf: (one: LocalValue) => number): [number, number[]][] {
  const groups = new Map<number, number[]>()
  for (const one of values) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one.value)
    else groups.set(key, [one.value])
  }
  return [...groups.entries()].sort(([a], [b]) => a - b)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}

function spreadOf(values: readonly number[]): Spread {
  const n = values.length
  const mean = meanOf(values)
  if (n === 1) return { n, mean, sd: null, lower: null, upper: null }
  const sd = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1))
  const half = (studentT975(n - 1) * sd) / Math.sqrt(n)
  return { n, mean, sd, lower: mean - half, upper: mean + half }
}

const EXACT = [12.7062047362, 4.3026527297, 3.1824463053, 2.7764451052, 2.5705818356]
const Z975 = 1.959963984540054

/** The 97.5 % point of Student's t: exact for few degrees of freedom, by Cornish and Fisher's expansion for more. */
export function studentT975(degrees: number): number {
  const exact = EXACT[degrees - 1]
  if (exact !== undefined) return exact
  const z = Z975
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1_482 * z ** 5 - 1_920 * z ** 3 - 945 * z) / 92_160,
  ]
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z)
}
