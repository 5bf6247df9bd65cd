/**
 * The last value of every quantity per device, in memory: what screens and guards look at.
 *
 * Newest by measuring time, never by arrival. A barred value is kept with its mark; whoever reads decides.
 */
import type { QualityMask } from '../../domain/air/quality.ts'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'
import type { Reading } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'

export interface LatestValue {
  readonly value: number
  readonly measuredAt: EpochMs
  readonly quality: QualityMask
}

export type DeviceLatest = Partial<Record<Quantity, LatestValue>>

export interface Latest {
  take(readings: readonly Reading[]): void
  of(device: string): Readonly<DeviceLatest> | undefined
  /** When the device last measured anything; null when never. */
  lastMeasuredAt(device: string): EpochMs | null
  snapshot(): readonly (readonly [string, DeviceLatest])[]
  restore(snapshot: readonly (readonly [string, DeviceLatest])[]): void
}

export function createLatest(): Latest {
  let devices = new Map<string, DeviceLatest>()

  return {
    take(readings) {
      for (const reading of readings) takeOne(reading)
    },
    of: (device) => devices.get(device),
    lastMeasuredAt(device) {
      const values = Object.values(devices.get(device) ?? {})
      return values.length === 0 ? null : Math.max(...values.map((one) => one.measuredAt))
    },
    snapshot: () => [...devices],
    restore: (snapshot) => {
      devices = new Map(snapshot.map(([device, values]) => [device, { ...values }]))
    },
  }

  function takeOne(reading: Reading): void {
    let known = devices.get(reading.device)
    if (!known) {
      known = {}
      devices.set(reading.device, known)
    }
    for (const quantity of QUANTITIES) {
      const value = reading.values[quantity]
      if (value === undefined) continue
      const before = known[quantity]
      if (before && before.measuredAt > reading.ts) continue
      known[quantity] = { value, measuredAt: reading.ts, quality: reading.quality[quantity] ?? 0 }
    }
  }
}
