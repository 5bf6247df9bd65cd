/**
 * The simulated district as a pure function of time: what every device reads at an instant, given which measures are
 * done where. The same seed, instant and measures give the same readings, in whatever order they are asked for.
 */
import { BEIJING_OFFSET, type EpochMs, HOUR, MINUTE } from '../local-time.ts'
import { seedFor } from '../random.ts'
import { backgroundDust } from './background.ts'
import { readingOf } from './device-reading.ts'
import { type Dust, dustOf, scaled, sumOf } from './dust.ts'
import { type EmissionConditions, emissionOf } from './emissions.ts'
import { type PlumeWind, plumeAt, type Source } from './plume.ts'
import type { District, DistrictDevice, DistrictPlace } from './shapes.ts'
import { smoothNoise } from './smooth-noise.ts'
import type { Weather, WeatherNow } from './weather.ts'
import { plumeDirection } from './wind.ts'

export interface WorldSettings {
  readonly district: District
  readonly weather: Weather
  readonly seed: number
  /** Sites that emit so many times the usual. */
  readonly dirt: Readonly<Record<string, number>>
  /** Sites that work around the clock; none when left out. */
  readonly nightWork?: readonly string[]
}

/** Measures done under orders in force, by place. */
export type MeasuresDone = ReadonlyMap<string, ReadonlySet<string>>

export const NOTHING_DONE: MeasuresDone = new Map()

/** Values by quantity, in the units of the reading topic. */
export type Values = Readonly<Record<string, number>>

export interface World {
  readonly devices: readonly DistrictDevice[]
  /** Whether a reading of the device is due at this whole minute. */
  isDue(device: DistrictDevice, at: EpochMs): boolean
  valuesOf(device: DistrictDevice, at: EpochMs, done: MeasuresDone): Values
}

const NO_MEASURES: ReadonlySet<string> = new Set()
const ROAD_MEASURES = ['sprinklerRun', 'secondSprinklerRun', 'mist', 'suctionSweep']
/** Plumes travel near the ground, where the wind is slower than at 10 m. */
const PLUME_HEIGHT_WIND = 0.6
const SITE_HEIGHT_M = 3
const WORKING_HOUR = 10

/** Everything about one instant that is the same for all devices. */
interface Instant {
  readonly now: WeatherNow
  readonly hour: number
  readonly wetMmH: number
  readonly plumeWind: PlumeWind
  /** 1 ± the haze that drifts by. */
  readonly patchiness: number
  /** Only sites that emit. */
  readonly emitting: readonly (Source & { readonly gramsPerS: number })[]
}

export function createWorld({ district, weather, seed, dirt, nightWork = [] }: WorldSettings): World {
  const districtSeed = seedFor(seed, 'district')
  const seeds = new Map([...district.devices, ...district.places].map(({ id }) => [id, seedFor(seed, id)]))
  const seedOf = (id: string): number => seeds.get(id) ?? districtSeed
  const placeById = new Map(district.places.map((place) => [place.id, place]))
  const sites = district.places.filter(({ kind }) => kind !== 'roadSection')
  const cleanedRoads = roadsCleanedIn(district.places)

  function emittingAt(conditions: Omit<EmissionConditions, 'done' | 'dirt' | 'seed'>, done: MeasuresDone) {
    return sites.flatMap((place) => {
      const own = { done: done.get(place.id) ?? NO_MEASURES, dirt: dirt[place.id] ?? 1, seed: seedOf(place.id) }
      const hour = nightWork.includes(place.id) ? WORKING_HOUR : conditions.hour
      const gramsPerS = emissionOf(place, { ...conditions, ...own, hour })
      const widthM = Math.sqrt(place.attributes.bareAreaM2 ?? 0) / 4
      return gramsPerS > 0 ? [{ at: place.at, widthM, heightM: SITE_HEIGHT_M, gramsPerS }] : []
    })
  }

  function workOut(at: EpochMs, done: MeasuresDone): Instant {
    const now = weather(at)
    const hour = hourOf(at)
    const wetMmH = Math.max(now.rainMmH, weather(at - HOUR).rainMmH, weather(at - 2 * HOUR).rainMmH)
    const fromDegrees = plumeDirection(now, districtSeed, at)
    return {
      now,
      hour,
      wetMmH,
      plumeWind: { fromDegrees, speedMps: PLUME_HEIGHT_WIND * now.windMps },
      patchiness: 1 + 0.06 * smoothNoise(districtSeed + 2, at, HOUR),
      emitting: emittingAt({ at, hour, wetMmH, windMps: now.windMps }, done),
    }
  }

  // A minute is asked for once per device: it is worked out once. Official stations look back over their period.
  const known = new Map<EpochMs, Instant>()
  let knownFor: MeasuresDone | null = null

  function instantAt(at: EpochMs, done: MeasuresDone): Instant {
    if (knownFor !== done || known.size >= 16) known.clear()
    knownFor = done
    const found = known.get(at) ?? workOut(at, done)
    known.set(at, found)
    return found
  }

  function dustAt({ at: point, townshipId }: DistrictDevice, at: EpochMs, done: MeasuresDone): Dust {
    const { now, hour, wetMmH, plumeWind, patchiness, emitting } = instantAt(at, done)
    let fromSites = 0
    for (const source of emitting) fromSites += source.gramsPerS * plumeAt(point, source, plumeWind)
    const background = backgroundDust(now, { hour, wetMmH, cleanedRoads: cleanedRoads(townshipId, done) })
    return sumOf([scaled(background, patchiness), dustOf('site', fromSites)])
  }

  return {
    devices: district.devices,
    isDue: (device, at) => (at - dueOffset(device, seedOf(device.id))) % device.intervalMs === 0,
    valuesOf: (device, at, done) =>
      readingOf(device, {
        at,
        hour: hourOf(at),
        now: instantAt(at, done).now,
        dustAt: (instant) => dustAt(device, instant, done),
        place: device.placeId === null ? null : (placeById.get(device.placeId) ?? null),
        done: device.placeId === null ? NO_MEASURES : (done.get(device.placeId) ?? NO_MEASURES),
        seeds: { district: districtSeed, mast: seedOf(device.id), place: seedOf(device.placeId ?? device.id) },
      }),
  }
}

export function hourOf(at: EpochMs): number {
  return ((at + BEIJING_OFFSET) / HOUR) % 24
}

/** Street monitors do not all speak in the same minute; hourly and minute values come on the hour and the minute. */
function dueOffset({ kind, intervalMs }: DistrictDevice, seed: number): number {
  return kind === 'streetMonitor' ? (seed % (intervalMs / MINUTE)) * MINUTE : 0
}

function roadsCleanedIn(places: readonly DistrictPlace[]) {
  const sections = new Map<string, string[]>()
  for (const { id, kind, townshipId } of places) {
    if (kind === 'roadSection') sections.set(townshipId, [...(sections.get(townshipId) ?? []), id])
  }
  return (townshipId: string, done: MeasuresDone): number => {
    if (done.size === 0) return 0
    const own = sections.get(townshipId) ?? []
    const cleaned = own.filter((id) => ROAD_MEASURES.some((measure) => done.get(id)?.has(measure)))
    return own.length === 0 ? 0 : cleaned.length / own.length
  }
}
