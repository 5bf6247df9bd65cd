/**
 * Townships, places and devices as they cross the wire. Input leaves out what has a sensible default; views add
 * whether the thing is heard from.
 */
import { z } from 'zod'
import {
  DEVICE_KINDS,
  type Device,
  EXPOSURES,
  PLACE_KINDS,
  PLACE_PHASES,
  type Place,
  type PlaceAttributes,
  type PlaceKind,
  type Township,
} from '../domain/place.ts'
import { MINUTE } from '../domain/units.ts'
import { Id, IsoTime, PlainText } from './common.ts'

const Name = PlainText(200)
const Latitude = z.number().min(-90).max(90).nullable().default(null).describe('WGS 84; null when not surveyed')
const Longitude = z.number().min(-180).max(180).nullable().default(null)

const Attributes = z.strictObject({
  earthworks: z.boolean(),
  demolition: z.boolean(),
  muckTrucks: z.boolean(),
  bareSoil: z.boolean(),
  rubble: z.boolean(),
  sprays: z.boolean(),
  workAtHeight: z.boolean(),
  bareAreaM2: z.number().min(0).max(1e9).nullable().describe('uncovered area, m²; null when not known'),
  insideFence: z.boolean().describe("inside an official station's no-spray fence"),
})

export const TownshipInput = z.strictObject({ id: Id, name: Name })

/** What is asked of a place nobody described follows its kind: asking for one measure too many is the safer mistake. */
export const PlaceInput = z
  .strictObject({
    id: Id,
    name: Name,
    kind: z.enum(PLACE_KINDS),
    phase: z.enum(PLACE_PHASES).default('active'),
    townshipId: Id,
    helperTownshipId: Id.nullable().default(null),
    latitude: Latitude,
    longitude: Longitude,
    attributes: Attributes.partial().default({}).describe('what is left out follows from the kind'),
  })
  .refine(hasBothOrNeither, { path: ['latitude'], message: 'latitude and longitude together, or neither' })
  .refine((place) => place.helperTownshipId !== place.townshipId, {
    path: ['helperTownshipId'],
    message: 'another township than townshipId, or null',
  })

export const DeviceInput = z
  .strictObject({
    id: Id,
    name: Name,
    kind: z.enum(DEVICE_KINDS),
    townshipId: Id,
    placeId: Id.nullable().default(null),
    latitude: Latitude,
    longitude: Longitude,
    intervalMs: z.number().int().min(1_000).max(86_400_000).default(MINUTE).describe('ms between two readings'),
    exposure: z.enum(EXPOSURES).nullable().default(null).describe('null when it measures no wind'),
    underMaintenance: z.boolean().default(false),
  })
  .refine(hasBothOrNeither, { path: ['latitude'], message: 'latitude and longitude together, or neither' })

function hasBothOrNeither(item: { latitude: number | null; longitude: number | null }): boolean {
  return (item.latitude === null) === (item.longitude === null)
}

export function placeOf(input: z.infer<typeof PlaceInput>): Place {
  return { ...input, attributes: { ...attributesOf(input.kind), ...definedOnly(input.attributes) } }
}

function attributesOf(kind: PlaceKind): PlaceAttributes {
  const isSite = kind === 'buildingSite' || kind === 'municipalSite' || kind === 'linearWork'
  const isDemolition = kind === 'demolitionSite'
  return {
    earthworks: isSite || isDemolition,
    demolition: isDemolition,
    muckTrucks: isSite || isDemolition || kind === 'muckTip',
    bareSoil: kind !== 'roadSection' && kind !== 'mixingPlant',
    rubble: isDemolition || kind === 'muckTip',
    sprays: false,
    workAtHeight: kind === 'buildingSite',
    bareAreaM2: null,
    insideFence: false,
  }
}

/** An attribute set to undefined is one left out. */
function definedOnly(given: z.infer<typeof PlaceInput>['attributes']): Partial<PlaceAttributes> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** `online` while the last reading is at most 3 intervals (10 minutes at least) old; `never` before the first. */
export const LiveStatus = z.object({
  status: z.enum(['online', 'stale', 'never']),
  lastMeasuredAt: IsoTime.nullable(),
  ageS: z.number().nullable().describe('seconds since then by the realm clock'),
})

export type LiveStatus = z.infer<typeof LiveStatus>

export const TownshipView = z.object({
  id: z.string(),
  name: z.string(),
  places: z.number().int(),
  devices: z.number().int(),
  devicesOnline: z.number().int(),
})

export const PlaceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(PLACE_KINDS),
  phase: z.enum(PLACE_PHASES),
  township: z.string().describe('name'),
  townshipId: z.string(),
  helperTownshipId: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  attributes: Attributes,
  devices: z.array(z.string()).describe('ids of the devices that watch it'),
  live: LiveStatus.describe('of the device heard from last'),
})

export const DeviceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(DEVICE_KINDS),
  township: z.string().describe('name'),
  townshipId: z.string(),
  placeId: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  intervalMs: z.number().int(),
  exposure: z.enum(EXPOSURES).nullable(),
  underMaintenance: z.boolean(),
  live: LiveStatus,
})

export type TownshipView = z.infer<typeof TownshipView>
export type PlaceView = z.infer<typeof PlaceView>
export type DeviceView = z.infer<typeof DeviceView>

export const ImportProblem = z.object({
  kind: z.enum(['townships', 'places', 'devices']).nullable(),
  line: z.number().int().describe('line of a CSV file, else the position in its list, from 1'),
  field: z.string(),
  found: z.string(),
  expected: z.string(),
})

export type ImportProblem = z.infer<typeof ImportProblem>

export const ImportAnswer = z.object({
  dryRun: z.boolean(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  problems: z.array(ImportProblem).describe('empty when everything fits; otherwise nothing is stored'),
})

export type ImportAnswer = z.infer<typeof ImportAnswer>

export type RegistryItem = Township | Place | Device
