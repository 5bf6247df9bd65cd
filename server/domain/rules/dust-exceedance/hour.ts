/**
 * What one clock hour says of a site: its PM10 against the median of the stations that stand at no site.
 * Source: algorithms.md 9, "dust-exceedance" (b) (ours).
 *
 * Reads nothing but what it is given, and decides nothing about levels.
 */
import type { EvidenceReading } from '../../control/episode.ts'
import { type EpochMs, HOUR, type UgM3 } from '../../units.ts'
import type { DustDevices } from '../dust/site-devices.ts'
import { highestOf, median, windowMeans } from '../dust/window.ts'
import type { SamplesOf } from '../rule.ts'
import type { DustExceedanceSettings } from './settings.ts'

export interface KnownHour {
  /** The largest mean of the site's devices. */
  readonly siteUgM3: UgM3
  readonly medianUgM3: UgM3
  /** Mean of every station that counts. */
  readonly stations: readonly EvidenceReading[]
  /** The site's device with the largest mean, then the stations. */
  readonly readings: readonly EvidenceReading[]
  readonly differenceUgM3: number
}

/** The hour that ends at `end`; null when the site or too many stations say too little: not known, which is never clean. */
export function knownHour(
  devices: DustDevices,
  samplesOf: SamplesOf,
  end: EpochMs,
  { stationsNeeded }: DustExceedanceSettings,
): KnownHour | null {
  const hour = { end, lengthMs: HOUR, alignment: 'clock' } as const
  const own = windowMeans(devices.site, 'pm10', samplesOf, hour)
  if (own.length === 0) return null
  const stations = windowMeans(devices.stations, 'pm10', samplesOf, hour)
  if (stations.length < stationsNeeded) return null
  const highest = highestOf(own)
  const medianUgM3 = median(stations)
  const differenceUgM3 = highest.value - medianUgM3
  return { siteUgM3: highest.value, medianUgM3, stations, readings: [highest, ...stations], differenceUgM3 }
}
