/**
 * Reads one reading from one parsed JSON object, for MQTT messages and for the bulk import alike.
 *
 * A wrong quantity is refused alone and the rest of the reading is kept; a wrong identity or clock refuses the
 * whole reading. Checks are written by hand because every message of every device passes here. It never throws,
 * whatever was sent, and never guesses: a numeric string is not a number and a bare local time is not an instant.
 */
import { DAY, type EpochMs, MINUTE, type Ms, SECOND } from '../units.ts'
import { parseIsoInstant } from './iso-time.ts'
import { QUALITY, type QualityMask } from './quality.ts'
import { QUANTITIES, QUANTITY_FACTS, type Quantity, type QuantityFacts } from './quantity.ts'
import type { Reading, RefusalReason, Refused } from './reading.ts'
import { fieldDetail, MAX_UNKNOWN_LISTED, place, type ReadingSource, refuse } from './refusal.ts'

/** A device's clock may run this far ahead of ours (reliability.md T7). */
export const FUTURE_LIMIT: Ms = 60 * SECOND
/** Devices back-fill at most this much; older readings come by import (reliability.md T7). */
export const PAST_LIMIT: Ms = 7 * DAY
/** No device of ours measured before 2000: an import with a smaller number took seconds for milliseconds. */
export const EARLIEST_IMPORT: EpochMs = Date.UTC(2000, 0, 1)
/** A reading older than this on arrival, or than 1.1 × its device's interval if longer, is late (algorithms.md 9). */
export const LATE_AFTER: Ms = 5 * MINUTE

export interface ClockLimits {
  readonly now: EpochMs
  /** Older readings are refused; null lifts the limit as far as `EARLIEST_IMPORT`. */
  readonly oldest: EpochMs | null
}

export interface ReadingRead {
  /** null when nothing usable was left. */
  readonly reading: Reading | null
  /** Empty for most readings; a kept reading may have lost quantities. */
  readonly refused: readonly Refused[]
}

const QUANTITY_BY_NAME: ReadonlyMap<string, readonly [Quantity, QuantityFacts]> = new Map(
  QUANTITIES.map((quantity) => [quantity, [quantity, QUANTITY_FACTS[quantity]]]),
)

export function readReading(item: unknown, source: ReadingSource, limits: ClockLimits): ReadingRead {
  if (!isRecord(item)) {
    return refuseWhole(source, 'wrong-type', fieldDetail(source, '', item, 'an object with ts and quantities'))
  }
  const stranger = strangerField(item, source.device.id)
  if (stranger !== null) {
    const expected = `"${source.device.id}" or no such field`
    return refuseWhole(source, 'wrong-identity', fieldDetail(source, stranger, item[stranger], expected), stranger)
  }
  const ts = readTs(item.ts)
  if (ts === null) {
    const expected = 'epoch milliseconds as an integer, or ISO 8601 with zone such as 2015-04-15T18:10:00+08:00'
    return refuseWhole(source, 'wrong-type', fieldDetail(source, 'ts', item.ts, expected), 'ts')
  }
  const clockFault = judgeClock(ts, limits)
  if (clockFault) {
    const { reason, expected } = clockFault
    return refuseWhole(source, reason, fieldDetail(source, 'ts', item.ts, expected), 'ts')
  }
  return readQuantities(item, ts, source)
}

