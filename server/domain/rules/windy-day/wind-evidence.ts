/**
 * The wind of a scope at one instant: one value with its source, the readings behind it, and a gust if there is one.
 *
 * Source: algorithms.md 9 "Wind input" (ours). The weather bureau's station speaks first; else the median of the open
 * devices when enough of them are fresh; else the nearest wind device, marked, which may only raise; else null, which
 * is never calm. A source that contradicts the open devices does not speak at all: their median does, and what the
 * source says stands beside it (invariant 18). Reads nothing but what it is given and decides nothing about levels.
 */
import { meanAt } from '../../air/averages.ts'
import type { EvidenceReading } from '../../control/episode.ts'
import type { Scope } from '../../control/scope.ts'
import { centroid, distanceM, type Position } from '../../distance.ts'
import type { Device, Registry } from '../../place.ts'
import type { EpochMs, Mps } from '../../units.ts'
import { isFresh } from '../fresh.ts'
import type { SamplesOf } from '../rule.ts'
import type { WindInputSettings, WindyDaySettings } from './settings.ts'
import { type Gust, gustAt, strongestGust } from './wind-gust.ts'

export type WindSource = 'weatherBureau' | 'openMedian' | 'nearest' | 'none'

export interface WindEvidence {
  /** 10-min mean of the scope, m/s; null when no source is usable: no data, not calm. */
  readonly windMps: Mps | null
  /** `none` exactly when `windMps` is null. */
  readonly source: WindSource
  readonly readings: readonly EvidenceReading[]
  /** A source that should have spoken and contradicts the open devices; null when none does. */
  readonly doubted: DoubtedWind | null
  /** The newest qualifying gust; null when none, or when the mean is too low or unknown. */
  readonly gust: Gust | null
  /** The strongest gust measured within the last 10-min window by a device that counts, whatever its speed, m/s; null when none reports. */
  readonly strongestGustMps: Mps | null
}

/** What a source says that contradicts the open devices. */
export interface DoubtedWind {
  readonly source: WindSource
  readonly readings: readonly EvidenceReading[]
  /** 10-min mean of the source, m/s. */
  readonly windMps: Mps
  /** Of the open devices beside it, m/s. */
  readonly medianMps: Mps
}

/** Who may speak for a scope. Worked out once per change of the registry, because judging happens every minute. */
export interface WindDevices {
  readonly bureau: readonly Device[]
  /** Registered open devices of the scope without the bureau's: the n of the quorum. */
  readonly open: readonly Device[]
  /** Wind devices of the whole registry that have a position, nearest to the scope's middle first. */
  readonly byDistance: readonly { readonly device: Device; readonly distanceM: number }[]
  /** Whose gusts count: the bureau's and the open devices of the scope. */
  readonly gusty: readonly Device[]
}

const NO_WIND: WindEvidence = {
  ...{ windMps: null, source: 'none', readings: [], doubted: null },
  ...{ gust: null, strongestGustMps: null },
}

export function windDevicesOf(scope: Scope, registry: Pick<Registry, 'devices'>): WindDevices {
  const measuring = registry.devices.filter((device) => device.exposure !== null || device.kind === 'weatherBureau')
  const inScope = measuring.filter((device) => scope.kind !== 'township' || device.townshipId === scope.townshipId)
  const bureau = inScope.filter((device) => device.kind === 'weatherBureau')
  const open = inScope.filter((device) => device.exposure === 'open' && device.kind !== 'weatherBureau')
  // A scope without a surveyed open device still has a middle: that of its other wind devices.
  const middle = centroid(positioned(open)) ?? centroid(positioned(inScope))
  return { bureau, open, byDistance: middle ? sortedByDistance(measuring, middle) : [], gusty: [...bureau, ...open] }
}

