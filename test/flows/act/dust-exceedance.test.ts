/** The dust of one site through ACT: told, drafted or ordered, by the rule's mode and by what speaks against it. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Registry } from '../../../server/domain/place.ts'
import { dustExceedance } from '../../../server/domain/rules/dust-exceedance/index.ts'
import { DUST_EXCEEDANCE_DEFAULTS } from '../../../server/domain/rules/dust-exceedance/settings.ts'
import { HOUR } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { mast, openControlRoom, place, type RoomSettings } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const monitor = (id: string, placeId: string | null) => ({
  ...mast(id, 't1'),
  placeId,
  intervalMs: HOUR,
  exposure: null,
})

const REGISTRY: Registry = {
  townships: [{ id: 't1', name: '侯寨乡' }],
  places: [place('site-1', 't1'), place('site-2', 't1'), place('road-1', 't1', 'roadSection')],
  devices: [
    monitor('own-1', 'site-1'),
    monitor('own-2', 'site-2'),
    ...['s1', 's2', 's3'].map((id) => monitor(id, null)),
  ],
}

async function openDustRoom(settings: RoomSettings = {}) {
  const room = await openControlRoom(operations, {
    registry: REGISTRY,
    rules: (policy) => [dustExceedance.arm(DUST_EXCEEDANCE_DEFAULTS, policy)],
    ...settings,
  })

  /** One hour: PM10 of the first site at its end; the other site and the stations at 50. */
  async function hour(pm10: number | null, more: Readonly<Record<string, number>> = {}): Promise<void> {
    const ts = (Math.floor(room.clock.now() / HOUR) + 1) * HOUR
    const all = REGISTRY.devices.flatMap(({ id }) =>
      id === 'own-1' ? (pm10 === null ? [] : [[id, pm10]]) : [[id, 50]],
    )
    const mild = { temperature: 15, rain: 0, humidity: 30, windSpeed: 1.5, ...more }
    const readings = (all as [string, number][]).map(([device, value]) => {
      const values = { ...mild, pm10: value }
      return { device, ts, receivedAt: ts, seq: null, values, quality: {} }
    })
    room.latest.take(readings)
    room.act.take(readings)
    expect(await room.act.advanceTo(ts)).toBe(ts)
  }

  const drafts = async () =>
    (await operations.read.drafts.pending()).map(({ kind, level, dueAt }) => ({ kind, level, dueAt }))
  return { ...room, hour, drafts }
}

describe('the dust of one site', () => {
  it('is told to that site alone while the allowance of the day lasts, and orders nothing', async () => {
    const room = await openDustRoom({ mode: 'automatic' })
    await room.hour(140)
    await room.hour(140)
    const [episode] = await room.episodes()
    expect(episode).toMatchObject({ kind: 'dust-exceedance', scope: { kind: 'place', placeId: 'site-1' }, level: 1 })
    const told = (await room.notifications()).filter((one) => one.kind === 'told')
    expect(told.map(({ recipient }) => recipient)).toEqual(['place:site-1'])
    expect(await room.orders()).toEqual([])
    expect(await room.drafts()).toEqual([])
  })

  it('orders that site at the third exceeding hour, once, and ends with the dust', async () => {
    const room = await openDustRoom({ mode: 'automatic', release: 'automatic' })
    for (let n = 0; n < 5; n += 1) await room.hour(140)
    const [order, ...others] = await room.orders()
    expect(others).toEqual([])
    expect(order).toMatchObject({ placeId: 'site-1', state: 'issued', level: 3 })
    const opened = (await room.episodes())[0]!.openedAt
    expect(order!.revisions.map(({ issuedAt }) => issuedAt)).toEqual([opened + 2 * HOUR])
    await room.hour(60)
    expect((await room.orders()).map(({ state }) => state)).toEqual(['released'])
    expect((await room.episodes())[0]).toMatchObject({ level: 0, maxLevel: 3, closedAt: opened + 5 * HOUR })
  })

  it.each([
    { mode: 'countdown', more: {}, waits: true },
    { mode: 'advise', more: {}, waits: false },
    { mode: 'countdown', more: { humidity: 92 }, waits: false },
    { mode: 'automatic', more: { rain: 1 }, waits: false },
  ] as const)(
    'in mode $mode with $more waits for a person, with a countdown: $waits',
    async ({ mode, more, waits }) => {
      const room = await openDustRoom({ mode })
      for (let n = 0; n < 3; n += 1) await room.hour(140, more)
      const dueAt = waits ? room.clock.now() + 180_000 : null
      expect(await room.drafts()).toEqual([{ kind: 'issue', level: 3, dueAt }])
      await room.hour(140, more)
      expect((await room.orders()).map(({ placeId }) => placeId)).toEqual(waits ? ['site-1'] : [])
      if (waits) return
      // Advice that nobody took ends with the dust.
      await room.hour(50)
      expect(await room.drafts()).toEqual([])
    },
  )

  it('invariant 7: stays in force while the site is silent, and the office is told once', async () => {
    const room = await openDustRoom({ mode: 'automatic', release: 'automatic' })
    for (let n = 0; n < 3; n += 1) await room.hour(140)
    await room.hour(null)
    await room.hour(null)
    expect((await room.orders()).map(({ state }) => state)).toEqual(['issued'])
    const told = (await room.notifications()).filter((one) => one.kind === 'no-data')
    expect(told.map(({ facts }) => facts)).toMatchObject([{ rule: 'dust-exceedance', scope: 'place:site-1', level: 3 }])
    expect(room.act.status().blindScopes).toEqual(['place:site-1'])
  })

  it('invariant 16: the allowance is counted on after a restart', async () => {
    const room = await openDustRoom({ mode: 'automatic' })
    await room.hour(140)
    await room.hour(140)
    const again = await openDustRoom({ mode: 'automatic', start: room.clock.now() })
    again.act.restore(room.act.snapshot().samples)
    await again.hour(140)
    expect((await again.orders()).map(({ level }) => level)).toEqual([3])
    expect(await again.episodes()).toHaveLength(1)
  })
})
