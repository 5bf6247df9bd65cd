/** PM10 of the district now, as every screen says it: all devices with a fresh, usable value that do not measure by the hour. */
import { type Spread, spreadOf } from '../../server/domain/air/spread.ts'
import { type EpochMs, HOUR, type Ms } from '../../server/domain/units.ts'
import type { DeviceValues } from './device-values.ts'
import { isStale } from './freshness.ts'

interface DustDevice {
  readonly id: string
  readonly intervalMs: Ms
}

/** µg/m³; null without a fresh value. */
export function districtDust(
  devices: Iterable<DustDevice>,
  values: ReadonlyMap<string, DeviceValues>,
  now: EpochMs,
): Spread | null {
  const fresh: number[] = []
  for (const { id, intervalMs } of devices) {
    const pm10 = values.get(id)?.pm10
    if (pm10?.isUsable && intervalMs < HOUR && !isStale(pm10.at, now, intervalMs)) fresh.push(pm10.value)
  }
  return spreadOf(fresh)
}