/** Readings newer than `at` are never seen. */
export function windEvidence(
  devices: WindDevices,
  samplesOf: SamplesOf,
  at: EpochMs,
  settings: WindyDaySettings,
): WindEvidence {
  const found = scopeMean(devices, samplesOf, at, settings.wind)
  const gusty = withoutDoubted(devices.gusty, found.doubted)
  const mean = { ...found, strongestGustMps: strongestGust(gusty, samplesOf, at, settings.wind.windowMs) }
  if (mean.windMps === null || mean.windMps < settings.gust.meanMps) return mean
  const gust = gustAt(gusty, samplesOf, at, settings)
  return gust ? { ...mean, gust } : mean
}

function scopeMean(devices: WindDevices, samplesOf: SamplesOf, at: EpochMs, wind: WindInputSettings): WindEvidence {
  const open = freshMeans(devices.open, samplesOf, at, wind)
  const bureau = freshMeans(devices.bureau, samplesOf, at, wind)
  if (bureau.length > 0) return believed(medianEvidence(bureau, 'weatherBureau'), open, wind)
  const quorum = Math.max(1, Math.ceil(devices.open.length / wind.quorumOneIn))
  if (open.length >= quorum) return medianEvidence(open, 'openMedian')
  for (const one of devices.byDistance) {
    if (one.distanceM > wind.nearestWithinM) break
    const mean = freshMean(one.device, samplesOf, at, wind)
    if (mean) return believed(medianEvidence([mean], 'nearest'), open, wind)
  }
  return NO_WIND
}

/** The evidence itself, unless enough open devices contradict it: then theirs, with what was doubted beside it. */
function believed(spoken: WindEvidence, open: readonly EvidenceReading[], wind: WindInputSettings): WindEvidence {
  const others = open.filter(({ device }) => spoken.readings.every((one) => one.device !== device))
  if (spoken.windMps === null || others.length < wind.contradictedBy) return spoken
  const median = medianEvidence(others, 'openMedian')
  const medianMps = median.windMps ?? 0
  const differs = Math.abs(spoken.windMps - medianMps)
  const allowed = Math.max(wind.contradictsByMps, wind.contradictsByShare * Math.max(spoken.windMps, medianMps))
  if (differs <= allowed) return spoken
  const { source, readings, windMps } = spoken
  return { ...median, doubted: { source, readings, windMps, medianMps } }
}

function withoutDoubted(devices: readonly Device[], doubted: DoubtedWind | null): readonly Device[] {
  if (doubted === null) return devices
  return devices.filter(({ id }) => doubted.readings.every((one) => one.device !== id))
}

function freshMeans(
  devices: readonly Device[],
  samplesOf: SamplesOf,
  at: EpochMs,
  wind: WindInputSettings,
): EvidenceReading[] {
  const means: EvidenceReading[] = []
  for (const device of devices) {
    const mean = freshMean(device, samplesOf, at, wind)
    if (mean) means.push(mean)
  }
  return means
}

function freshMean(device: Device, samplesOf: SamplesOf, at: EpochMs, wind: WindInputSettings): EvidenceReading | null {
  const speeds = samplesOf(device.id, 'windSpeed')
  if (!isFresh(speeds, device, at, wind)) return null
  const windMps = meanAt(speeds, at, wind.windowMs, device.intervalMs)
  const ts = speeds.tsAt(speeds.lastIndexAt(at))
  return windMps === null ? null : { device: device.id, ts, quantity: 'windSpeed', value: windMps }
}

function medianEvidence(readings: readonly EvidenceReading[], source: WindSource): WindEvidence {
  const sorted = readings.map((one) => one.value).sort((a, b) => a - b)
  const upper = sorted[sorted.length >>> 1]!
  const lower = sorted[(sorted.length - 1) >>> 1]!
  const windMps = (lower + upper) / 2
  return { windMps, source, readings, doubted: null, gust: null, strongestGustMps: null }
}

function positioned(devices: readonly Device[]): Position[] {
  return devices.flatMap(({ latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [{ latitude, longitude }],
  )
}

function sortedByDistance(devices: readonly Device[], middle: Position): WindDevices['byDistance'] {
  return devices
    .flatMap((device) => positioned([device]).map((position) => ({ device, distanceM: distanceM(position, middle) })))
    .sort((a, b) => a.distanceM - b.distanceM || (a.device.id < b.device.id ? -1 : 1))
}
