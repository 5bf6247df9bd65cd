/**
 * What devices say of a stretch of time, for every rule of a site's dust: a mean each, their median, the weather.
 * Source: algorithms.md 9 "Averages" and "Order of time" (ours).
 *
 * A *clock* window ends on the local clock, and a device as slow as the window or slower speaks only for the window it
 * measured. A *rolling* one ends at any instant, and a device that has fallen silent says nothing although its older
 * samples would still fill the window: silence is not clean air (invariant 7).
 */
import { meanAt } from '../../air/averages.ts'
import type { Quantity } from '../../air/quantity.ts'
import type { SampleView } from '../../air/samples.ts'
import type { EvidenceReading } from '../../control/episode.ts'
import type { Device } from '../../place.ts'
import { type EpochMs, HOUR, MINUTE, type Ms } from '../../units.ts'
import { type FreshSettings, isFresh } from '../fresh.ts'
import type { SamplesOf } from '../rule.ts'
import type { DustDevices } from './site-devices.ts'

export interface AirWindow {
  readonly end: EpochMs
  readonly lengthMs: Ms
  readonly alignment: 'clock' | 'rolling'
}

const FRESH: FreshSettings = { freshMs: 5 * MINUTE, freshIntervals: 1.1 }

/** Of every device that says enough of the window. */
export function windowMeans(
  devices: readonly Device[],
  quantity: Quantity,
  samplesOf: SamplesOf,
  window: AirWindow,
): EvidenceReading[] {
  const { end, lengthMs } = window
  return devices.flatMap((device) => {
    const samples = samplesOf(device.id, quantity)
    const newest = samples?.lastIndexAt(end) ?? -1
    if (!samples || newest < 0 || !speaksFor(window, device, samples)) return []
    const value = meanAt(samples, end, lengthMs, device.intervalMs)
    return value === null ? [] : [{ device: device.id, ts: samples.tsAt(newest), quantity, value }]
  })
}

function speaksFor({ end, lengthMs, alignment }: AirWindow, device: Device, samples: SampleView): boolean {
  if (alignment === 'rolling') return isFresh(samples, device, end, FRESH)
  // As slow as the window it stands for itself, and only for the window it was measured for.
  return device.intervalMs < lengthMs || samples.tsAt(samples.lastIndexAt(end)) === end
}

/** What the site's own devices say of the last hour, else all devices of the district: the median; null when nobody does. */
export function hourWeather(
  { site, all }: DustDevices,
  quantity: 'humidity' | 'windSpeed' | 'rain',
  samplesOf: SamplesOf,
  { end, alignment }: Pick<AirWindow, 'end' | 'alignment'>,
): number | null {
  const hour = { end, lengthMs: HOUR, alignment }
  const own = windowMeans(site, quantity, samplesOf, hour)
  const means = own.length > 0 ? own : windowMeans(all, quantity, samplesOf, hour)
  return means.length > 0 ? median(means) : null
}

/** Of at least one. */
export function median(readings: readonly EvidenceReading[]): number {
  const sorted = readings.map((one) => one.value).sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >>> 1]! + sorted[sorted.length >>> 1]!) / 2
}

/** Of at least one: the first of the largest. */
export function highestOf(readings: readonly EvidenceReading[]): EvidenceReading {
  return readings.reduce((one, other) => (other.value > one.value ? other : one))
}
