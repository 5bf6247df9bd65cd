/** The days of a span, month by month. */
export interface Month {
  /** `2015-04`. */
  readonly month: string
  /** By date of the month: the day as `2015-04-15`. */
  readonly days: ReadonlyMap<number, string>
}

const DAY_MS = 86_400_000

/** Both days included; they are dates, not instants, so that no zone moves them. */
export function monthsOf(from: string, to: string): readonly Month[] {
  const months = new Map<string, Map<number, string>>()
  for (let at = Date.parse(`${from}T00:00Z`); at <= Date.parse(`${to}T00:00Z`); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    const month = months.get(day.slice(0, 7)) ?? new Map<number, string>()
    month.set(Number(day.slice(8)), day)
    months.set(day.slice(0, 7), month)
  }
  return [...months.entries()].map(([month, days]) => ({ month, days }))
}
