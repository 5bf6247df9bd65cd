/**
 * The last hours of what every device measured, as far as a rule looks at it: what rules judge instead of a database.
 *
 * A late reading is evidence, not a trigger, and a barred value counts for nothing: neither is kept here.
 */
import { isUsable } from '../../domain/air/quality.ts'
import type { Quantity } from '../../domain/air/quantity.ts'
import { isLate, type Reading } from '../../domain/air/reading.ts'
import { createSamples, type Samples } from '../../domain/air/samples.ts'
import type { SamplesOf } from '../../domain/rules/rule.ts'
import { type EpochMs, HOUR, MINUTE, type Ms } from '../../domain/units.ts'

/** Longer than any window or timer looks back at single samples: 1.1 × an hour and ten minutes, with room. */
export const RETAIN_SAMPLES_MS: Ms = 3 * HOUR
const PRUNE_EVERY_MS: Ms = 10 * MINUTE

export type KeptSamples = readonly (readonly [device: string, Quantity, readonly (readonly [EpochMs, number])[]])[]

export interface SampleKeeper {
  take(readings: readonly Reading[]): void
  readonly samplesOf: SamplesOf
  /** Forgets what no rule looks at any more; cheap when called often. */
  prune(at: EpochMs): void
  snapshot(): KeptSamples
  restore(kept: KeptSamples): void
}

export function createSampleKeeper(quantities: readonly Quantity[]): SampleKeeper {
  const wanted = [...new Set(quantities)]
  const devices = new Map<string, Partial<Record<Quantity, Samples>>>()
  let prunedAt = 0

  function samples(device: string, quantity: Quantity): Samples {
    let known = devices.get(device)
    if (!known) {
      known = {}
      devices.set(device, known)
    }
    known[quantity] ??= createSamples(RETAIN_SAMPLES_MS)
    return known[quantity]
  }

  return {
    take(readings) {
      for (const reading of readings) {
        if (isLate(reading)) continue
        for (const quantity of wanted) {
          const value = reading.values[quantity]
          if (value === undefined || !isUsable(reading.quality[quantity] ?? 0)) continue
          samples(reading.device, quantity).add(reading.ts, value)
        }
      }
    },
    samplesOf: (device, quantity) => devices.get(device)?.[quantity],
    prune(at) {
      if (at - prunedAt <= PRUNE_EVERY_MS) return
      prunedAt = at
      for (const kept of devices.values()) for (const one of Object.values(kept)) one.prune(at)
    },
    snapshot: () =>
      [...devices].flatMap(([device, kept]) =>
        wanted.flatMap((quantity) => {
          const one = kept[quantity]
          return one ? [[device, quantity, one.snapshot()] as const] : []
        }),
      ),
    restore(kept) {
      for (const [device, quantity, values] of kept) {
        if (wanted.includes(quantity)) samples(device, quantity).restore(values)
      }
    },
  }
}
