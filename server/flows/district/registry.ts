/**
 * The registry in memory, read by intake, control and views without waiting for the database.
 *
 * Changes go to the database first, with their audit lines, and are visible here once they are stored.
 */
import type { Lookup } from '../../contract/lookup.ts'
import type { AuditEntry } from '../../domain/audit.ts'
import { isInScope, type Scope, scopeKey } from '../../domain/control/scope.ts'
import type { Device, Place, Registry, Township } from '../../domain/place.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'

export type RegistryKind = 'townships' | 'places' | 'devices'

export interface RegistryDesk extends Lookup {
  load(): Promise<void>
  current(): Registry
  device(id: string): Device | undefined
  township(id: string): Township | undefined
  /** Places a rule with this scope speaks for; a place in two townships belongs to both. */
  placesOf(scope: Scope): readonly Place[]
  save(changes: Partial<Registry>, by: By): Promise<void>
  remove(kind: RegistryKind, id: string, by: By): Promise<'removed' | 'unknown' | 'in-use'>
  /** Calls back after each change, so that others can rebuild what they derived. */
  onChange(listener: () => void): void
}

export function createRegistry(operations: Operations, clock: Clock, timeZone: string): RegistryDesk {
  let current: Registry = { townships: [], places: [], devices: [] }
  let townships = new Map<string, Township>()
  let places = new Map<string, Place>()
  let devices = new Map<string, Device>()
  let placesByScope = new Map<string, readonly Place[]>()
  const listeners: (() => void)[] = []

  async function load(): Promise<void> {
    current = await operations.read.registry.load()
    townships = byId(current.townships)
    places = byId(current.places)
    devices = byId(current.devices)
    placesByScope = new Map()
    for (const listener of listeners) listener()
  }

  return {
    timeZone,
    load,
    current: () => current,
    device: (id) => devices.get(id),
    township: (id) => townships.get(id),
    place: (id) => places.get(id),
    townshipName: (id) => townships.get(id)?.name ?? id,
    placesOf(scope) {
      const key = scopeKey(scope)
      const known = placesByScope.get(key)
      if (known) return known
      const found = current.places.filter((place) => isInScope(place, scope))
      placesByScope.set(key, found)
      return found
    },
    async save(changes, by) {
      await operations.change(async (books) => {
        await books.registry.save(changes)
        await books.audit.append(registryAudit(changes, by, clock.now()))
      })
      await load()
    },
    async remove(kind, id, by) {
      const outcome = await operations.change(async (books) => {
        const removed = await books.registry.remove(kind, id)
        if (removed === 'removed') {
          const entry = { at: clock.now(), actor: by.actor, action: 'registry.removed', cause: by.reason }
          await books.audit.append([{ ...entry, subject: `${SUBJECT[kind]}:${id}`, revision: null, details: {} }])
        }
        return removed
      })
      await load()
      return outcome
    },
    onChange: (listener) => {
      listeners.push(listener)
    },
  }
}

const SUBJECT: Record<RegistryKind, string> = { townships: 'township', places: 'place', devices: 'device' }

function registryAudit(changes: Partial<Registry>, by: By, at: number): AuditEntry[] {
  const kinds: RegistryKind[] = ['townships', 'places', 'devices']
  return kinds.flatMap((kind) =>
    (changes[kind] ?? []).map((item) => ({
      at,
      actor: by.actor,
      action: 'registry.saved',
      subject: `${SUBJECT[kind]}:${item.id}`,
      revision: null,
      cause: by.reason,
      details: { ...item },
    })),
  )
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
