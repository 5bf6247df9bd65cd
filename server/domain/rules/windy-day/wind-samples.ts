/** One device's wind samples as control keeps them, and when they are fresh enough to look at. */
import type { SampleView } from '../../air/samples.ts'
import type { Device } from '../../place.ts'
import type { EpochMs } from '../../units.ts'
import type { WindInputSettings } from './settings.ts'

export interface WindSamples {
  readonly windSpeed: SampleView
  readonly windGust: SampleView
}

export type WindSamplesOf = (deviceId: string) => WindSamples | undefined

/** Newest reading at most 5 minutes old, or 1.1 × interval, if longer (algorithms.md 9, "Order of time"). */
export function isFresh(
  samples: SampleView | undefined,
  device: Device,
  at: EpochMs,
  wind: WindInputSettings,
): samples is SampleView {
  if (!samples) return false
  const newest = samples.lastIndexAt(at)
  if (newest < 0) return false
  return at - samples.tsAt(newest) <= Math.max(wind.freshMs, wind.freshIntervals * device.intervalMs)
}
