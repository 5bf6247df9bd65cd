/**
 * SHOW: how much of a site's dust is its own at some instant, from what is stored. The active work area is the position of
 * the place: moving it, or a monitor, changes every bearing at once, because none is kept.
 */
import type { ContributionAnswer } from '../../contract/contribution.ts'
import { meanAt } from '../../domain/air/averages.ts'
import { createSamples, type Samples } from '../../domain/air/samples.ts'
import type { MeanWind } from '../../domain/air/wind.ts'
import {
  type Background,
  type Contribution,
  contributionOf,
  probabilityAbove,
} from '../../domain/contribution/contribution.ts'
import { roleOf } from '../../domain/contribution/roles.ts'
import { bearingDegrees, distanceM, type Position } from '../../domain/distance.ts'
import type { Device, Place } from '../../domain/place.ts'
import { dustDevicesOf } from '../../domain/rules/dust/site-devices.ts'
import { localIso } from '../../domain/time.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { windsBefore } from './winds-before.ts'

export interface ContributionRequest {
  readonly place: Place
  readonly at: EpochMs
  readonly windowMs: Ms
}

/** Suppress above the first, stop above the second; algorithms.md 9, dust-exceedance (d) (ours). */
const LIMITS_UGM3 = [100, 150]
const BACKGROUND_WITHIN_M = 10_000
/** The nearest: one request each. */
const MOST_STATIONS = 20
const WIND_WITHIN_M = 5_000
const MOST_MASTS = 5

interface Standing {
  readonly device: Device
  readonly metres: number
  readonly bearing: number
}

/** Rejects with `StoreUnavailable` when the store cannot answer. */
export async function siteContribution(
  store: Pick<ReadingStore, 'series'>,
  registry: Pick<RegistryDesk, 'current' | 'timeZone'>,
  { place, at, windowMs }: ContributionRequest,
): Promise<ContributionAnswer> {
  const { devices } = registry.current()
  const { site, stations } = dustDevicesOf(registry.current())(place)
  const workArea = positionOf(place)
  const answer = { place: place.id, at: localIso(at, registry.timeZone), windowMs, workArea }
  const unplaced = site.filter((one) => positionOf(one) === null).map(({ id }) => id)
  if (workArea === null)
    return {
      ...answer,
      ...{ difference: null, notEvaluable: 'noPosition', ringUgM3: null, wind: null },
      monitors: [],
      unplaced,
    }

  const ring = standing(workArea, site)
  const values = await meansOf(store, ring, at, windowMs)
  const near = standing(workArea, devices).filter(({ metres }) => metres <= WIND_WITHIN_M)
  const isOwn = ({ device }: Standing) => Number(device.placeId === place.id)
  const masts = near
    .filter(({ device }) => device.exposure !== null || device.kind === 'weatherBureau')
    .sort((a, b) => isOwn(b) - isOwn(a) || a.metres - b.metres)
    .slice(0, MOST_MASTS)
  const { device: windDevice, winds } = await windsBefore(
    store,
    masts.map(({ device }) => device),
    at,
    windowMs,
  )
  const wind = winds.at(-1) ?? null
  const from = wind?.directionDegrees ?? null
  const monitors = ring.map(({ device, bearing }, index) => ({
    ...{ device: device.id, bearingDegrees: bearing, value: values[index] ?? null },
  }))
  const found = contributionOf({ monitors, winds, background: null })
  const needsBackground = !found.evaluable && found.because === 'noUpwind' && from !== null
  const background = needsBackground
    ? await backgroundOf(store, standing(workArea, stations), from, at, windowMs)
    : null
  const known = background === null ? found : contributionOf({ monitors, winds, background })
  return {
    ...answer,
    ...differenceOf(known),
    ringUgM3: known.ringUgM3,
    wind: wind && windDevice ? windView(wind, windDevice) : null,
    monitors: known.monitors.map(({ value, ...one }, index) => ({
      ...one,
      pm10: value,
      distanceM: ring[index]!.metres,
    })),
    unplaced,
  }
}

function differenceOf(found: Contribution): Pick<ContributionAnswer, 'difference' | 'notEvaluable'> {
  if (!found.evaluable) return { difference: null, notEvaluable: found.because }
  const { evaluable: _, wind: __, monitors: ___, ringUgM3: ____, ...difference } = found
  const above = LIMITS_UGM3.map((limitUgM3) => ({ limitUgM3, probability: probabilityAbove(found, limitUgM3) }))
  return { notEvaluable: null, difference: { ...difference, upwindDevices: [...found.upwindDevices], above } }
}

function windView({ directionDegrees: fromDegrees, ...wind }: MeanWind, device: string) {
  return { ...wind, fromDegrees, device }
}

/** The median of the stations at no site that the wind passes first. */
async function backgroundOf(
  store: Pick<ReadingStore, 'series'>,
  stations: readonly Standing[],
  windFrom: number,
  at: EpochMs,
  windowMs: Ms,
): Promise<Background | null> {
  const upwind = stations
    .filter(({ metres, bearing }) => metres <= BACKGROUND_WITHIN_M && roleOf(bearing, windFrom) === 'upwind')
    .sort((a, b) => a.metres - b.metres)
    .slice(0, MOST_STATIONS)
  const values = await meansOf(store, upwind, at, windowMs)
  const heard = upwind
    .flatMap(({ device }, index) => (values[index] == null ? [] : [{ id: device.id, value: values[index] }]))
    .sort((a, b) => a.value - b.value)
  if (heard.length === 0) return null
  const value = (heard[(heard.length - 1) >>> 1]!.value + heard[heard.length >>> 1]!.value) / 2
  return { value, devices: heard.map(({ id }) => id) }
}

function meansOf(
  store: Pick<ReadingStore, 'series'>,
  some: readonly Standing[],
  at: EpochMs,
  windowMs: Ms,
): Promise<(number | null)[]> {
  return Promise.all(
    some.map(async ({ device }) => meanAt(await pm10Of(store, device, at, windowMs), at, windowMs, device.intervalMs)),
  )
}

/** Steps end at `at`, so that a step's value stands at its end and a barred one is in none. */
async function pm10Of(
  store: Pick<ReadingStore, 'series'>,
  device: Device,
  at: EpochMs,
  windowMs: Ms,
): Promise<Samples> {
  const everyMs = device.intervalMs
  const span = { from: at + 1 - everyMs * Math.ceil(windowMs / everyMs + 1), to: at + 1 }
  const quantities = ['pm10'] as const
  const series = await store.series({ devices: [device.id], quantities, ...span, everyMs, alignMs: (at + 1) % everyMs })
  const samples = createSamples(2 * (windowMs + everyMs))
  for (const [start, value] of series[0]?.points ?? []) if (value !== null) samples.add(start + everyMs - 1, value)
  return samples
}

function standing(from: Position, devices: readonly Device[]): Standing[] {
  return devices.flatMap((device) => {
    const there = positionOf(device)
    return there ? [{ device, metres: distanceM(from, there), bearing: bearingDegrees(from, there) }] : []
  })
}

function positionOf({ latitude, longitude }: Device | Place): Position | null {
  return latitude === null || longitude === null ? null : { latitude, longitude }
}
