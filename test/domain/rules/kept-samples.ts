/** Samples per device and quantity as a rule is handed them. */
import type { Quantity } from '../../../server/domain/air/quantity.ts'
import type { SampleView } from '../../../server/domain/air/samples.ts'
import type { SamplesOf } from '../../../server/domain/rules/rule.ts'

export type DeviceSamples = Readonly<Partial<Record<Quantity, SampleView>>>

export function keptSamples(all: ReadonlyMap<string, DeviceSamples>): SamplesOf {
  return (device, quantity) => all.get(device)?.[quantity]
}
