/**
 * Quality marks: one bit mask per quantity of a reading, stored beside the value as `<quantity>_q`.
 *
 * Marks below 256 annotate: the value still counts. Marks from 256 on bar: the value is stored and shown,
 * and no rule or mean ever sees it (invariant 4). Keeping the two ranges apart lets a store select usable
 * values with one comparison, `q < 256`, where it has no bit operators.
 */
export const QUALITY = {
  /** Arrived too late for control: it corrects charts and never sends an order. */
  late: 1,
  /** The device is registered as under maintenance. */
  maintenance: 256,
  /** The device itself reported a fault or a calibration. */
  instrumentFault: 512,
} as const

export type QualityMask = number

export const FIRST_BARRING_MASK = 256

export function isUsable(mask: QualityMask): boolean {
  return mask < FIRST_BARRING_MASK
}