function readQuantities(item: Readonly<Record<string, unknown>>, ts: EpochMs, source: ReadingSource): ReadingRead {
  const mask = maskOf(ts, source)
  const values: Partial<Record<Quantity, number>> = {}
  const quality: Partial<Record<Quantity, QualityMask>> = {}
  const refused: Refused[] = []
  const unknown: string[] = []
  let seq: number | null = null
  let kept = 0

  for (const key of Object.keys(item)) {
    const found = item[key]
    const known = QUANTITY_BY_NAME.get(key)
    if (known) {
      // JSON null says "not measured", which is what a missing field says too.
      if (found === null) continue
      const [quantity, facts] = known
      if (typeof found !== 'number' || !(found >= facts.min && found <= facts.max)) {
        refused.push(refuseQuantity(source, quantity, found))
        continue
      }
      values[quantity] = normalised(quantity, found)
      if (mask !== 0) quality[quantity] = mask
      kept++
    } else if (key === 'seq') {
      if (isCounter(found)) seq = found
      else if (found !== null) {
        const detail = fieldDetail(source, 'seq', found, 'an integer of 0 or more; the reading is kept without it')
        refused.push(refuse(source, 'wrong-type', 'seq', detail))
      }
    } else if (key !== 'ts' && key !== 'device' && key !== 'deviceId') unknown.push(key)
  }

  if (unknown.length > 0) refused.push(...refuseUnknown(source, item, unknown))
  if (kept > 0) {
    const { device, receivedAt } = source
    return { reading: { device: device.id, ts, receivedAt, seq, values, quality }, refused }
  }
  if (refused.length > 0) return { reading: null, refused }
  return refuseWhole(
    source,
    'no-quantity',
    `${place(source, '')}: found no quantity, expected one or more of ${QUANTITIES.join(', ')}`,
  )
}

/** 360° and 0° are the same north; −0 is 0, so that no store ever has to write "-0". */
function normalised(quantity: Quantity, value: number): number {
  if (value === 0 || (quantity === 'windDirection' && value === 360)) return 0
  return value
}

function maskOf(ts: EpochMs, { device, receivedAt }: ReadingSource): QualityMask {
  const isLate = receivedAt - ts > Math.max(LATE_AFTER, 1.1 * device.intervalMs)
  return (isLate ? QUALITY.late : 0) + (device.underMaintenance ? QUALITY.maintenance : 0)
}

function readTs(found: unknown): EpochMs | null {
  if (typeof found === 'number') return Number.isSafeInteger(found) ? found : null
  return typeof found === 'string' ? parseIsoInstant(found) : null
}

function judgeClock(ts: EpochMs, { now, oldest }: ClockLimits): { reason: RefusalReason; expected: string } | null {
  const latest = now + FUTURE_LIMIT
  if (ts > latest) return { reason: 'future-clock', expected: `at most ${instantText(latest)}` }
  const earliest = oldest ?? EARLIEST_IMPORT
  if (ts < earliest) return { reason: 'past-clock', expected: `at least ${instantText(earliest)}` }
  return null
}

/** The name of a field that says the reading is another device's; null when none does. */
function strangerField(item: Readonly<Record<string, unknown>>, id: string): 'device' | 'deviceId' | null {
  if (item.device !== undefined && item.device !== null && item.device !== id) return 'device'
  if (item.deviceId !== undefined && item.deviceId !== null && item.deviceId !== id) return 'deviceId'
  return null
}

function refuseQuantity(source: ReadingSource, quantity: Quantity, found: unknown): Refused {
  const { unit, min, max } = QUANTITY_FACTS[quantity]
  const reason = typeof found === 'number' ? 'out-of-range' : 'wrong-type'
  return refuse(
    source,
    reason,
    quantity,
    fieldDetail(source, quantity, found, `a number from ${min} to ${max} ${unit}`),
  )
}

function refuseUnknown(
  source: ReadingSource,
  item: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Refused[] {
  const expected = `ts, seq or one of ${QUANTITIES.join(', ')}`
  const listed = keys.slice(0, MAX_UNKNOWN_LISTED).map((key) => {
    const name = key.slice(0, 64)
    return refuse(source, 'unknown-quantity', name, fieldDetail(source, name, item[key], expected))
  })
  const more = keys.length - listed.length
  if (more === 0) return listed
  const detail = `${place(source, '')}: found ${more} more unknown fields, expected ${expected}`
  return [...listed, refuse(source, 'unknown-quantity', '', detail)]
}

function refuseWhole(source: ReadingSource, reason: RefusalReason, detail: string, field = ''): ReadingRead {
  return { reading: null, refused: [refuse(source, reason, field, detail)] }
}

function instantText(at: EpochMs): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounter(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
