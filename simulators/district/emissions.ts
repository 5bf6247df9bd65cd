/**
 * What a site puts into the air, g/s of PM10: work while people work, and erosion of bare ground above the stirring
 * wind. Measures done take their part away. Amounts are ours, in the order of published emission factors (a hectare
 * under earthworks gives some tenths of a gram per second).
 */

import type { EpochMs } from '../local-time.ts'
import { MINUTE } from '../local-time.ts'
import { STIRRING_WIND_MPS } from './background.ts'
import type { DistrictPlace } from './shapes.ts'
import { smoothNoise } from './smooth-noise.ts'

export interface EmissionConditions {
  readonly at: EpochMs
  readonly hour: number
  readonly windMps: number
  readonly wetMmH: number
  /** Measures done under orders in force. */
  readonly done: ReadonlySet<string>
  /** How many times the usual work emission. */
  readonly dirt: number
  readonly seed: number
}

const WORK_G_S: Readonly<Record<DistrictPlace['kind'], number>> = {
  buildingSite: 0.15,
  municipalSite: 0.11,
  demolitionSite: 0.35,
  bareLand: 0,
  muckTip: 0.25,
  mixingPlant: 0.18,
  materialYard: 0.12,
  linearWork: 0.1,
  roadSection: 0,
}

const ERODED_G_S_PER_M2 = 6e-6

/** Part of the work's emission that goes when the measure is done. */
const STOPS: Readonly<Record<string, number>> = {
  stopEarthworks: 0.6,
  stopDemolition: 0.7,
  stopMuckTrucks: 0.5,
  stopDustyWork: 0.9,
  spray: 0.4,
}

/** Part of the erosion. */
const HOLDS: Readonly<Record<string, number>> = {
  coverBareSoil: 0.8,
  coverRubble: 0.4,
  secureNets: 0.4,
  spray: 0.4,
}

export function emissionOf(place: DistrictPlace, conditions: EmissionConditions): number {
  const { done, wetMmH } = conditions
  const dryness = 1 / (1 + 5 * wetMmH)
  const work = WORK_G_S[place.kind] * conditions.dirt * workAt(place, conditions) * left(STOPS, done)
  const above = Math.max(0, conditions.windMps - STIRRING_WIND_MPS)
  const isBare = place.attributes.bareSoil || place.attributes.rubble
  const eroded = isBare ? ERODED_G_S_PER_M2 * (place.attributes.bareAreaM2 ?? 0) * above ** 2 * left(HOLDS, done) : 0
  return (work + eroded) * dryness
}

/** 0 when nobody works; about 1 in full work. Also drives the noise at the fence. */
export function workAt({ phase }: DistrictPlace, { at, hour, seed }: Pick<EmissionConditions, 'at' | 'hour' | 'seed'>) {
  const byPhase = phase === 'active' ? 1 : phase === 'finishing' ? 0.5 : 0
  const byHour = (hour >= 7 && hour < 12) || (hour >= 13.5 && hour < 18.5) ? 1 : 0
  return byPhase * byHour * (1 + 0.4 * smoothNoise(seed, at, 12 * MINUTE))
}

function left(parts: Readonly<Record<string, number>>, done: ReadonlySet<string>): number {
  let rest = 1
  for (const measure of done) rest *= 1 - (parts[measure] ?? 0)
  return rest
}
