/** What the air says about a place now: PM10 of its freshest device, its band while it is fresh. */
import type { DeviceView } from '../../server/contract/registry.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import type { DeviceValues, MeasuredValue } from './device-values.ts'
import { isStale } from './freshness.ts'
import { type Band, pm10Band } from './pm10-band.ts'

export interface PlaceAir {
  /** null: never measured, or not usable. */
  readonly pm10: MeasuredValue | null
  readonly isStale: boolean
  /** null when there is no fresh value: no data is never a clean colour. */
  readonly band: Band | null
}

export function placeAir(
  devices: readonly DeviceView[],
  values: ReadonlyMap<string, DeviceValues>,
  { now, timeZone }: { readonly now: EpochMs; readonly timeZone: string },
): PlaceAir {
  let freshest: { pm10: MeasuredValue; intervalMs: number } | null = null
  for (const device of devices) {
    const pm10 = values.get(device.id)?.pm10
    if (pm10?.isUsable && (freshest === null || pm10.at > freshest.pm10.at)) {
      freshest = { pm10, intervalMs: device.intervalMs }
    }
  }
  if (freshest === null) return { pm10: null, isStale: false, band: null }
  const { pm10, intervalMs } = freshest
  const stale = isStale(pm10.at, now, intervalMs)
  return { pm10, isStale: stale, band: stale ? null : pm10Band(pm10.value, pm10.at, timeZone) }
}
