/**
 * SHOW: hourly values of one quantity with the wind beside them, for analysis. Read by the month, so that a year of
 * minutes never lies in memory as it was stored.
 *
 * A device is read in steps of its own interval, so that no barred value is among them and no direction is averaged as a
 * number. An hour counts when three quarters of what the device measures in one is there, by its interval or by how often
 * it really sends, whichever is seldomer.
 */

import type { Quantity } from '../../domain/air/quantity.ts'
import { meanWind } from '../../domain/air/wind.ts'
import type { WindValue } from '../../domain/analysis/polar-bins.ts'
import { distanceM, type Position } from '../../domain/distance.ts'
import type { Device } from '../../domain/place.ts'
import { DAY, type EpochMs, HOUR, type Ms } from '../../domain/units.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { RegistryDesk } from '../district/registry.ts'

export interface HourlyRequest {
  /** What is asked of: one device, or those at one place. */
  readonly devices: readonly Device[]
  readonly quantity: Quantity
  readonly from: EpochMs
  readonly to: EpochMs
}

export interface HourlyValues {
  /** Whose values these are: of several the one with most; null when nobody measured it. */
  readonly device: string | null
  /** By hour, oldest first. */
  readonly values: ReadonlyMap<EpochMs, number>
}

export interface HourlyWind {
  /** Whose wind it is; null when there is none within reach. */
  readonly device: string | null
  /** `wd`: more than 0 to 360, from which it blows; null when it was calm or came from everywhere. */
  readonly values: ReadonlyMap<EpochMs, { readonly ws: number; readonly wd: number | null }>
}

type Store = Pick<ReadingStore, 'series'>

const AT_ONCE: Ms = 31 * DAY
const COVERED = 0.75
/** A mast farther away tells of another wind (algorithms.md 9). */
const WIND_WITHIN_M = 5_000

export async function hourlyValues(
  store: Store,
  { devices, quantity, from, to }: HourlyRequest,
): Promise<HourlyValues> {
  let best: HourlyValues = { device: null, values: new Map() }
  for (const device of devices) {
    const values = new Map<EpochMs, number>()
    for await (const { hours, intervalMs } of hoursOf(store, device, [quantity], from, to)) {
      for (const [hour, samples] of hours) {
        const [own = []] = samples
        if (isCovered(own.length, intervalMs)) values.set(hour, own.reduce((sum, [, one]) => sum + one, 0) / own.length)
      }
    }
    if (values.size > best.values.size) best = { device: device.id, values }
  }
  return best
}

/** The wind of the devices themselves, or of the nearest that has one. */
export async function hourlyWind(
  store: Store,
  registry: Pick<RegistryDesk, 'current' | 'place'>,
  { devices, from, to }: Omit<HourlyRequest, 'quantity'>,
): Promise<HourlyWind> {
  let best: HourlyWind = { device: null, values: new Map() }
  for (const device of devices) {
    const values = await windOf(store, device, from, to)
    if (values.size > best.values.size) best = { device: device.id, values }
  }
  if (best.device !== null) return best
  for (const device of nearestFirst(registry, devices)) {
    const values = await windOf(store, device, from, to)
    if (values.size > 0) return { device: device.id, values }
  }
  return best
}

/** Rows where both are known. */
export function joined({ values }: HourlyValues, wind: HourlyWind): readonly WindValue[] {
  return [...values.entries()].flatMap(([hour, value]): WindValue[] => {
    const at = wind.values.get(hour)
    return at?.wd == null ? [] : [{ ws: at.ws, wd: at.wd, value }]
  })
}

async function windOf(store: Store, device: Device, from: EpochMs, to: EpochMs): Promise<HourlyWind['values']> {
  const values = new Map<EpochMs, { ws: number; wd: number | null }>()
  for await (const { hours, intervalMs } of hoursOf(store, device, ['windSpeed', 'windDirection'], from, to)) {
    for (const [hour, [speeds = [], directions = []]] of hours) {
      if (!isCovered(speeds.length, intervalMs)) continue
      values.set(hour, meanOf(speeds, new Map(directions)))
    }
  }
  return [...values.values()].some(({ wd }) => wd !== null) ? values : new Map()
}

