/**
 * An independent reading of the windy-day rule for hourly winds: what must open, change and close, and when.
 *
 * Written from algorithms.md 9 alone; it imports nothing of the server. Where the rule says "without a break for
 * 30 min" it looks back over those 30 minutes again at every minute, so it keeps no timers that could be wrong.
 * Winds must have their ts on whole minutes; gusts and the nearest device are not covered. What holds an episode open
 * delays the close and stops no timer.
 */
const MINUTE = 60_000

/** 1.1 × an hour: how long an hourly value counts. */
const VALUE_COUNTS_MS = 66 * MINUTE

const BOUNDS = [
  { level: 4, reached: 5.5, lowerBelow: null },
  { level: 5, reached: 8.0, lowerBelow: 7.0 },
  { level: 6, reached: 10.8, lowerBelow: 9.8 },
  { level: 7, reached: 13.9, lowerBelow: 12.9 },
  { level: 8, reached: 17.2, lowerBelow: 16.2 },
] as const

export interface HourlyWind {
  /** From here on the value counts. */
  readonly ts: number
  /** m/s; null: no reading at this hour, the one before counts until it is 66 minutes old. */
  readonly windMps: number | null
}

export interface ExpectedChange {
  readonly at: number
  /** 0: no episode open. */
  readonly from: number
  readonly to: number
  readonly code: 'opened' | 'reopened' | 'raised' | 'lowered' | 'closed'
}

/** Whether a notice in force delays a close at an instant. */
export type IsHeld = (at: number) => boolean

const NEVER: IsHeld = () => false

/** Changes of one station's hourly winds, oldest first, at instants up to and including `until`. */
export function expectedTimeline(
  hours: readonly HourlyWind[],
  until: number,
  isHeld: IsHeld = NEVER,
): readonly ExpectedChange[] {
  const first = hours[0]
  return first ? timelineOf(windOfStation(hours), first.ts, until, isHeld) : []
}

/** Changes of a district whose open stations all report hourly: the median of those that count, if a third does. */
export function expectedDistrictTimeline(
  stations: readonly (readonly HourlyWind[])[],
  until: number,
  isHeld: IsHeld = NEVER,
): readonly ExpectedChange[] {
  const firsts = stations.flatMap((hours) => (hours[0] ? [hours[0].ts] : []))
  if (firsts.length === 0) return []
  const winds = stations.map(windOfStation)
  const needed = Math.max(1, Math.ceil(stations.length / 3))
  const medianWind = (at: number): number | null => {
    const counting = winds.map((wind) => wind(at)).filter((wind) => wind !== null)
    if (counting.length < needed) return null
    const sorted = counting.sort((a, b) => a - b)
    const half = Math.floor(sorted.length / 2)
    return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
  }
  return timelineOf(medianWind, Math.min(...firsts), until, isHeld)
}

/** The value in force at an instant; asked with instants that never go back. */
function windOfStation(hours: readonly HourlyWind[]): (at: number) => number | null {
  const measured = hours.filter((hour) => hour.windMps !== null)
  let newest = -1
  return (at) => {
    while (newest + 1 < measured.length && measured[newest + 1]!.ts <= at) newest += 1
    const hour = measured[newest]
    return hour && at <= hour.ts + VALUE_COUNTS_MS ? hour.windMps : null
  }
}

function timelineOf(
  windAt: (at: number) => number | null,
  from: number,
  until: number,
  isHeld: IsHeld,
): readonly ExpectedChange[] {
  const changes: ExpectedChange[] = []
  const winds: (number | null)[] = []
  let level = 0
  let openedAt = 0
  let closedAt = Number.NEGATIVE_INFINITY
  let lastChangeAt = Number.NEGATIVE_INFINITY

  for (let at = from; at <= until; at += MINUTE) {
    winds.push(windAt(at))
    const to = levelAfter(at)
    if (to === level) continue
    changes.push({ at, from: level, to, code: codeOf(at, to) })
    if (to === 0) closedAt = at
    else if (level === 0 && at - closedAt > 60 * MINUTE) openedAt = at
    level = to
    lastChangeAt = at
  }
  return changes

  function levelAfter(at: number): number {
    const reached = BOUNDS.findLast((one) => held(10, (wind) => wind >= one.reached))
    if (reached && reached.level > level) return reached.level
    if (level === 0) return 0
    if (held(60, (wind) => wind < 4.5) && at - openedAt >= 120 * MINUTE && !isHeld(at)) return 0
    const present = BOUNDS.find((one) => one.level === level)!
    const { lowerBelow } = present
    if (lowerBelow === null || at - lastChangeAt < 30 * MINUTE) return level
    return held(30, (wind) => wind < lowerBelow) ? level - 1 : level
  }

  function codeOf(at: number, to: number): ExpectedChange['code'] {
    if (to === 0) return 'closed'
    if (level === 0) return at - closedAt <= 60 * MINUTE ? 'reopened' : 'opened'
    return to > level ? 'raised' : 'lowered'
  }

  /** At this instant and at every minute of the `minutes` before it there was a wind, and it was so. */
  function held(minutes: number, isSo: (windMps: number) => boolean): boolean {
    const now = winds.length - 1
    if (now < minutes) return false
    for (let index = now; index >= now - minutes; index--) {
      const wind = winds[index] ?? null
      if (wind === null || !isSo(wind)) return false
    }
    return true
  }
}
