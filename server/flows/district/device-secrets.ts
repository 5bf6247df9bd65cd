/**
 * Secrets of devices (invariant 18): issued and shown once, rotated with an overlap, revoked at once. Looked at from
 * memory whenever a device connects; a change is stored first, with its audit line, and holds here once it is.
 */
import { type DeviceSecret, holding, rotated } from '../../domain/device-secret.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Admission, DoorKeeper } from '../../ports/inbox.ts'
import type { Operations } from '../../ports/operations.ts'
import type { SecretHand } from '../../ports/secret-hand.ts'
import type { By } from '../common/by.ts'
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
  readonly admit: DoorKeeper['admit']
  readonly mayStay: DoorKeeper['mayStay']
  /** Registered devices whose name alone is enough although the setting asks for a secret. */
  byName(): number
  /** The newest hash of each device, as mosquitto reads them. */
  passwordLines(): readonly string[]
  /** Calls back after each change, so that connections can be looked at anew. */
  onChange(listener: () => void): void
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
  const listeners: (() => void)[] = []
  let turn: Promise<unknown> = Promise.resolve()
  const heldBy = (device: string) => holding(secrets.get(device) ?? [], clock.now())

  /** One change after the other: each is worked out from what the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  async function load(): Promise<void> {
    const stored = await operations.read.secrets.load()
    secrets = byDevice(stored.secrets)
    named = new Set(stored.byName)
  }

  async function replace(devices: readonly string[], next: readonly DeviceSecret[], action: Action, by: By) {
    const line = { at: clock.now(), actor: by.actor, action, revision: null, cause: by.reason, details: {} }
    try {
      await operations.change(async (books) => {
        await books.secrets.replace(devices, next)
        await books.audit.append(devices.map((device) => ({ ...line, subject: `device:${device}` })))
      })
    } catch (error) {
      // Nobody may know whether it was stored: the database does.
      await load().catch(() => undefined)
      throw error
    }
    for (const device of devices) named.delete(device)
    for (const [device, held] of byDevice(next)) secrets.set(device, held)
    tell()
  }

  function stateOf(device: string): SecretState {
    const held = heldBy(device).length
    if (held > 0) return held > 1 ? 'rotating' : 'issued'
    const isEnough = named.has(device) || (asked === 'when-issued' && !secrets.has(device))
    return isEnough ? 'by-name' : 'none'
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  // A device that is removed takes its secrets with it.
  registry.onChange(() => {
    for (const device of [...secrets.keys(), ...named]) {
      if (registry.device(device)) continue
      secrets.delete(device)
      named.delete(device)
    }
    tell()
  })

  return {
    load,
    stateOf,
    issue: (devices, by) =>
      inTurn(async () => {
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
      }),
    revoke: (device, by) =>
      inTurn(async () => {
        if (stateOf(device) === 'none') return 'had-none'
        const at = clock.now()
        // What has ended stays on record: whoever was revoked is not taken for one that never had a secret.
        const ended = { id: newId(), device, hash: '', issuedAt: at, issuedBy: by.actor, endsAt: at }
        await replace([device], [ended], 'device.secret-revoked', by)
        return 'revoked'
      }),
    admit(device, password) {
      if (!registry.device(device)) return out('not-registered')
      const state = stateOf(device)
      if (state === 'by-name') return { kind: 'in', by: BY_NAME }
      if (state === 'none') return out('no-secret-issued')
      if (password === undefined || password.length === 0) return out('gave-no-secret')
      const secret = heldBy(device).find(({ hash }) => hand.isOf(hash, password))
      return secret ? { kind: 'in', by: secret.id } : out('wrong-secret')
    },
    mayStay(device, by) {
      if (!registry.device(device)) return false
      return by === BY_NAME ? stateOf(device) === 'by-name' : heldBy(device).some(({ id }) => id === by)
    },
    byName: () => (asked === 'required' ? named.size : 0),
    passwordLines: () =>
      [...secrets.keys()].toSorted().flatMap((device) => {
        const newest = heldBy(device).toSorted((a, b) => b.issuedAt - a.issuedAt)[0]
        return newest ? [`${device}:${newest.hash}`] : []
      }),
    onChange: (listener) => {
      listeners.push(listener)
    },
  }
}

function byDevice(secrets: readonly DeviceSecret[]): Map<string, readonly DeviceSecret[]> {
  const all = new Map<string, DeviceSecret[]>()
  for (const secret of secrets) all.set(secret.device, [...(all.get(secret.device) ?? []), secret])
  return all
}

const BY_NAME = 'name'

function out(why: string): Admission {
  return { kind: 'out', why }
}

type Action = 'device.secret-issued' | 'device.secret-revoked'
