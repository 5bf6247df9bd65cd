/**
 * What one clock hour says of a site: its PM10 against the median of the stations that stand at no site, and the weather
 * it was measured in. Source: algorithms.md 9, "dust-exceedance" (b) and "Averages" (ours).
 *
 * Reads nothing but what it is given, and decides nothing about levels.
 */
import { meanAt } from '../../air/averages.ts'
import type { Quantity } from '../../air/quantity.ts'
import type { EvidenceReading } from '../../control/episode.ts'
import type { Device, Place, Registry } from '../../place.ts'
import { type EpochMs, HOUR, type UgM3 } from '../../units.ts'
import type { SamplesOf } from '../rule.ts'
import type { DustExceedanceSettings } from './settings.ts'

/** Who speaks for a site and against whom. Worked out once per change of the registry. */
export interface DustDevices {
  readonly site: readonly Device[]
  /** Those of the district that stand at no site; a road section is none. */
  readonly stations: readonly Device[]
  readonly all: readonly Device[]
}

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

/** By the id of the site: which devices stand where. */
export function dustDevicesOf({ places, devices }: Registry): (site: Place) => DustDevices {
  const sites = new Set(places.filter(isSite).map(({ id }) => id))
  const stations = devices.filter(({ placeId }) => placeId === null || !sites.has(placeId))
  return ({ id }) => ({ site: devices.filter(({ placeId }) => placeId === id), stations, all: devices })
}

export function isSite({ kind }: Place): boolean {
  return kind !== 'roadSection'
}

/** The hour that ends at `end`; null when the site or too many stations say too little: not known, which is never clean. */
export function knownHour(
  devices: DustDevices,
  samplesOf: SamplesOf,
  end: EpochMs,
  { stationsNeeded }: DustExceedanceSettings,
): KnownHour | null {
  const own = hourMeans(devices.site, 'pm10', samplesOf, end)
  if (own.length === 0) return null
  const stations = hourMeans(devices.stations, 'pm10', samplesOf, end)
  if (stations.length < stationsNeeded) return null
  const highest = own.reduce((one, other) => (other.value > one.value ? other : one))
  const medianUgM3 = median(stations)
  const differenceUgM3 = highest.value - medianUgM3
  return { siteUgM3: highest.value, medianUgM3, stations, readings: [highest, ...stations], differenceUgM3 }
}

/** What the site's own devices say of the hour, else all devices of the district: the median; null when nobody does. */
export function hourWeather(
  { site, all }: DustDevices,
  quantity: 'humidity' | 'windSpeed' | 'rain',
  samplesOf: SamplesOf,
  end: EpochMs,
): number | null {
  const own = hourMeans(site, quantity, samplesOf, end)
  const means = own.length > 0 ? own : hourMeans(all, quantity, samplesOf, end)
  return means.length > 0 ? median(means) : null
}

function hourMeans(
  devices: readonly Device[],
  quantity: Quantity,
  samplesOf: SamplesOf,
  end: EpochMs,
): EvidenceReading[] {
  return devices.flatMap((device) => {
    const samples = samplesOf(device.id, quantity)
    const newest = samples?.lastIndexAt(end) ?? -1
    if (!samples || newest < 0) return []
    const ts = samples.tsAt(newest)
    const value =
      device.intervalMs < HOUR
        ? meanAt(samples, end, HOUR, device.intervalMs)
        : // It stands for itself, and only for the hour it was measured for.
          ts === end
          ? samples.valueAt(newest)
          : null
    return value === null ? [] : [{ device: device.id, ts, quantity, value }]
  })
}

function median(readings: readonly EvidenceReading[]): number {
  const sorted = readings.map((one) => one.value).sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >>> 1]! + sorted[sorted.length >>> 1]!) / 2
}
