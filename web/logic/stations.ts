/** Which devices stand for the district's PM10. */
import type { DeviceView } from '../../server/contract/registry.ts'
import type { DeviceKind } from '../../server/domain/place.ts'
import type { DeviceValues, MeasuredValue } from './device-values.ts'

export interface StationPm10 {
  readonly device: DeviceView
  /** null: never measured. */
  readonly pm10: MeasuredValue | null
}

/** Official stations first; a district that has none is judged by its street and dust monitors. */
const KINDS: readonly DeviceKind[] = ['officialStation', 'weatherBureau', 'streetMonitor', 'dustMonitor', 'weatherMast']
const MOST = 8

export function stationsShown(
  devices: readonly DeviceView[],
  values: ReadonlyMap<string, DeviceValues>,
): readonly StationPm10[] {
  const measuring = devices.flatMap((device): StationPm10[] => {
    const pm10 = values.get(device.id)?.pm10
    if (pm10?.isUsable) return [{ device, pm10 }]
    return device.kind === 'officialStation' ? [{ device, pm10: null }] : []
  })
  return measuring
    .sort(
      (a, b) =>
        KINDS.indexOf(a.device.kind) - KINDS.indexOf(b.device.kind) ||
        a.device.id.localeCompare(b.device.id, 'en', { numeric: true }),
    )
    .slice(0, MOST)
}
