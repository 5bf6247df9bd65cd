/**
 * Time buckets, and putting a store's rows together into series: the same arithmetic for every store.
 *
 * Promises series sorted by device, then quantity, each oldest first; bucketed ones with every bucket of the range.
 * Only a device and quantity with at least one value in the range has a series. Computes no means: a store does.
 */
import type { EpochMs, Ms } from '../units.ts'
import type { Quantity } from './quantity.ts'

export interface BucketRange {
  /** First instant wanted. */
  readonly from: EpochMs
  /** First instant no longer wanted. */
  readonly to: EpochMs
  /** Bucket width; null for values as they are. */
  readonly everyMs: Ms | null
  /** Bucket starts lie at `alignMs` + n × `everyMs`. */
  readonly alignMs: Ms
}

export interface Buckets {
  readonly firstStart: EpochMs
  readonly everyMs: Ms
  readonly count: number
}

/** The alignment brought into 0 ≤ offset < `everyMs`. */
export function bucketOffset(everyMs: Ms, alignMs: Ms): Ms {
  return ((alignMs % everyMs) + everyMs) % everyMs
}

/** The buckets that touch the range, the first one begun before `from` included. Null when the range is empty. */
export function bucketsOf(range: BucketRange, everyMs: Ms): Buckets | null {
  if (range.to <= range.from) return null
  const offset = bucketOffset(everyMs, range.alignMs)
  const startOf = (ts: EpochMs) => Math.floor((ts - offset) / everyMs) * everyMs + offset
  const firstStart = startOf(range.from)
  return { firstStart, everyMs, count: (startOf(range.to - 1) - firstStart) / everyMs + 1 }
}

export type SeriesPoint = readonly [EpochMs, number | null]

export interface BuiltSeries {
  readonly device: string
  readonly quantity: Quantity
  readonly points: readonly SeriesPoint[]
}

export interface SeriesBuilder {
  /** `ts` is the reading's instant, or its bucket's start; a null value adds nothing. */
  add(device: string, quantity: Quantity, ts: EpochMs, value: number | null): void
  series(): readonly BuiltSeries[]
}

export function seriesBuilder(range: BucketRange): SeriesBuilder {
  const found = new Map<string, Map<Quantity, [EpochMs, number][]>>()

  function pointsOf(device: string, quantity: Quantity): [EpochMs, number][] {
    const ofDevice = found.get(device) ?? new Map<Quantity, [EpochMs, number][]>()
    found.set(device, ofDevice)
    const points = ofDevice.get(quantity) ?? []
    ofDevice.set(quantity, points)
    return points
  }

  return {
    add(device, quantity, ts, value) {
      if (value !== null) pointsOf(device, quantity).push([ts, value])
    },
    series() {
      const built: BuiltSeries[] = []
      for (const device of [...found.keys()].sort()) {
        const ofDevice = found.get(device)!
        for (const quantity of [...ofDevice.keys()].sort())
          built.push({ device, quantity, points: arrange(range, ofDevice.get(quantity)!) })
      }
      return built
    },
  }
}

function arrange(range: BucketRange, points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const sorted = points.toSorted(([one], [other]) => one - other)
  const buckets = range.everyMs === null ? null : bucketsOf(range, range.everyMs)
  return buckets ? fillBuckets(buckets, sorted) : sorted
}

function fillBuckets(buckets: Buckets, points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const meanOf = new Map(points)
  return Array.from({ length: buckets.count }, (_, index) => {
    const start = buckets.firstStart + index * buckets.everyMs
    return [start, meanOf.get(start) ?? null] as const
  })
}
