/** The simulated district, modelled on Erqi: always the same. And its registry in the shape of `POST /api/v1/import`. */
import { devicesFor, OFFICIAL_STATION_POINTS } from './devices.ts'
import { wgs84Of } from './geometry.ts'
import { placesAround } from './places.ts'
import type { District } from './shapes.ts'
import { TOWNSHIPS } from './townships.ts'

const places = placesAround(OFFICIAL_STATION_POINTS)

export const ERQI: District = { townships: TOWNSHIPS, places, devices: devicesFor(places) }

export function registryOf({ townships, places, devices }: District): object {
  return {
    townships: townships.map(({ id, name }) => ({ id, name })),
    places: places.map(({ at, ...place }) => ({ ...place, ...wgs84Of(at) })),
    devices: devices.map(({ at, siting: _siting, ...device }) => ({
      ...device,
      ...wgs84Of(at),
      underMaintenance: false,
    })),
  }
}
