/**
 * Secrets of devices (invariant 18): issued and shown once, rotated with an overlap, revoked at once. Looked at from
 * memory whenever a device connects; a change is stored first, with its audit line, and holds here once it is.
 */
import type { HealthView } from '../../contract/health.ts'
import { type DeviceSecret, holding, rotated } from '../../domain/device-secret.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { SecretHand } from '../../ports/secret-hand.ts'
import type { By } from '../common/by.ts'
import { degradedBy } from '../common/offered.ts'
import type { RegistryDesk } from './registry.ts'

export interface IssuedSecret {
  readonly device: string
  /** Shown this once. */
  readonly secret: string
  /** Until when the one before holds too; null: there was none. */
  readonly earlierUntil: EpochMs | null
}

/** `by-name`: its name is enough, because it was registered before there were secrets, or the setting says so. */
export type SecretState = 'none' | 'by-name' | 'issued' | 'rotating'

export interface DeviceSecretsDesk {
  load(): Promise<void>
  /** A new one for each; all of them are registered. */
  issue(devices: readonly string[], by: By): Promise<readonly IssuedSecret[]>
  revoke(device: string, by: By): Promise<'revoked' | 'had-none'>
  stateOf(device: string): SecretState
  /** Why it may not connect, for the join list; null when it may. */
  whyNot(device: string, password: Buffer | undefined): string | null
  /** Registered devices whose name alone is enough although the setting asks for a secret. */
  byName(): number
  /** The newest hash of each device, as mosquitto reads them. */
  passwordLines(): readonly string[]
  /** Calls back with a device whose connections must end. */
  onRevoked(listener: (device: string) => void): void
}

export interface DeviceSecretsParts {
  readonly operations: Pick<Operations, 'read' | 'change'>
  readonly registry: Pick<RegistryDesk, 'device' | 'onChange'>
  readonly clock: Clock
  readonly newId: () => string
  readonly hand: SecretHand
  /** `when-issued`: a device that was never given one connects by name. */
  readonly asked: 'required' | 'when-issued'
}

export function createDeviceSecrets(parts: DeviceSecretsParts): DeviceSecretsDesk {
  const { operations, registry, clock, newId, hand, asked } = parts
  let secrets = new Map<string, readonly DeviceSecret[]>()
  let named = new Set<string>()
  const listeners: ((device: string) => void)[] = []
  const heldBy = (device: string) => holding(secrets.get(device) ?? [], clock.now())

  async function load(): Promise<void> {
    const stored = await operations.read.secrets.load()
    secrets = byDevice(stored.secrets)
    named = new Set(stored.byName)
  }

  async function replace(devices: readonly string[], next: readonly DeviceSecret[], action: Action, by: By) {
    const at = clock.now()
    await operations.change(async (books) => {
      await books.secrets.replace(devices, next)
      const line = { at, actor: by.actor, action, revision: null, cause: by.reason, details: {} }
      await books.audit.append(devices.map((device) => ({ ...line, subject: `device:${device}` })))
    })
    for (const device of devices) named.delete(device)
    for (const [device, held] of byDevice(next)) secrets.set(device, held)
  }

  function stateOf(device: string): SecretState {
    const held = heldBy(device).length
    if (held > 0) return held > 1 ? 'rotating' : 'issued'
    const isEnough = named.has(device) || (asked === 'when-issued' && !secrets.has(device))
    return isEnough ? 'by-name' : 'none'
  }

  // A device that is removed takes its secrets with it.
  registry.onChange(() => {
    for (const device of [...secrets.keys(), ...named]) {
      if (registry.device(device)) continue
      secrets.delete(device)
      named.delete(device)
    }
  })

  return {
    load,
    stateOf,
    async issue(devices, by) {
      const issuedAt = clock.now()
      const made = [...new Set(devices)].map((device) => {
        const secret = hand.make()
        const fresh = { id: newId(), device, hash: hand.hashOf(secret), issuedAt, issuedBy: by.actor, endsAt: null }
        const held = rotated(secrets.get(device) ?? [], fresh)
        return { device, secret, held, earlierUntil: held.length > 1 ? (held[0]?.endsAt ?? null) : null }
      })
      const all = made.flatMap(({ held }) => held)
      await replace(
        made.map(({ device }) => device),
        all,
        'device.secret-issued',
        by,
      )
      return made.map(({ device, secret, earlierUntil }) => ({ device, secret, earlierUntil }))
    },
    async revoke(device, by) {
      if (stateOf(device) === 'none') return 'had-none'
      const at = clock.now()
      // What has ended stays on record: whoever was revoked is not taken for one that never had a secret.
      const ended = { id: newId(), device, hash: '', issuedAt: at, issuedBy: by.actor, endsAt: at }
      await replace([device], [ended], 'device.secret-revoked', by)
      for (const listener of listeners) listener(device)
      return 'revoked'
    },
    whyNot(device, password) {
      if (!registry.device(device)) return 'not-registered'
      const state = stateOf(device)
      if (state === 'by-name') return null
      if (state === 'none') return 'no-secret-issued'
      if (password === undefined || password.length === 0) return 'gave-no-secret'
      return heldBy(device).some(({ hash }) => hand.isOf(hash, password)) ? null : 'wrong-secret'
    },
    byName: () => (asked === 'required' ? named.size : 0),
    passwordLines: () =>
      [...secrets.keys()].toSorted().flatMap((device) => {
        const newest = heldBy(device).toSorted((a, b) => b.issuedAt - a.issuedAt)[0]
        return newest ? [`${device}:${newest.hash}`] : []
      }),
    onRevoked: (listener) => {
      listeners.push(listener)
    },
  }
}

export function secretsPart(secrets: Pick<DeviceSecretsDesk, 'byName'>): HealthView['parts']['deviceSecrets'] {
  const byName = secrets.byName()
  const problem = `${byName} devices connect by name alone; POST /api/v1/device-secrets gives each a secret`
  return { ...degradedBy(byName > 0 ? problem : null), byName }
}

function byDevice(secrets: readonly DeviceSecret[]): Map<string, readonly DeviceSecret[]> {
  const all = new Map<string, DeviceSecret[]>()
  for (const secret of secrets) all.set(secret.device, [...(all.get(secret.device) ?? []), secret])
  return all
}

type Action = 'device.secret-issued' | 'device.secret-revoked'
