/**
 * SHOW: the district's day as one curve: PM10 of all devices together, and the wind of the source that counts most.
 *
 * Devices that measure by the hour are kept out of a middle of instants. Wind comes from one device, the weather
 * bureau's first (practice.md 4), because a mean of masts in different exposure is the wind of nowhere.
 */
import type { DistrictCurveAnswer } from '../../contract/curve.ts'
import { spreadOf } from '../../domain/air/spread.ts'
import type { Device, DeviceKind } from '../../domain/place.ts'
import { type EpochMs, HOUR, MINUTE, type Ms } from '../../domain/units.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'

export const CURVE_STEP: Ms = 10 * MINUTE

const WIND_FIRST: readonly DeviceKind[] = ['weatherBureau', 'officialStation', 'weatherMast', 'streetMonitor']

type Points = ReadonlyMap<EpochMs, number>

/** `from` and `to` are whole steps. Rejects with `StoreUnavailable` when the store cannot answer. */
export async function districtCurve(
  store: Pick<ReadingStore, 'series'>,
  devices: readonly Device[],
  from: EpochMs,
  to: EpochMs,
): Promise<DistrictCurveAnswer> {
  const instants = devices.filter(({ intervalMs }) => intervalMs < HOUR)
  const windy = instants
    .filter(({ exposure, kind }) => exposure === 'open' || kind === 'weatherBureau')
    .sort((a, b) => rankOf(a) - rankOf(b) || a.id.localeCompare(b.id, 'en', { numeric: true }))
  const read = async (some: readonly Device[], quantity: 'pm10' | 'windSpeed' | 'windGust', everyMs: Ms) => {
    if (some.length === 0) return []
    const ids = some.map(({ id }) => id)
    return store.series({ devices: ids, quantities: [quantity], from, to, everyMs, alignMs: 0 })
  }
  const [dust, winds] = await Promise.all([read(instants, 'pm10', CURVE_STEP), read(windy, 'windSpeed', CURVE_STEP)])
  const main = windy.find(({ id }) => winds.some((one) => one.device === id && one.points.some(([, v]) => v !== null)))
  // Gusts are short: of means over a whole step nothing would be left of them.
  const gusts = main ? await read([main], 'windGust', MINUTE) : []
  const valuesOf = (points: readonly (readonly [EpochMs, number | null])[]): Points =>
    new Map(points.flatMap(([at, value]) => (value === null ? [] : [[at, value] as const])))
  const dustOf = dust.map(({ points }) => valuesOf(points))
  const windOf = valuesOf(winds.find((one) => one.device === main?.id)?.points ?? [])
  const gustOf = strongest(gusts[0]?.points ?? [])
  const points: DistrictCurveAnswer['points'] = []
  for (let at = from; at < to; at += CURVE_STEP) {
    const spread = spreadOf(dustOf.flatMap((one) => one.get(at) ?? []))
    points.push({
      at,
      pm10: spread && [round(spread.low), round(spread.median), round(spread.high)],
      devices: spread?.count ?? 0,
      windMps: rounded(windOf.get(at)),
      gustMps: rounded(gustOf.get(at)),
    })
  }
  return { stepMs: CURVE_STEP, wind: main ? { device: main.id, name: main.name } : null, points }
}

function rankOf({ kind }: Device): number {
  const rank = WIND_FIRST.indexOf(kind)
  return rank < 0 ? WIND_FIRST.length : rank
}

function strongest(points: readonly (readonly [EpochMs, number | null])[]): Points {
  const most = new Map<EpochMs, number>()
  for (const [at, value] of points) {
    if (value === null) continue
    const step = Math.floor(at / CURVE_STEP) * CURVE_STEP
    most.set(step, Math.max(most.get(step) ?? value, value))
  }
  return most
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : round(value)
}
