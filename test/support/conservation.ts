/**
 * The law of conservation: every message the publisher saw acknowledged is kept once and in the right place, a good
 * one in the reading store, a bad one in the quarantine. Compares what was sent with what was found; reads nothing.
 */

/** One message with one reading; (device, ts) and the payload are each given to one message only. */
export interface Sent {
  readonly device: string
  readonly ts: number
  /** What was sent as pm10; null in a bad message, which must be set aside whole. */
  readonly pm10: number | null
  readonly payload: string
}

export interface Ledger {
  readonly sent: readonly Sent[]
  readonly acknowledged: ReadonlySet<Sent>
}

export interface StoredPoint {
  readonly device: string
  readonly ts: number
  readonly pm10: number | null
}

export interface Found {
  /** Every row of the reading store, not only distinct ones. */
  readonly points: readonly StoredPoint[]
  /** The sample of every row of the quarantine that has one. */
  readonly samples: readonly string[]
  /** Bad messages that were only counted, beyond what is kept singly of one sender; 0 when left out. */
  readonly onlyCounted?: number
}

/** Rows of the quarantine as the account takes them: with their sample, or where there is none only their count. */
export function foundInQuarantine(
  rows: readonly { readonly sample: string; readonly times: number }[],
): Required<Pick<Found, 'samples' | 'onlyCounted'>> {
  const counted = rows.filter(({ sample }) => sample === '')
  return {
    samples: rows.flatMap(({ sample }) => (sample === '' ? [] : [sample])),
    onlyCounted: counted.reduce((sum, { times }) => sum + times, 0),
  }
}

export interface Account {
  readonly sent: number
  readonly acknowledged: number
  /** Rows. */
  readonly stored: number
  readonly quarantined: number
  /** Bad ones of which only the count is kept; one that was sent again after a kill may have been counted twice. */
  readonly onlyCounted: number
  /** Acknowledged and nowhere. */
  readonly lost: readonly string[]
  /** More than one row. */
  readonly twice: readonly string[]
  /** A good one in quarantine, a bad one stored. */
  readonly misplaced: readonly string[]
  /** Stored with another value than was sent. */
  readonly altered: readonly string[]
  /** Kept and never sent. */
  readonly strange: readonly string[]
}

export function accountOf({ sent, acknowledged }: Ledger, { points, samples, onlyCounted = 0 }: Found): Account {
  const values = new Map<string, number | null>()
  const twice: string[] = []
  for (const point of points) {
    if (values.has(keyOf(point))) twice.push(keyOf(point))
    values.set(keyOf(point), point.pm10)
  }
  const setAside = new Set<string>()
  for (const sample of samples) {
    if (setAside.has(sample)) twice.push(sample)
    setAside.add(sample)
  }
  const isStored = (one: Sent) => values.has(keyOf(one))
  const isSetAside = (one: Sent) => setAside.has(one.payload)
  const nowhere = [...acknowledged].filter((one) => !isStored(one) && !isSetAside(one))
  const keys = new Set(sent.map(keyOf))
  const payloads = new Set(sent.map((one) => one.payload))
  return {
    sent: sent.length,
    acknowledged: acknowledged.size,
    stored: points.length,
    quarantined: samples.length,
    onlyCounted,
    // Which bad messages were only counted nobody knows; that there are as many can be checked. A good one is never one.
    lost: [
      ...nowhere.filter((one) => one.pm10 !== null),
      ...nowhere.filter((one) => one.pm10 === null).slice(onlyCounted),
    ].map(keyOf),
    twice,
    misplaced: sent.filter((one) => (one.pm10 === null ? isStored(one) : isSetAside(one))).map(keyOf),
    altered: sent.filter((one) => one.pm10 !== null && isStored(one) && values.get(keyOf(one)) !== one.pm10).map(keyOf),
    strange: [...[...values.keys()].filter((key) => !keys.has(key)), ...samples.filter((one) => !payloads.has(one))],
  }
}

function keyOf({ device, ts }: { readonly device: string; readonly ts: number }): string {
  return `${device}@${ts}`
}
