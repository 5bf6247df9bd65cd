/**
 * A reading: what one device measured at one instant. Its key is (device, ts); a rewrite merges per quantity
 * and the last one wins. Measured and received are two different times and never stand in for each other.
 */
import type { EpochMs } from '../units.ts'
import { QUALITY, type QualityMask } from './quality.ts'
import type { Quantity } from './quantity.ts'

export interface Reading {
  /** Matches `^[A-Za-z0-9_-]{1,64}$`. */
  readonly device: string
  /** When it was measured, by the device's clock. */
  readonly ts: EpochMs
  /** When it reached us, by the realm's clock. */
  readonly receivedAt: EpochMs
  /** The device's own counter; null when it keeps none. */
  readonly seq: number | null
  /** In the units of `QUANTITY_FACTS`. A missing quantity was not measured: never 0. */
  readonly values: Readonly<Partial<Record<Quantity, number>>>
  /** A mask per quantity that carries a mark; missing means 0. */
  readonly quality: Readonly<Partial<Record<Quantity, QualityMask>>>
}

/** What could not be used, and why: a whole message, or one fault in one field of it, however many readings have it. */
export interface Refused {
  /** The device of the topic; null when the topic names none. */
  readonly device: string | null
  readonly topic: string
  readonly receivedAt: EpochMs
  readonly reason: RefusalReason
  /** As the sender named it, at most 64 characters; '' for a whole message or reading. */
  readonly field: string
  /** How often the message has this fault in this field: once for each reading that has it. */
  readonly count: number
  /** Names the field, the value found and what was expected; of the first reading that has the fault. */
  readonly detail: string
  /** The first 1,024 characters of what was sent. */
  readonly sample: string
}

/** A refusal as the quarantine (异常数据) keeps it. */
export interface Quarantined extends Omit<Refused, 'count'> {
  readonly id: string
  /** How often it came: over all readings of the message, and over every time the very same message came. */
  readonly times: number
  readonly lastAt: EpochMs
}

export type RefusalReason =
  | 'bad-topic'
  | 'unsupported-kind'
  | 'too-large'
  | 'malformed-json'
  | 'wrong-type'
  | 'out-of-range'
  | 'future-clock'
  | 'past-clock'
  | 'no-quantity'
  | 'unknown-quantity'
  | 'unknown-device'
  | 'wrong-identity'
  | 'store-refused'

/** Too late for control: it corrects charts and is never a trigger. A reading is late as a whole. */
export function isLate({ quality }: Reading): boolean {
  return Object.values(quality).some((mask) => (mask & QUALITY.late) !== 0)
}

export const DEVICE_ID = /^[A-Za-z0-9_-]{1,64}$/
