/** Limits of dust through ACT: water and cover at level 2, a person's word where they only advise, and two rules at one site. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Registry } from '../../../server/domain/place.ts'
import { dustExceedance } from '../../../server/domain/rules/dust-exceedance/index.ts'
import { DUST_EXCEEDANCE_DEFAULTS } from '../../../server/domain/rules/dust-exceedance/settings.ts'
import { dustLimit } from '../../../server/domain/rules/dust-limit/index.ts'
import { DUST_ABSOLUTE, DUST_TSP } from '../../../server/domain/rules/dust-limit/packs/ours.ts'
import { DUST_WUHAN } from '../../../server/domain/rules/dust-limit/packs/provinces.ts'
import { HOUR, MINUTE, type Ms } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { mast, openControlRoom, place, type RoomSettings } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const monitor = (id: string, placeId: string | null, intervalMs: Ms = HOUR) => ({
  ...mast(id, 't1'),
  ...{ placeId, intervalMs, exposure: null },
})

const REGISTRY: Registry = {
  townships: [{ id: 't1', name: '侯寨乡' }],
  places: [place('site-1', 't1')],
  devices: [monitor('own', 'site-1', MINUTE), ...['s1', 's2', 's3'].map((id) => monitor(id, null))],
}

type Rules = NonNullable<RoomSettings['rules']>

async function openDustRoom(rules: Rules, settings: RoomSettings = {}) {
  const room = await openControlRoom(operations, { registry: REGISTRY, rules, ...settings })

  /** So many minutes of the site's dust; the stations say 50 at each full hour. */
  async function dust(values: Readonly<Record<string, number>>, minutes: number): Promise<void> {
    for (let n = 0; n < minutes; n += 1) {
      const ts = room.clock.now() + MINUTE
      const devices = ts % HOUR === 0 ? ['own', 's1', 's2', 's3'] : ['own']
      const mild = { temperature: 15, rain: 0, humidity: 30, windSpeed: 1.5 }
      const readings = devices.map((device) => {
        const measured = device === 'own' ? values : { pm10: 50 }
        return { device, ts, receivedAt: ts, seq: null, values: { ...mild, ...measured }, quality: {} }
      })
      room.latest.take(readings)
      room.act.take(readings)
      expect(await room.act.advanceTo(ts)).toBe(ts)
    }
  }

  const drafts = async () =>
    (await operations.read.drafts.pending()).map(({ kind, level, dueAt }) => [kind, level, dueAt])
  return { ...room, dust, drafts }
}

describe('a limit of TSP', () => {
  it('asks for water and cover at the first step, stops the work at the second, and ends with the dust', async () => {
    const room = await openDustRoom((policy) => [dustLimit(DUST_TSP).arm(DUST_TSP, policy)], {
      ...{ mode: 'automatic', release: 'automatic' },
    })
    const asked = async () =>
      (await room.orders()).map(({ level, revisions }) => [level, revisions.at(-1)!.measures.map((one) => one.measure)])
    await room.dust({ tsp: 1_200 }, 16)
    expect(await asked()).toEqual([[2, ['spray', 'coverBareSoil', 'coverRubble', 'selfCheck']]])
    await room.dust({ tsp: 4_000 }, 10)
    const [[level, measures]] = (await asked()) as [[number, string[]]]
    expect([level, measures.includes('stopDustyWork')]).toEqual([3, true])
    await room.dust({ tsp: 300 }, 32)
    expect((await room.orders()).map(({ state }) => state)).toEqual(['released'])
    expect(await room.episodes()).toMatchObject([{ kind: 'dust-tsp', level: 0, maxLevel: 3 }])
  })

  it('invariant 7: stays in force while the site is silent, and the office is told once', async () => {
    const room = await openDustRoom((policy) => [dustLimit(DUST_TSP).arm(DUST_TSP, policy)], {
      ...{ mode: 'automatic', release: 'automatic' },
    })
    await room.dust({ tsp: 1_200 }, 20)
    await room.dust({}, 60)
    expect((await room.orders()).map(({ state }) => state)).toEqual(['issued'])
    expect((await room.notifications()).filter(({ kind }) => kind === 'no-data')).toHaveLength(1)
  })
})

it('the absolute limit of PM10 waits for a person in whatever mode', async () => {
  const room = await openDustRoom((policy) => [dustLimit(DUST_ABSOLUTE).arm(DUST_ABSOLUTE, policy)], {
    mode: 'automatic',
  })
  await room.dust({ pm10: 180 }, 50)
  expect(await room.episodes()).toMatchObject([{ kind: 'dust-absolute', level: 1 }])
  expect((await room.notifications()).filter(({ kind }) => kind === 'told')).toHaveLength(1)
  await room.dust({ pm10: 240 }, 60)
  expect([await room.drafts(), await room.orders()]).toEqual([[['issue', 2, null]], []])
})

it('a declared sandstorm makes dust advice only, and no site is told of what is everybody’s', async () => {
  const rules: Rules = (policy) => [
    dustLimit(DUST_ABSOLUTE).arm(DUST_ABSOLUTE, policy),
    dustLimit(DUST_WUHAN).arm(DUST_WUHAN, policy),
  ]
  const room = await openDustRoom(rules, { mode: 'automatic', release: 'automatic' })
  const now = room.clock.now()
  const sandstorm = {
    ...NOTICE_CONTENT,
    kind: 'sandstorm',
    measures: [],
    startsAt: now,
    endsAt: null,
    replyBy: null,
  } as const
  await room.act.notices.record(sandstorm, { actor: '王值班', reason: 'notice-recorded' })
  await room.dust({ pm10: 240 }, 120)
  const changes = (await room.episodes()).flatMap((one) => one.changes)
  expect(changes.map(({ reason }) => reason.onlyAdvise)).toEqual(changes.map(() => ['sandstorm']))
  const levels = (await room.episodes()).map(({ kind, level }) => [kind, level]).sort()
  expect(levels).toEqual([
    ['dust-absolute', 1],
    ['dust-wuhan', 2],
  ])
  expect((await room.notifications()).filter(({ kind }) => kind === 'told')).toEqual([])
  expect(await room.orders()).toEqual([])
  expect((await room.drafts()).every(([, , dueAt]) => dueAt === null)).toBe(true)
})

it('two rules of dust on one site have an episode, a memory and an order each', async () => {
  const both: Rules = (policy) => [
    dustExceedance.arm(DUST_EXCEEDANCE_DEFAULTS, policy),
    dustLimit(DUST_WUHAN).arm(DUST_WUHAN, policy),
  ]
  const room = await openDustRoom(both, { mode: 'automatic', release: 'automatic' })
  const levels = async () => Object.fromEntries((await room.episodes()).map(({ kind, level }) => [kind, level]))
  // 90 above the stations three times, and never above 150.
  await room.dust({ pm10: 140 }, 180)
  expect(await levels()).toEqual({ 'dust-exceedance': 3 })
  await room.dust({ pm10: 260 }, 60)
  expect(await levels()).toEqual({ 'dust-exceedance': 3, 'dust-wuhan': 2 })
  expect((await room.orders()).map(({ level, placeId }) => [placeId, level]).sort()).toEqual([
    ['site-1', 2],
    ['site-1', 3],
  ])
  // Below 150 again, and still 80 above the stations: the one is over, the other is not.
  await room.dust({ pm10: 130 }, 60)
  expect(await levels()).toEqual({ 'dust-exceedance': 3, 'dust-wuhan': 0 })
  expect((await room.orders()).map(({ level, state }) => [level, state]).sort()).toEqual([
    [2, 'released'],
    [3, 'issued'],
  ])
})
