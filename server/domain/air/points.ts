/**
 * What a reading store keeps of a batch: one point per (device, ts), each quantity with its mask.
 *
 * Both stores go through here, so that a batch which names a point twice means the same in each of them, whatever
 * the store itself would do with it. Does not judge values against physical ranges: intake did that before.
 */
import type { EpochMs } from '../units.ts'
import type { QualityMask } from './quality.ts'
import { isQuantity, type Quantity } from './quantity.ts'
import type { Reading } from './reading.ts'

export interface Point {
  readonly device: string
  readonly ts: EpochMs
  readonly values: Readonly<Partial<Record<Quantity, number>>>
  /** A missing mask means 0. */
  readonly quality: Readonly<Partial<Record<Quantity, QualityMask>>>
}

/** InfluxDB counts nanoseconds in 64 bits: 1677 to 2262. Whole seconds, a little inside the true edge. */
export const LAST_STORABLE_TS: EpochMs = 9_223_372_036_000

/** One point per (device, ts) in order of first appearance; of a quantity named twice the last wins, mask included.
 * A reading without any value is no point. */
export function pointsOf(batch: readonly Reading[]): readonly Point[] {
  const perDevice = new Map<string, Map<EpochMs, Point>>()
  const keys: { readonly ofDevice: Map<EpochMs, Point>; readonly ts: EpochMs }[] = []
  for (const reading of batch) {
    if (quantitiesOf(reading).length === 0) continue
    const ofDevice = perDevice.get(reading.device) ?? new Map<EpochMs, Point>()
    perDevice.set(reading.device, ofDevice)
    const earlier = ofDevice.get(reading.ts)
    if (!earlier) keys.push({ ofDevice, ts: reading.ts })
    ofDevice.set(reading.ts, earlier ? mergePoints(earlier, reading) : reading)
  }
  return keys.map(({ ofDevice, ts }) => ofDevice.get(ts)!)
}

/** The quantities a point has a value for. */
export function quantitiesOf(point: Point): readonly Quantity[] {
  const found: Quantity[] = []
  for (const name in point.values) if (isQuantity(name) && point.values[name] !== undefined) found.push(name)
  return found
}

/** The later one's quantities replace the earlier one's, masks included; what it does not carry stays. */
export function mergePoints(earlier: Point, later: Point): Point {
  const values = { ...earlier.values }
  const quality = { ...earlier.quality }
  for (const quantity of quantitiesOf(later)) {
    values[quantity] = later.values[quantity]!
    quality[quantity] = later.quality[quantity] ?? 0
  }
  return { device: earlier.device, ts: earlier.ts, values, quality }
}

/** Why no store can keep this reading; null when one can. */
export function whyUnstorable(reading: Reading): string | null {
  const where = `reading of ${reading.device} at ${reading.ts}`
  if (!Number.isInteger(reading.ts) || Math.abs(reading.ts) > LAST_STORABLE_TS)
    return `${where}: the time is not a whole number of milliseconds between the years 1677 and 2262`
  for (const quantity of quantitiesOf(reading)) {
    if (!Number.isFinite(reading.values[quantity]))
      return `${where}: ${quantity} is ${reading.values[quantity]}, not a finite number`
  }
  return null
}

/** The first reading of a batch that no store can keep, in words; null when there is none. */
export function firstUnstorable(batch: readonly Reading[]): string | null {
  for (const reading of batch) {
    const why = whyUnstorable(reading)
    if (why) return why
  }
  return null
}
