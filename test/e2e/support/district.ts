/**
 * A small made-up district for browser tests: townships, sites of every kind, road sections, stations, hostile names.
 * Everything is worked out from indices, so that two runs are the same. Names are marked 示意; none is a real site.
 */
import { PLACE_KINDS } from '../../../server/domain/place.ts'

export const HOSTILE_NAMES = [
  '<img src=x onerror="document.title=\'broken\'">一标段工地',
  '\u202eمشروع البناء\u202c 工地(从右到左)',
  `超长名称工地${'很长'.repeat(90)}`,
] as const

const TOWNSHIP_NAMES = ['侯寨乡', '马寨镇', '金水源街道', '嵩山路街道', '长江路街道', '樱桃沟管委会'] as const
const SITES = 24
const ROADS = 30

export interface DistrictInput {
  readonly townships: readonly object[]
  readonly places: readonly object[]
  readonly devices: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
}

export function testDistrict(): DistrictInput {
  const townships = TOWNSHIP_NAMES.map((name, index) => ({ id: `T${index + 1}`, name: `${name}(示意)` }))
  return { townships, places: [...sites(), ...roads()], devices: devices() }
}

/** Spread over about 12 × 9 km south-west of a city. */
function spot(n: number): { latitude: number; longitude: number } {
  const angle = n * 2.399963
  const reach = Math.sqrt((n + 0.5) / (SITES + ROADS))
  return {
    latitude: round(34.7 + reach * Math.sin(angle) * 0.045),
    longitude: round(113.62 + reach * Math.cos(angle) * 0.07),
  }
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5
}

function sites() {
  const kinds = PLACE_KINDS.filter((kind) => kind !== 'roadSection')
  return Array.from({ length: SITES }, (_, index) => ({
    id: `S${index + 1}`,
    name: HOSTILE_NAMES[index - 3] ?? `${TOWNSHIP_NAMES[index % TOWNSHIP_NAMES.length]}${index + 1}号工地`,
    kind: kinds[index % kinds.length],
    phase: index === 9 ? 'stopped' : 'active',
    townshipId: `T${(index % TOWNSHIP_NAMES.length) + 1}`,
    helperTownshipId: index === 5 ? 'T1' : null,
    ...spot(index * 2),
    attributes: { sprays: index % 3 === 0, bareAreaM2: 1_500 * (index + 1) },
  }))
}

function roads() {
  return Array.from({ length: ROADS }, (_, index) => ({
    id: `R${index + 1}`,
    name: `示意路第${index + 1}段`,
    kind: 'roadSection',
    townshipId: `T${(index % TOWNSHIP_NAMES.length) + 1}`,
    ...spot(index * 2 + 1),
  }))
}

function devices() {
  const bureau = {
    id: 'W1',
    name: '二七国家气象观测站(示意)',
    kind: 'weatherBureau',
    townshipId: 'T1',
    exposure: 'open',
    ...spot(1),
  }
  const official = ['河医大', '烟厂', '航海路'].map((name, index) => ({
    id: `O${index + 1}`,
    name: `${name}站(示意)`,
    kind: 'officialStation',
    townshipId: `T${index + 2}`,
    ...spot(10 + index * 9),
  }))
  const dust = Array.from({ length: 12 }, (_, index) => ({
    id: `D${index + 1}`,
    name: `扬尘监测 ${index + 1}`,
    kind: 'dustMonitor',
    placeId: `S${index + 1}`,
    townshipId: `T${(index % TOWNSHIP_NAMES.length) + 1}`,
    exposure: index < 4 ? 'open' : null,
    ...spot(index * 2),
  }))
  return [bureau, ...official, ...dust].map((one) => ({ ...one, intervalMs: 60_000 }))
}

/** One minute of readings as NDJSON objects; wind in m/s, what is measured by each kind of device. */
export function readingsAt(ts: number, windMps: number): readonly object[] {
  const minute = Math.round(ts / 60_000)
  const sway = Math.sin(minute / 17) + 0.4 * Math.sin(minute / 5)
  const wind = Math.max(0.2, windMps + 0.3 * sway)
  const pm10 = (factor: number) => Math.round(Math.max(8, (62 + 14 * sway + windMps * 11) * factor))
  const all: object[] = [
    {
      device: 'W1',
      ts,
      windSpeed: tenths(wind),
      windGust: tenths(wind * 1.3),
      windDirection: Math.round(335 + 12 * sway + 360) % 360,
      temperature: tenths(9 + sway),
      humidity: 38,
      pressure: 1_012,
      rain: 0,
    },
  ]
  for (const [index, factor] of [0.9, 1, 1.12].entries()) {
    all.push({
      device: `O${index + 1}`,
      ts,
      pm10: pm10(factor),
      pm25: Math.round(pm10(factor) * 0.45),
      no2: 38,
      so2: 9,
      co: 0.7,
      o3: 61,
    })
  }
  for (let index = 0; index < 12; index += 1) {
    // The tenth is silent: a place without data must look like one.
    if (index === 9) continue
    const own = index === 2 ? 3.4 : 0.8 + index * 0.09
    all.push({
      device: `D${index + 1}`,
      ts,
      pm10: pm10(own),
      tsp: pm10(own * 1.7),
      noise: 61,
      temperature: tenths(10 + sway),
      humidity: 40,
      windSpeed: tenths(wind * 0.6),
    })
  }
  return all
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
