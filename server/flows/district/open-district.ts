/** What is known of the district now: its registry and the last values of its devices. ACT and SHOW both look here. */
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { SecretHand } from '../../ports/secret-hand.ts'
import { createDeviceSecrets, type DeviceSecretsDesk, type DeviceSecretsParts } from './device-secrets.ts'
import { createLatest, type Latest } from './latest.ts'
import { createRegistry, type RegistryDesk } from './registry.ts'

export interface District {
  readonly registry: RegistryDesk
  readonly secrets: DeviceSecretsDesk
  readonly latest: Latest
}

export interface DistrictParts {
  readonly operations: Operations
  readonly clock: Clock
  readonly timeZone: string
  readonly newId: () => string
  readonly hand: SecretHand
  readonly secretsAsked: DeviceSecretsParts['asked']
}

export async function openDistrict(parts: DistrictParts): Promise<District> {
  const { operations, clock, newId, hand } = parts
  const registry = createRegistry(operations, clock, parts.timeZone)
  const secrets = createDeviceSecrets({ operations, registry, clock, newId, hand, asked: parts.secretsAsked })
  await registry.load()
  await secrets.load()
  return { registry, secrets, latest: createLatest() }
}
