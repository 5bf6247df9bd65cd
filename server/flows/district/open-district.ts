/** What is known of the district now: its registry and the last values of its devices. ACT and SHOW both look here. */
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import { createLatest, type Latest } from './latest.ts'
import { createRegistry, type RegistryDesk } from './registry.ts'

export interface District {
  readonly registry: RegistryDesk
  readonly latest: Latest
}

export async function openDistrict(operations: Operations, clock: Clock, timeZone: string): Promise<District> {
  const registry = createRegistry(operations, clock, timeZone)
  await registry.load()
  return { registry, latest: createLatest() }
}
