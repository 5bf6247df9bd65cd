/**
 * What one window says of a site: the largest mean of its devices, less what the pack takes off.
 *
 * Reads nothing but what it is given, and decides nothing about levels.
 */
import { meanAt } from '../../air/averages.ts'
import type { SampleView } from '../../air/samples.ts'
import type { EvidenceReading } from '../../control/episode.ts'
import type { Device, Place } from '../../place.ts'
import { type EpochMs, HOUR, MINUTE, type Ms, type UgM3 } from '../../units.ts'
import type { DustDevices } from '../dust/site-devices.ts'
import { highestOf, median, windowMeans } from '../dust/window.ts'
import type { SamplesOf } from '../rule.ts'
import type { DustLimitPack } from './pack.ts'

export interface SiteAir {
  /** What is compared with a limit, µg/m³. */
  readonly value: number
  readonly siteUgM3: UgM3
  /** What was taken off, µg/m³; null when the pack takes nothing off. */
  readonly subtractedUgM3: UgM3 | null
  /** Mean of every device of the site that counts. */
  readonly own: readonly EvidenceReading[]
  /** The site's device with the largest mean, then the stations whose air was taken off. */
  readonly readings: readonly EvidenceReading[]
}

/** What an instant is judged from. */
export interface AirAsked {
  readonly pack: DustLimitPack
  readonly devices: DustDevices
  readonly samplesOf: SamplesOf
  readonly at: EpochMs
}

/** null when the site or too many stations say too little: not known, which is never clean. */
export function siteAir({ pack, devices, samplesOf, at }: AirAsked, lengthMs: Ms): SiteAir | null {
  const window = { end: at, lengthMs, alignment: pack.alignment }
  const own = windowMeans(devices.site, pack.quantity, samplesOf, window)
  if (own.length === 0) return null
  const highest = highestOf(own)
  const stations = subtractedStations(pack, devices)
  const site = { siteUgM3: highest.value, own }
  if (stations === null) return { ...site, value: highest.value, subtractedUgM3: null, readings: [highest] }
  const means = windowMeans(stations, pack.quantity, samplesOf, window)
  if (means.length < pack.stationsNeeded) return null
  const subtractedUgM3 = pack.subtractor === 'background' ? median(means) : mean(means)
  return { ...site, value: highest.value - subtractedUgM3, subtractedUgM3, readings: [highest, ...means] }
}

/** Whose air is taken off; null when nobody's. */
export function subtractedStations(
  { subtractor }: DustLimitPack,
  { stations, all }: DustDevices,
): readonly Device[] | null {
  switch (subtractor) {
    case 'none':
      return null
    case 'background':
      return stations
    case 'districtMean':
      return all.filter(({ kind }) => kind === 'officialStation')
  }
}

function mean(readings: readonly EvidenceReading[]): number {
  return readings.reduce((sum, { value }) => sum + value, 0) / readings.length
}

/**
 * Whether it is a single device that was above the limit only briefly: for less than 3 of any 5 minutes of the window.
 * An hour's mean hides what is that brief.
 */
export function isBrief({ pack, devices, samplesOf, at }: AirAsked, air: SiteAir, limit: UgM3): boolean {
  const { averagingMs, brief, quantity } = pack
  const bound = limit + (air.subtractedUgM3 ?? 0)
  const high = air.own.filter(({ value }) => value > bound)
  const device = devices.site.find(({ id }) => id === high[0]?.device)
  const samples = device && samplesOf(device.id, quantity)
  if (averagingMs >= HOUR || high.length !== 1 || !device || !samples) return false
  const isAbove: SampleView = { ...samples, valueAt: (index) => (samples.valueAt(index) > bound ? 1 : 0) }
  const share = brief.highMs / brief.withinMs
  const first = at - averagingMs + brief.withinMs
  for (let end = at; end === at || end >= first; end -= MINUTE) {
    const aboveShare = meanAt(isAbove, end, brief.withinMs, device.intervalMs)
    if (aboveShare !== null && aboveShare >= share) return false
  }
  return true
}

/** Whether the pack may open at this site. */
export function appliesTo({ sites }: DustLimitPack, { attributes: { earthworks, demolition } }: Place): boolean {
  return sites === 'all' || (sites === 'groundworks') === (earthworks || demolition)
}
