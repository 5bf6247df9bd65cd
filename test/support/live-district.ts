/**
 * A small live district whose rule decides within seconds: the real rule with shorter times, through the rules file an
 * office would use. One open mast with a long interval, so that one value of wind stands for itself.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { HealthView } from '../../server/contract/health.ts'
import { MINUTE, SECOND } from '../../server/domain/units.ts'
import type { RunningServer } from './server.ts'

export const MAST = 'mast'

export function devicesNamed(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `dust-${n + 1}`)
}

export async function enterDistrict(server: RunningServer, dustDevices: readonly string[]): Promise<void> {
  const dust = dustDevices.map((id) => ({ id, name: id, kind: 'dustMonitor', townshipId: 't1', placeId: 'site-1' }))
  const mast = {
    id: MAST,
    name: '气象杆',
    kind: 'weatherMast',
    townshipId: 't1',
    exposure: 'open',
    intervalMs: 20 * MINUTE,
  }
  await server.post('/import', {
    townships: [{ id: 't1', name: '侯寨乡' }],
    places: [
      { id: 'site-1', name: '一号工地', kind: 'buildingSite', townshipId: 't1' },
      { id: 'site-2', name: '二号工地', kind: 'demolitionSite', townshipId: 't1' },
      { id: 'road-1', name: '一号路段', kind: 'roadSection', townshipId: 't1' },
    ],
    devices: [mast, ...dust],
  })
}

/** Path of a rules file in `folder`. */
export function quickRules(folder: string): string {
  const path = join(folder, 'rules.json')
  const windyDay = { rulePack: { id: 'windy-day', version: 'quick' }, raiseAfterMs: SECOND }
  writeFileSync(path, JSON.stringify({ windyDay }))
  return path
}

/** One reading of the mast as the import takes it. */
export async function blow(server: RunningServer, windSpeed: number): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/import/readings`, {
    method: 'POST',
    headers: { authorization: 'Bearer officer-token-1', 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify({ device: MAST, ts: Date.now(), windSpeed })}\n`,
  })
  if (!response.ok) throw new Error(`the wind was not taken: ${await response.text()}`)
}

/** What must be the same after a restart: numbers, states and everything said about them. */
export async function recordOf(server: RunningServer): Promise<DistrictRecord> {
  const [episodes, orders, notifications] = await Promise.all([
    everything<Named>(server, '/episodes'),
    everything<OrderRow>(server, '/orders'),
    everything<{ key: string }>(server, '/notifications'),
  ])
  return {
    episodes: episodes.map(({ id }) => id).sort(),
    orders: orders.map(({ id, number, place, revision }) => ({ id, number, place, revision })).sort(byId),
    notifications: notifications.map(({ key }) => key).sort(),
  }
}

interface Named {
  readonly id: string
}

interface OrderRow extends Named {
  readonly number: string
  readonly place: string
  readonly revision: number
}

export interface DistrictRecord {
  readonly episodes: readonly string[]
  readonly orders: readonly OrderRow[]
  readonly notifications: readonly string[]
}

function byId(a: Named, b: Named): number {
  return a.id < b.id ? -1 : 1
}

/** All pages of a list. */
export async function everything<T>(server: RunningServer, path: string): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { items: T[]; nextCursor: string | null } = await server.get(`${path}?limit=500${from}`)
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

export function healthOf(server: RunningServer): Promise<HealthView> {
  return server.get('/health')
}

/** Resolves once `look` holds; shows the last answer when it never does. */
export function until<T>(look: () => Promise<T>, holds: (found: T) => boolean, withinMs = 30_000): Promise<T> {
  return vi.waitFor(
    async () => {
      const found = await look()
      if (holds(found)) return found
      throw new Error(`waited ${withinMs} ms, and still: ${JSON.stringify(found)?.slice(0, 2_000)}`)
    },
    { timeout: withinMs, interval: 100 },
  )
}
