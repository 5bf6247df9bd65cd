/**
 * About a hundred devices: the weather bureau's 10-m station, four official stations, five weather masts of mixed
 * exposure, a dust monitor at the fence of most sites, and street monitors in every township.
 */
import { MINUTE } from '../local-time.ts'
import { createRandom, seedFor, wholeBetween } from '../random.ts'
import { type Point, pointAt, pointTowards } from './geometry.ts'
import type { DistrictDevice, DistrictPlace } from './shapes.ts'
import { TOWNSHIPS, townshipOf } from './townships.ts'

const LAYOUT_SEED = 28_11
const FENCE_MONITORS = 48
const STREET_MONITORS_PER_TOWNSHIP = 2

const OFFICIAL: readonly (readonly [string, string, string, number, number, number])[] = [
  ['os-huaihelu', '淮河路官方站', 'huaihelu', 34.7345, 113.6385, 60],
  ['os-yimalu', '一马路官方站', 'yimalu', 34.7465, 113.6575, 60],
  ['os-changjianglu', '长江路官方站', 'changjianglu', 34.711, 113.643, 5],
  ['os-houzhai', '侯寨官方站', 'houzhai', 34.66, 113.612, 5],
]

const MASTS: readonly (readonly [string, string, string, number, number, 'open' | 'partly' | 'sheltered', number])[] = [
  ['wm-mazhai', '马寨气象杆', 'mazhai', 34.684, 113.556, 'open', 0.98],
  ['wm-houzhai', '侯寨气象杆', 'houzhai', 34.652, 113.602, 'open', 1.02],
  ['wm-renhelu', '人和路气象杆', 'renhelu', 34.705, 113.613, 'partly', 0.8],
  ['wm-songshanlu', '嵩山路气象杆', 'songshanlu', 34.7235, 113.628, 'partly', 0.74],
  ['wm-dehuajie', '德化街气象杆', 'dehuajie', 34.7525, 113.6655, 'sheltered', 0.45],
]

export const OFFICIAL_STATION_POINTS: readonly Point[] = OFFICIAL.map(([, , , latitude, longitude]) =>
  pointAt(latitude, longitude),
)

export function devicesFor(places: readonly DistrictPlace[]): readonly DistrictDevice[] {
  return [bureau(), ...officialStations(), ...masts(), ...fenceMonitors(places), ...streetMonitors()]
}

function bureau(): DistrictDevice {
  return {
    id: 'wb-erqi',
    name: '区气象站(10米)',
    kind: 'weatherBureau',
    townshipId: 'renhelu',
    placeId: null,
    at: pointAt(34.7, 113.618),
    intervalMs: MINUTE,
    exposure: 'open',
    siting: 1,
  }
}

function officialStations(): DistrictDevice[] {
  return OFFICIAL.map(([id, name, townshipId, latitude, longitude, minutes]) => ({
    id,
    name,
    kind: 'officialStation',
    townshipId,
    placeId: null,
    at: pointAt(latitude, longitude),
    intervalMs: minutes * MINUTE,
    exposure: null,
    siting: 0,
  }))
}

function masts(): DistrictDevice[] {
  return MASTS.map(([id, name, townshipId, latitude, longitude, exposure, siting]) => ({
    id,
    name,
    kind: 'weatherMast',
    townshipId,
    placeId: null,
    at: pointAt(latitude, longitude),
    intervalMs: MINUTE,
    exposure,
    siting,
  }))
}

/** One at the fence, on a side that nobody chose by the wind. */
function fenceMonitors(places: readonly DistrictPlace[]): DistrictDevice[] {
  const random = createRandom(seedFor(LAYOUT_SEED, 'fence'))
  const watched = places.filter(({ kind, phase }) => kind !== 'roadSection' && phase !== 'finished')
  return watched.slice(0, FENCE_MONITORS).map((place) => ({
    id: place.id.replace('site', 'dm'),
    name: `${place.name}扬尘监测`,
    kind: 'dustMonitor',
    townshipId: place.townshipId,
    placeId: place.id,
    at: pointTowards(place.at, random() * 360, wholeBetween(random, 40, 110)),
    intervalMs: MINUTE,
    exposure: random() < 0.3 ? 'partly' : 'sheltered',
    siting: 0.4 + 0.3 * random(),
  }))
}

function streetMonitors(): DistrictDevice[] {
  const random = createRandom(seedFor(LAYOUT_SEED, 'street'))
  const numbers = TOWNSHIPS.flatMap(({ id, radiusM }) => {
    const count = STREET_MONITORS_PER_TOWNSHIP + (radiusM > 1_200 ? 1 : 0)
    return Array.from({ length: count }, (_, index) => ({ townshipId: id, index: index + 1 }))
  })
  return numbers.map(({ townshipId, index }, position) => {
    const { middle, radiusM, shortName } = townshipOf(townshipId)
    return {
      id: `sm-${String(position + 1).padStart(3, '0')}`,
      name: `${shortName}微站${index}`,
      kind: 'streetMonitor',
      townshipId,
      placeId: null,
      at: pointTowards(middle, random() * 360, 0.8 * radiusM * Math.sqrt(random())),
      intervalMs: 5 * MINUTE,
      exposure: null,
      siting: 0,
    }
  })
}
