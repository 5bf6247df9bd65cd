/**
 * SHOW: townships, places and devices with what is heard from them now, and the last value of every quantity.
 * From memory alone: no database is asked.
 */
import type { LatestView } from '../../contract/reading.ts'
import type { DeviceView, LiveStatus, PlaceView, TownshipView } from '../../contract/registry.ts'
import { isUsable } from '../../domain/air/quality.ts'
import { QUANTITIES, QUANTITY_FACTS } from '../../domain/air/quantity.ts'
import type { Device, DeviceKind, Place, Township } from '../../domain/place.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import type { Latest } from '../district/latest.ts'
import type { RegistryDesk } from '../district/registry.ts'

export interface Sight {
  readonly registry: RegistryDesk
  readonly latest: Latest
  /** The realm's. */
  readonly now: EpochMs
}

/** A device silent for longer than three of its intervals is stale; never before ten minutes. */
const INTERVALS_UNTIL_STALE = 3
const SHORTEST_STALE: Ms = 10 * MINUTE

function deviceStatus(device: Device, { registry, latest, now }: Sight): LiveStatus {
  const at = latest.lastMeasuredAt(device.id)
  if (at === null) return { status: 'never', lastMeasuredAt: null, ageS: null }
  const isStale = now - at > Math.max(INTERVALS_UNTIL_STALE * device.intervalMs, SHORTEST_STALE)
  return {
    status: isStale ? 'stale' : 'online',
    lastMeasuredAt: localIso(at, registry.timeZone),
    ageS: ageSeconds(at, now),
  }
}

export function townshipView(township: Township, sight: Sight): TownshipView {
  const { places, devices } = sight.registry.current()
  const own = devices.filter((device) => device.townshipId === township.id)
  return {
    ...township,
    places: places.filter((place) => place.townshipId === township.id || place.helperTownshipId === township.id).length,
    devices: own.length,
    devicesOnline: own.filter((device) => deviceStatus(device, sight).status === 'online').length,
  }
}

export function placeView(place: Place, sight: Sight): PlaceView {
  const devices = sight.registry.current().devices.filter((device) => device.placeId === place.id)
  return {
    ...place,
    attributes: { ...place.attributes },
    township: sight.registry.townshipName(place.townshipId),
    devices: devices.map((device) => device.id),
    live: freshest(devices.map((device) => deviceStatus(device, sight))),
  }
}

function freshest(all: readonly LiveStatus[]): LiveStatus {
  const never: LiveStatus = { status: 'never', lastMeasuredAt: null, ageS: null }
  const heard = all.filter((one) => one.ageS !== null)
  return heard.reduce((best, one) => ((one.ageS ?? 0) < (best.ageS ?? Number.POSITIVE_INFINITY) ? one : best), never)
}

export function deviceView(device: Device, sight: Sight): DeviceView {
  return { ...device, township: sight.registry.townshipName(device.townshipId), live: deviceStatus(device, sight) }
}

export interface LatestFilter {
  readonly township: string | null
  readonly place: string | null
  readonly kind: DeviceKind | null
}

export const EVERYTHING: LatestFilter = { township: null, place: null, kind: null }

/** Devices that never measured anything are in it too, with no values: no data is not clean air. */
export function latestViews(filter: LatestFilter, sight: Sight): LatestView[] {
  return sight.registry
    .current()
    .devices.filter(
      (device) =>
        (filter.township === null || device.townshipId === filter.township) &&
        (filter.place === null || device.placeId === filter.place) &&
        (filter.kind === null || device.kind === filter.kind),
    )
    .map((device) => latestView(device, sight))
}

function latestView(device: Device, sight: Sight): LatestView {
  const { registry, latest, now } = sight
  const known = latest.of(device.id) ?? {}
  const values: LatestView['values'] = {}
  for (const quantity of QUANTITIES) {
    const one = known[quantity]
    if (!one) continue
    values[quantity] = {
      value: one.value,
      unit: QUANTITY_FACTS[quantity].unit,
      measuredAt: localIso(one.measuredAt, registry.timeZone),
      ageS: ageSeconds(one.measuredAt, now),
      quality: one.quality,
      usable: isUsable(one.quality),
    }
  }
  return {
    device: device.id,
    name: device.name,
    kind: device.kind,
    place: device.placeId,
    township: registry.townshipName(device.townshipId),
    townshipId: device.townshipId,
    intervalMs: device.intervalMs,
    exposure: device.exposure,
    live: deviceStatus(device, sight),
    values,
  }
}

/** A device's clock may run a little ahead: that is no age. */
function ageSeconds(at: EpochMs, now: EpochMs): number {
  return Math.max(0, Math.round((now - at) / SECOND))
}
