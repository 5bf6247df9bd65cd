/**
 * The district of a replay: every station is a township of its own with one device in the open, one site that has
 * everything an order can speak of, and one road section. Shapes are those of `POST /api/v1/import`.
 */
import { createHash } from 'node:crypto'
import type { Ms } from './local-time.ts'

export interface District {
  /** Device (and township) id by station name. */
  readonly deviceOf: ReadonlyMap<string, string>
  /** Station name by the id of its site. */
  readonly stationOf: ReadonlyMap<string, string>
  readonly registry: {
    readonly townships: readonly { readonly id: string; readonly name: string }[]
    readonly places: readonly object[]
    readonly devices: readonly object[]
  }
}

/** `sites`: the stations whose device stands at their site; those of the others stand at none. */
export function districtOf(stations: readonly string[], interval: Ms, sites: readonly string[]): District {
  const deviceOf = new Map(stations.map((station) => [station, idOf(station)]))
  const townships = stations.map((name) => ({ id: idOf(name), name }))
  return {
    deviceOf,
    stationOf: new Map(stations.map((station) => [siteIdOf(station), station])),
    registry: {
      townships,
      places: townships.flatMap(placesOf),
      devices: townships.map(({ id, name }) => ({
        id,
        name,
        kind: sites.includes(name) ? 'dustMonitor' : 'streetMonitor',
        townshipId: id,
        placeId: sites.includes(name) ? siteIdOf(name) : null,
        latitude: null,
        longitude: null,
        intervalMs: interval,
        exposure: 'open',
        underMaintenance: false,
      })),
    },
  }
}

function placesOf({ id, name }: { readonly id: string; readonly name: string }): object[] {
  const common = { phase: 'active', townshipId: id, helperTownshipId: null, latitude: null, longitude: null }
  return [
    { id: siteIdOf(name), name: `${name} 工地`, kind: 'buildingSite', ...common, attributes: attributes(true) },
    { id: `${id}-road`, name: `${name} 路段`, kind: 'roadSection', ...common, attributes: attributes(false) },
  ]
}

/** No fence and no known area: the base deadline to cover holds. */
function attributes(has: boolean): object {
  return {
    earthworks: has,
    demolition: has,
    muckTrucks: has,
    bareSoil: has,
    rubble: has,
    sprays: has,
    workAtHeight: has,
    bareAreaM2: null,
    insideFence: false,
  }
}

function siteIdOf(station: string): string {
  return `${idOf(station)}-site`
}

/** Ids take `[A-Za-z0-9_-]` only: a name that loses something on the way gets a mark of its own, so that two never meet. */
export function idOf(station: string): string {
  const plain = station.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40)
  if (plain === station) return plain
  return `${plain}-${createHash('sha256').update(station).digest('hex').slice(0, 8)}`
}
