/** What the simulated district is made of. Kinds and attributes are those `POST /api/v1/import` takes. */
import type { Ms } from '../local-time.ts'
import type { Point } from './geometry.ts'
import type { DistrictTownship } from './townships.ts'

export type SiteKind =
  | 'buildingSite'
  | 'municipalSite'
  | 'demolitionSite'
  | 'bareLand'
  | 'muckTip'
  | 'mixingPlant'
  | 'materialYard'
  | 'linearWork'

export interface DistrictPlace {
  readonly id: string
  readonly name: string
  readonly kind: SiteKind | 'roadSection'
  readonly phase: 'notStarted' | 'active' | 'stopped' | 'finishing' | 'finished'
  readonly townshipId: string
  readonly helperTownshipId: string | null
  readonly at: Point
  readonly attributes: PlaceAttributes
}

export interface PlaceAttributes {
  readonly earthworks: boolean
  readonly demolition: boolean
  readonly muckTrucks: boolean
  readonly bareSoil: boolean
  readonly rubble: boolean
  readonly sprays: boolean
  readonly workAtHeight: boolean
  /** m². */
  readonly bareAreaM2: number | null
  readonly insideFence: boolean
}

export type DistrictDeviceKind = 'weatherBureau' | 'officialStation' | 'dustMonitor' | 'streetMonitor' | 'weatherMast'

export interface DistrictDevice {
  readonly id: string
  readonly name: string
  readonly kind: DistrictDeviceKind
  readonly townshipId: string
  readonly placeId: string | null
  readonly at: Point
  readonly intervalMs: Ms
  /** null: it measures no wind. */
  readonly exposure: 'open' | 'partly' | 'sheltered' | null
  /** What the wind at 10 m in the open loses on its way to this mast: 1 in the open. */
  readonly siting: number
}

export interface District {
  readonly townships: readonly DistrictTownship[]
  readonly places: readonly DistrictPlace[]
  readonly devices: readonly DistrictDevice[]
}
