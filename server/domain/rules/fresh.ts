/** When a device's newest sample is fresh enough to look at (algorithms.md 9, "Order of time"). */
import type { SampleView } from '../air/samples.ts'
import type { Device } from '../place.ts'
import type { EpochMs, Ms } from '../units.ts'

export interface FreshSettings {
  /** At most this old, or … */
  readonly freshMs: Ms
  /** … this many of the device's intervals, if that is longer. */
  readonly freshIntervals: number
}

export function isFresh(
  samples: SampleView | undefined,
  device: Device,
  at: EpochMs,
  { freshMs, freshIntervals }: FreshSettings,
): samples is SampleView {
  if (!samples) return false
  const newest = samples.lastIndexAt(at)
  if (newest < 0) return false
  return at - samples.tsAt(newest) <= Math.max(freshMs, freshIntervals * device.intervalMs)
}
