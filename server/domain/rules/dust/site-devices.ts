/** Who speaks for a site, and against whom, in every rule of a site's dust. Worked out once per change of the registry. */
import type { Device, Place, Registry } from '../../place.ts'

export interface DustDevices {
  readonly site: readonly Device[]
  /** Those of the district that stand at no site; a road section is none. */
  readonly stations: readonly Device[]
  readonly all: readonly Device[]
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