function meanOf(
  speeds: readonly Sample[],
  directions: ReadonlyMap<EpochMs, number>,
): { ws: number; wd: number | null } {
  const [only, ...more] = speeds
  const ws = speeds.reduce((sum, [, one]) => sum + one, 0) / speeds.length
  // A single value is taken as it is: a mean of one would round it.
  const direction = more.length === 0 && only ? directions.get(only[0]) : meanDirection(speeds, directions)
  return { ws, wd: direction == null ? null : direction === 0 ? 360 : direction }
}

function meanDirection(speeds: readonly Sample[], directions: ReadonlyMap<EpochMs, number>): number | null {
  const samples = speeds.flatMap(([at, speedMps]) => {
    const directionDegrees = directions.get(at)
    return directionDegrees === undefined ? [] : [{ speedMps, directionDegrees }]
  })
  return meanWind(samples)?.directionDegrees ?? null
}

function isCovered(n: number, intervalMs: Ms): boolean {
  return n > 0 && n >= Math.floor((COVERED * HOUR) / intervalMs)
}

/** How far apart most samples are; `least` when there are too few to tell. */
function usualGap(times: readonly EpochMs[], least: Ms): Ms {
  const gaps = times
    .slice(1)
    .map((at, i) => at - times[i]!)
    .sort((a, b) => a - b)
  return Math.max(least, gaps[Math.floor(gaps.length / 2)] ?? least)
}

type Sample = readonly [EpochMs, number]
interface Hours {
  /** By hour: the samples of each quantity asked for, in their order. */
  readonly hours: ReadonlyMap<EpochMs, readonly (readonly Sample[])[]>
  readonly intervalMs: Ms
}

async function* hoursOf(
  store: Store,
  device: Device,
  quantities: readonly Quantity[],
  from: EpochMs,
  to: EpochMs,
): AsyncGenerator<Hours> {
  const everyMs = Math.min(HOUR, Math.max(1_000, device.intervalMs))
  for (let start = from; start < to; start += AT_ONCE) {
    const span = { from: start, to: Math.min(to, start + AT_ONCE) }
    const series = await store.series({ devices: [device.id], quantities, ...span, everyMs, alignMs: 0 })
    const hours = new Map<EpochMs, Sample[][]>()
    for (const { quantity, points } of series) {
      const at = quantities.indexOf(quantity)
      for (const [ts, value] of points) {
        if (value === null) continue
        const hour = Math.floor(ts / HOUR) * HOUR
        const known = hours.get(hour) ?? quantities.map(() => [])
        known[at]?.push([ts, value])
        hours.set(hour, known)
      }
    }
    const [first = []] = quantities.map((one) => series.find(({ quantity }) => quantity === one)?.points ?? [])
    const times = first.flatMap(([ts, value]) => (value === null ? [] : [ts]))
    yield { hours, intervalMs: usualGap(times, Math.max(1_000, device.intervalMs)) }
  }
}

function nearestFirst(
  registry: Pick<RegistryDesk, 'current' | 'place'>,
  devices: readonly Device[],
): readonly Device[] {
  const [here] = devices.flatMap((device) => positionOf(device, registry) ?? [])
  if (!here) return []
  const own = new Set(devices.map(({ id }) => id))
  return registry
    .current()
    .devices.flatMap((device) => {
      const there = own.has(device.id) ? null : positionOf(device, registry)
      return there ? [{ device, metres: distanceM(here, there) }] : []
    })
    .filter(({ metres }) => metres <= WIND_WITHIN_M)
    .sort((a, b) => a.metres - b.metres)
    .map(({ device }) => device)
}

function positionOf(device: Device, registry: Pick<RegistryDesk, 'place'>): Position | null {
  const { latitude, longitude } = device
  if (latitude !== null && longitude !== null) return { latitude, longitude }
  const place = device.placeId === null ? undefined : registry.place(device.placeId)
  return place?.latitude != null && place.longitude != null
    ? { latitude: place.latitude, longitude: place.longitude }
    : null
}
