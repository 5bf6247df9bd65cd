/**
 * 60 sites and 291 road sections, spread over the townships by their size. The layout is drawn once from a fixed seed:
 * every scenario plays in the same district. Inside an official station's fence is what lies within 500 m of one.
 */
import { createRandom, type Random, seedFor } from '../random.ts'
import { metresBetween, type Point, pointTowards } from './geometry.ts'
import type { DistrictPlace, PlaceAttributes, SiteKind } from './shapes.ts'
import { type DistrictTownship, TOWNSHIPS } from './townships.ts'

const LAYOUT_SEED = 28_10
const NO_SPRAY_FENCE_M = 500
const ROAD_SECTIONS = 291

interface SiteSort {
  readonly kind: SiteKind
  readonly name: string
  readonly count: number
  /** Where such a site may lie: the built-up town, its edge, or anywhere. */
  readonly where: 'town' | 'edge' | 'anywhere'
  readonly has: Omit<PlaceAttributes, 'bareAreaM2' | 'insideFence' | 'sprays'>
  readonly areaM2: readonly [number, number]
}

const NOTHING = {
  earthworks: false,
  demolition: false,
  muckTrucks: false,
  bareSoil: false,
  rubble: false,
  workAtHeight: false,
}
const BARE = { ...NOTHING, bareSoil: true }
const EARTH = { ...BARE, earthworks: true, muckTrucks: true }
const BUILDING = { ...EARTH, workAtHeight: true }
const DEMOLITION = { ...EARTH, demolition: true, rubble: true }
const TIP = { ...EARTH, rubble: true }
const YARD = { ...BARE, muckTrucks: true }

const SORTS: readonly SiteSort[] = [
  { kind: 'buildingSite', name: '房建工地', count: 20, where: 'anywhere', has: BUILDING, areaM2: [2_000, 14_000] },
  { kind: 'municipalSite', name: '市政工地', count: 9, where: 'anywhere', has: EARTH, areaM2: [1_000, 6_000] },
  { kind: 'demolitionSite', name: '拆迁工地', count: 8, where: 'town', has: DEMOLITION, areaM2: [3_000, 12_000] },
  { kind: 'bareLand', name: '裸露地块', count: 8, where: 'anywhere', has: BARE, areaM2: [5_000, 30_000] },
  { kind: 'muckTip', name: '消纳场', count: 4, where: 'edge', has: TIP, areaM2: [10_000, 40_000] },
  { kind: 'mixingPlant', name: '搅拌站', count: 3, where: 'edge', has: NOTHING, areaM2: [2_000, 5_000] },
  { kind: 'materialYard', name: '料场', count: 4, where: 'edge', has: YARD, areaM2: [4_000, 15_000] },
  { kind: 'linearWork', name: '线性工程', count: 4, where: 'anywhere', has: EARTH, areaM2: [1_500, 5_000] },
]

const EDGE_RADIUS_M = 1_700

export function placesAround(stations: readonly Point[]): readonly DistrictPlace[] {
  return [...sites(stations), ...roadSections(stations)]
}

function sites(stations: readonly Point[]): DistrictPlace[] {
  const random = createRandom(seedFor(LAYOUT_SEED, 'sites'))
  const kinds = SORTS.flatMap((sort) => Array.from({ length: sort.count }, () => sort))
  const countIn = new Map<string, number>()
  return kinds.map((sort, index) => {
    const township = drawTownship(sort.where, random)
    const at = drawPoint(township, random)
    const number = (countIn.get(township.id) ?? 0) + 1
    countIn.set(township.id, number)
    return {
      id: `site-${String(index + 1).padStart(3, '0')}`,
      name: `${township.shortName}${number}号${sort.name}`,
      kind: sort.kind,
      phase: phaseOf(index),
      townshipId: township.id,
      helperTownshipId: sort.kind === 'linearWork' ? nearestOther(township, at).id : null,
      at,
      attributes: {
        ...sort.has,
        sprays: sort.kind !== 'bareLand' && random() < 0.7,
        bareAreaM2: Math.round(sort.areaM2[0] + random() * (sort.areaM2[1] - sort.areaM2[0])),
        insideFence: isInsideFence(at, stations),
      },
    }
  })
}

/** Fixed places in the list, so that the share of each phase does not depend on a draw. */
function phaseOf(index: number): DistrictPlace['phase'] {
  switch (index % 20) {
    case 6:
      return 'finished'
    case 9:
      return 'notStarted'
    case 13:
      return 'stopped'
    case 17:
      return 'finishing'
    default:
      return 'active'
  }
}

function drawTownship(where: SiteSort['where'], random: Random): DistrictTownship {
  const fitting = TOWNSHIPS.filter(({ radiusM }) => {
    if (where === 'anywhere') return true
    return where === 'edge' ? radiusM >= EDGE_RADIUS_M : radiusM < EDGE_RADIUS_M
  })
  // By radius, not area: towns are small and full, villages large and empty.
  const total = fitting.reduce((sum, { radiusM }) => sum + radiusM, 0)
  const drawn = random() * total
  let reached = 0
  for (const township of fitting) {
    reached += township.radiusM
    if (drawn < reached) return township
  }
  return fitting.at(-1)!
}

/** Evenly over nine tenths of the circle's radius. */
function drawPoint({ middle, radiusM }: DistrictTownship, random: Random): Point {
  return pointTowards(middle, random() * 360, 0.9 * radiusM * Math.sqrt(random()))
}

function nearestOther(own: DistrictTownship, at: Point): DistrictTownship {
  const others = TOWNSHIPS.filter((township) => township !== own)
  return others.reduce((nearest, one) =>
    metresBetween(one.middle, at) < metresBetween(nearest.middle, at) ? one : nearest,
  )
}

function roadSections(stations: readonly Point[]): DistrictPlace[] {
  const random = createRandom(seedFor(LAYOUT_SEED, 'roads'))
  const counts = sectionsPerTownship()
  let index = 0
  return TOWNSHIPS.flatMap((township) =>
    Array.from({ length: counts.get(township.id) ?? 0 }, (_, inTownship) => {
      const at = drawPoint(township, random)
      index += 1
      return {
        id: `road-${String(index).padStart(3, '0')}`,
        name: `${township.shortName}第${inTownship + 1}路段`,
        kind: 'roadSection' as const,
        phase: 'active' as const,
        townshipId: township.id,
        helperTownshipId: null,
        at,
        attributes: { ...NOTHING, sprays: false, bareAreaM2: null, insideFence: isInsideFence(at, stations) },
      }
    }),
  )
}

/** In proportion to the radius; the townships with the largest remainders take what rounding left over. */
function sectionsPerTownship(): ReadonlyMap<string, number> {
  const total = TOWNSHIPS.reduce((sum, { radiusM }) => sum + radiusM, 0)
  const shares = TOWNSHIPS.map(({ id, radiusM }) => ({ id, share: (ROAD_SECTIONS * radiusM) / total }))
  const missing = ROAD_SECTIONS - shares.reduce((sum, { share }) => sum + Math.floor(share), 0)
  const lucky = new Set(
    shares
      .toSorted((one, other) => (other.share % 1) - (one.share % 1))
      .slice(0, missing)
      .map(({ id }) => id),
  )
  return new Map(shares.map(({ id, share }) => [id, Math.floor(share) + (lucky.has(id) ? 1 : 0)]))
}

function isInsideFence(at: Point, stations: readonly Point[]): boolean {
  return stations.some((station) => metresBetween(station, at) <= NO_SPRAY_FENCE_M)
}
