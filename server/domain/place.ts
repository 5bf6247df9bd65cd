/** The registry's nouns: townships, places and devices, as product.md names them. */
import type { Ms } from './units.ts'

export interface Township {
  readonly id: string
  readonly name: string
}

/** A site (工地) or a road section (路段). Kinds follow practice.md 3. */
export type PlaceKind =
  | 'buildingSite'
  | 'municipalSite'
  | 'demolitionSite'
  | 'bareLand'
  | 'muckTip'
  | 'mixingPlant'
  | 'materialYard'
  | 'linearWork'
  | 'roadSection'

export const PLACE_KINDS: readonly PlaceKind[] = [
  'buildingSite',
  'municipalSite',
  'demolitionSite',
  'bareLand',
  'muckTip',
  'mixingPlant',
  'materialYard',
  'linearWork',
  'roadSection',
]

/** 未开工 / 在建 / 停工 / 收尾 / 竣工销号. A finished place is never ordered; a stopped one still owes cover. */
export type PlacePhase = 'notStarted' | 'active' | 'stopped' | 'finishing' | 'finished'

export const PLACE_PHASES: readonly PlacePhase[] = ['notStarted', 'active', 'stopped', 'finishing', 'finished']

/** What a place has, so that only measures that fit it are asked. */
export interface PlaceAttributes {
  readonly earthworks: boolean
  readonly demolition: boolean
  readonly muckTrucks: boolean
  readonly bareSoil: boolean
  readonly rubble: boolean
  readonly sprays: boolean
  readonly workAtHeight: boolean
  /** Uncovered area in m² that sets the deadline to cover; null when not known (then the base deadline holds). */
  readonly bareAreaM2: number | null
  /** Inside an official station's no-spray fence. */
  readonly insideFence: boolean
}

export interface Place {
  readonly id: string
  readonly name: string
  readonly kind: PlaceKind
  readonly phase: PlacePhase
  /** The lead township. */
  readonly townshipId: string
  /** The second township of a place that lies in two; null for most. */
  readonly helperTownshipId: string | null
  /** WGS 84; null when not surveyed. */
  readonly latitude: number | null
  readonly longitude: number | null
  readonly attributes: PlaceAttributes
}

/** How freely the wind reaches a mast. Only *open* devices speak for a scope (practice.md 4). */
export type Exposure = 'open' | 'partly' | 'sheltered'

export const EXPOSURES: readonly Exposure[] = ['open', 'partly', 'sheltered']

export type DeviceKind = 'weatherBureau' | 'officialStation' | 'dustMonitor' | 'streetMonitor' | 'weatherMast'

export const DEVICE_KINDS: readonly DeviceKind[] = [
  'weatherBureau',
  'officialStation',
  'dustMonitor',
  'streetMonitor',
  'weatherMast',
]

export interface Device {
  readonly id: string
  readonly name: string
  readonly kind: DeviceKind
  readonly townshipId: string
  /** The place it watches; null for a device of the township or district. */
  readonly placeId: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  /** Expected time between two readings. */
  readonly intervalMs: Ms
  /** null when the device measures no wind. */
  readonly exposure: Exposure | null
  /** Under maintenance its readings are stored with a mark that bars them. */
  readonly underMaintenance: boolean
}

export interface Registry {
  readonly townships: readonly Township[]
  readonly places: readonly Place[]
  readonly devices: readonly Device[]
}
