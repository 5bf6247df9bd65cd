/**
 * The gust rule's evidence: two gusts that confirm each other.
 *
 * Source: algorithms.md 9 "Gust" (ours): ≥ 10.8 m/s at two devices within 2 min, or twice within 10 min at the only
 * one. A gust is looked at while it is at most 5 minutes old, whatever the device's interval: it is an event, and an
 * hourly maximum seen an hour later says nothing about now. The demand on the mean is judged by wind-evidence.ts.
 */
import type { Device } from '../place.ts'
import type { EpochMs, Mps } from '../units.ts'
import type { EvidenceReading } from './episode.ts'
import { isFresh, type WindSamplesOf } from './wind-samples.ts'
import type { WindyDaySettings } from './windy-day-settings.ts'

export interface Gust {
  /** When the newer of the two gusts was measured: it names the event, so that none counts twice. */
  readonly at: EpochMs
  /** The stronger of the two. */
  readonly mps: Mps
  /** One device twice, or two. */
  readonly devices: readonly string[]
  /** Both gusts; `windMps` is the gust speed here, not a mean. */
  readonly readings: readonly EvidenceReading[]
}

/** The newest pair that qualifies; null when none does. */
export function gustAt(
  devices: readonly Device[],
  samplesOf: WindSamplesOf,
  at: EpochMs,
  settings: WindyDaySettings,
): Gust | null {
  const { gust, wind } = settings
  const strong = strongGusts(devices, samplesOf, at, settings)
  const newest = strong[0]
  if (!newest || at - newest.ts > wind.freshMs) return null
  const isOnly = devices.filter((one) => isFresh(samplesOf(one.id)?.windGust, one, at, wind)).length <= 1
  for (const one of strong) {
    if (at - one.ts > wind.freshMs) return null
    const other = strong.find((earlier) => {
      if (earlier === one || earlier.ts > one.ts) return false
      if (earlier.device !== one.device) return one.ts - earlier.ts <= gust.devicesWithinMs
      return isOnly && one.ts - earlier.ts <= gust.repeatWithinMs
    })
    if (!other) continue
    const mps = Math.max(one.windMps, other.windMps)
    return { at: one.ts, mps, devices: [...new Set([one.device, other.device])], readings: [one, other] }
  }
  return null
}

/** Gusts at or above the limit that could still be part of a pair, newest first. */
function strongGusts(
  devices: readonly Device[],
  samplesOf: WindSamplesOf,
  at: EpochMs,
  { gust, wind }: WindyDaySettings,
): EvidenceReading[] {
  const oldest = at - wind.freshMs - Math.max(gust.devicesWithinMs, gust.repeatWithinMs)
  const strong: EvidenceReading[] = []
  for (const { id } of devices) {
    const gusts = samplesOf(id)?.windGust
    if (!gusts) continue
    for (let index = gusts.lastIndexAt(at); index >= 0; index--) {
      const ts = gusts.tsAt(index)
      if (ts < oldest) break
      const mps = gusts.valueAt(index)
      if (mps >= gust.gustMps) strong.push({ device: id, ts, windMps: mps })
    }
  }
  return strong.length < 2 ? strong : strong.sort((a, b) => b.ts - a.ts)
}
