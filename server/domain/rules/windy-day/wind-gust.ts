/**
 * The gust rule's evidence: two gusts that confirm each other.
 *
 * Source: algorithms.md 9 "Gust" (ours): ≥ 10.8 m/s at two devices within 2 min, or twice within 10 min at the only
 * one. A gust is looked at while it is at most 5 minutes old, whatever the device's interval: it is an event, and an
 * hourly maximum seen an hour later says nothing about now. The demand on the mean is judged by wind-evidence.ts.
 */

import type { EvidenceReading } from '../../control/episode.ts'
import type { Device } from '../../place.ts'
import type { EpochMs, Mps, Ms } from '../../units.ts'
import { isFresh } from '../fresh.ts'
import type { SamplesOf } from '../rule.ts'
import type { WindyDaySettings } from './settings.ts'

export interface Gust {
  /** When the newer of the two gusts was measured: it names the event, so that none counts twice. */
  readonly at: EpochMs
  /** The stronger of the two. */
  readonly mps: Mps
  /** One device twice, or two. */
  readonly devices: readonly string[]
  /** Both gusts. */
  readonly readings: readonly EvidenceReading[]
}

/** The newest pair that qualifies; null when none does. */
export function gustAt(
  devices: readonly Device[],
  samplesOf: SamplesOf,
  at: EpochMs,
  settings: WindyDaySettings,
): Gust | null {
  const { gust, wind } = settings
  const newest = newestGusts(devices, samplesOf, at, settings)
  const latest = newest[0]
  if (!latest) return null
  // In a storm every device gusts all the time: then the newest gusts are the pair, and nothing else is looked at.
  const confirming = newest[1]
  if (confirming && latest.ts - confirming.ts <= gust.devicesWithinMs) return pairOf(latest, confirming)
  const isOnly = devices.filter((one) => isFresh(samplesOf(one.id, 'windGust'), one, at, wind)).length <= 1
  const strong = strongGusts(devices, samplesOf, at, settings)
  for (const one of strong) {
    if (at - one.ts > wind.freshMs) return null
    const other = strong.find((earlier) => {
      if (earlier === one || earlier.ts > one.ts) return false
      if (earlier.device !== one.device) return one.ts - earlier.ts <= gust.devicesWithinMs
      return isOnly && one.ts - earlier.ts <= gust.repeatWithinMs
    })
    if (other) return pairOf(one, other)
  }
  return null
}

/** The strongest gust measured within the window that ends at `at`, whatever its speed; null when none was. */
export function strongestGust(devices: readonly Device[], samplesOf: SamplesOf, at: EpochMs, windowMs: Ms): Mps | null {
  let strongest: Mps | null = null
  for (const { id } of devices) {
    const gusts = samplesOf(id, 'windGust')
    for (let index = gusts?.lastIndexAt(at) ?? -1; gusts && index >= 0 && gusts.tsAt(index) > at - windowMs; index--) {
      strongest = Math.max(strongest ?? 0, gusts.valueAt(index))
    }
  }
  return strongest
}

function pairOf(newer: EvidenceReading, older: EvidenceReading): Gust {
  const devices = newer.device === older.device ? [newer.device] : [newer.device, older.device]
  return { at: newer.ts, mps: Math.max(newer.value, older.value), devices, readings: [newer, older] }
}

/** Each device's newest strong gust that is still looked at, the newest two of them first. */
function newestGusts(
  devices: readonly Device[],
  samplesOf: SamplesOf,
  at: EpochMs,
  settings: WindyDaySettings,
): readonly EvidenceReading[] {
  let latest: EvidenceReading | null = null
  let second: EvidenceReading | null = null
  for (const { id } of devices) {
    const found = strongSince(id, samplesOf, at, at - settings.wind.freshMs, settings).next().value ?? null
    if (found === null) continue
    if (latest === null || found.ts > latest.ts) [latest, second] = [found, latest]
    else if (second === null || found.ts > second.ts) second = found
  }
  if (latest === null) return []
  return second === null ? [latest] : [latest, second]
}

/** Gusts at or above the limit that could still be part of a pair, newest first. */
function strongGusts(
  devices: readonly Device[],
  samplesOf: SamplesOf,
  at: EpochMs,
  settings: WindyDaySettings,
): readonly EvidenceReading[] {
  const { gust, wind } = settings
  const oldest = at - wind.freshMs - Math.max(gust.devicesWithinMs, gust.repeatWithinMs)
  const strong = devices.flatMap(({ id }) => [...strongSince(id, samplesOf, at, oldest, settings)])
  return strong.sort((a, b) => b.ts - a.ts)
}

/** One device's strong gusts from `at` back to `oldest`, newest first. */
function* strongSince(
  device: string,
  samplesOf: SamplesOf,
  at: EpochMs,
  oldest: EpochMs,
  { gust }: WindyDaySettings,
): Generator<EvidenceReading, undefined> {
  const gusts = samplesOf(device, 'windGust')
  if (!gusts) return
  for (let index = gusts.lastIndexAt(at); index >= 0; index--) {
    const ts = gusts.tsAt(index)
    if (ts < oldest) return
    const mps = gusts.valueAt(index)
    if (mps >= gust.gustMps) yield { device, ts, quantity: 'windGust', value: mps }
  }
}
