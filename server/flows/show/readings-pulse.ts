/**
 * SHOW: the newest values of all devices that spoke since the last pulse, as one live event.
 *
 * A thousand readings a second become about one event a second; a value that was overtaken meanwhile is not sent.
 */
import { isUsable } from '../../domain/air/quality.ts'
import type { Reading } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'

export interface DevicePulse {
  readonly device: string
  readonly ts: EpochMs
  /** Usable values only. */
  readonly values: Reading['values']
}

export interface ReadingsPulse {
  take(readings: readonly Reading[]): void
  /** What to send now; null when nothing new came. Forgets what it returns. */
  beat(): readonly DevicePulse[] | null
}

export function createReadingsPulse(): ReadingsPulse {
  let newest = new Map<string, Reading>()

  return {
    take(readings) {
      for (const reading of readings) {
        const known = newest.get(reading.device)
        if (!known || known.ts <= reading.ts) newest.set(reading.device, reading)
      }
    },
    beat() {
      if (newest.size === 0) return null
      const pulses = [...newest.values()].map((reading) => ({
        device: reading.device,
        ts: reading.ts,
        values: usableValues(reading),
      }))
      newest = new Map()
      return pulses
    },
  }
}

function usableValues(reading: Reading): Reading['values'] {
  const barred = Object.entries(reading.quality).filter(([, mask]) => !isUsable(mask))
  if (barred.length === 0) return reading.values
  const names = new Set(barred.map(([quantity]) => quantity))
  return Object.fromEntries(Object.entries(reading.values).filter(([quantity]) => !names.has(quantity)))
}
