/** The newest value of every quantity of one device, with the time it was measured. Barred values are marked, not lost. */
import type { LiveData } from '../../server/contract/live.ts'
import type { LatestView } from '../../server/contract/reading.ts'
import { QUANTITIES, type Quantity } from '../../server/domain/air/quantity.ts'
import type { EpochMs } from '../../server/domain/units.ts'

export interface MeasuredValue {
  readonly value: number
  readonly at: EpochMs
  /** false: shown, and no rule or mean sees it. */
  readonly isUsable: boolean
}

export type DeviceValues = Readonly<Partial<Record<Quantity, MeasuredValue>>>

/** One device in a `readings` event. */
export type Pulse = LiveData['readings']['readings'][number]

export function newestOf(view: LatestView): DeviceValues {
  const values: Partial<Record<Quantity, MeasuredValue>> = {}
  for (const quantity of QUANTITIES) {
    const one = view.values[quantity]
    if (one) values[quantity] = { value: one.value, at: Date.parse(one.measuredAt), isUsable: one.usable }
  }
  return values
}

/** A pulse carries usable values only; an older one changes nothing. */
export function withPulse(known: DeviceValues | undefined, { ts, values }: Pulse): DeviceValues {
  const next: Partial<Record<Quantity, MeasuredValue>> = { ...known }
  for (const quantity of QUANTITIES) {
    const value = values[quantity]
    const before = next[quantity]
    if (value === undefined || (before && before.at > ts)) continue
    next[quantity] = { value, at: ts, isUsable: true }
  }
  return next
}
