/**
 * An independent reading of the dust-exceedance rule (b) for hourly PM10: what must open, rise and close, and when.
 *
 * Written from algorithms.md 9 alone; it imports nothing of the server. For every hour it counts the exceeding hours of
 * the site's day from the day's beginning again, so it keeps no counter that could be wrong. Beijing time; guards, holds
 * and devices that report more often than hourly are not covered.
 */
const HOUR = 3_600_000
const DAY = 24 * HOUR
const BEIJING = 8 * HOUR

/** µg/m³ by the end of the hour; hours without a value are not in it. */
export type HourlyPm10 = ReadonlyMap<number, number>

export interface ExpectedDustChange {
  readonly at: number
  /** 0: no episode open. */
  readonly from: number
  readonly to: number
}

/** Changes of one site, oldest first, at full hours from `from` to `until`, both included. */
export function expectedDust(
  site: HourlyPm10,
  stations: readonly HourlyPm10[],
  from: number,
  until: number,
): readonly ExpectedDustChange[] {
  const changes: ExpectedDustChange[] = []
  let level = 0
  for (let at = from; at <= until; at += HOUR) {
    const difference = differenceAt(at)
    if (difference === null) continue
    let to = level
    if (difference > 80) to = Math.max(level, exceedingOfDay(at) <= 2 ? 1 : 3)
    else if (difference <= 60) to = 0
    if (to !== level) changes.push({ at, from: level, to })
    level = to
  }
  return changes

  /** How many hours of this hour's local day exceed, this one included. An hour's day is that of its beginning. */
  function exceedingOfDay(at: number): number {
    const beginning = at - HOUR
    const midnight = Math.floor((beginning + BEIJING) / DAY) * DAY - BEIJING
    let count = 0
    for (let end = Math.max(midnight + HOUR, from); end <= at; end += HOUR) {
      const difference = differenceAt(end)
      if (difference !== null && difference > 80) count += 1
    }
    return count
  }

  function differenceAt(at: number): number | null {
    const own = site.get(at)
    const others = stations.flatMap((station) => {
      const value = station.get(at)
      return value === undefined ? [] : [value]
    })
    if (own === undefined || others.length < 3) return null
    others.sort((a, b) => a - b)
    const middle = Math.floor(others.length / 2)
    const median = others.length % 2 === 1 ? others[middle]! : (others[middle - 1]! + others[middle]!) / 2
    return own - median
  }
}
