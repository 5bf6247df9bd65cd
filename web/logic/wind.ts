/** Wind now: which device speaks for the district on the screen, and the words for what it says. */
import type { DeviceKind } from '../../server/domain/place.ts'
import type { EpochMs, Ms } from '../../server/domain/units.ts'
import type { DeviceValues, MeasuredValue } from './device-values.ts'
import { isStale } from './freshness.ts'

/** What is read of a device. */
export interface WindDevice {
  readonly id: string
  readonly name: string
  readonly kind: DeviceKind
  readonly intervalMs: Ms
}

export interface DeviceWind {
  readonly device: WindDevice
  readonly speed: MeasuredValue
  readonly gust: MeasuredValue | null
  readonly direction: MeasuredValue | null
  readonly isStale: boolean
}

/** The weather bureau's station first (practice.md 4), then whoever is open to the wind. */
const KIND_ORDER: readonly DeviceKind[] = [
  'weatherBureau',
  'officialStation',
  'weatherMast',
  'streetMonitor',
  'dustMonitor',
]

/** Fresh ones before stale ones, then by kind; empty when nobody measures wind. */
export function windDevices(
  devices: readonly WindDevice[],
  values: ReadonlyMap<string, DeviceValues>,
  now: EpochMs,
): readonly DeviceWind[] {
  return devices
    .flatMap((device) => windOf(device, values.get(device.id), now) ?? [])
    .sort(
      (a, b) =>
        Number(a.isStale) - Number(b.isStale) ||
        KIND_ORDER.indexOf(a.device.kind) - KIND_ORDER.indexOf(b.device.kind) ||
        a.device.id.localeCompare(b.device.id, 'en', { numeric: true }),
    )
}

function windOf(device: WindDevice, values: DeviceValues | undefined, now: EpochMs): DeviceWind | null {
  const speed = values?.windSpeed
  if (!speed?.isUsable) return null
  return {
    device,
    speed,
    gust: values?.windGust ?? null,
    direction: values?.windDirection ?? null,
    isStale: isStale(speed.at, now, device.intervalMs),
  }
}

export const DIRECTIONS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** The sector of eight a direction falls into; the wind comes *from* there. */
export function directionOf(degrees: number): Direction {
  return DIRECTIONS[Math.round((((degrees % 360) + 360) % 360) / 45) % 8]!
}
