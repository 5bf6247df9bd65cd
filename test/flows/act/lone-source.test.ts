/** Invariant 18: no single source that contradicts all others orders or releases. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Device, Registry } from '../../../server/domain/place.ts'
import { LONE_WIND_DEFAULTS, loneWind } from '../../../server/domain/rules/lone-wind/index.ts'
import type { RulePolicy } from '../../../server/domain/rules/rule.ts'
import { windyDay } from '../../../server/domain/rules/windy-day/index.ts'
import { WINDY_DAY_DEFAULTS } from '../../../server/domain/rules/windy-day/settings.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { mast, openControlRoom, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const MASTS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6']
const bureau: Device = { ...mast('bureau', 't1'), kind: 'weatherBureau', exposure: null }

function registryOf(masts: readonly string[]): Registry {
  return { ...TWO_TOWNSHIPS, devices: [bureau, ...masts.map((id) => mast(id, 't1'))] }
}

/** Both rules as the program arms them, the windy day automatic. */
async function room(masts: readonly string[] = MASTS, release: RulePolicy['release'] = 'automatic') {
  const registry = registryOf(masts)
  const rules = (policy: RulePolicy) => [
    windyDay.arm(WINDY_DAY_DEFAULTS, { ...policy, mode: 'automatic' }),
    loneWind.arm(LONE_WIND_DEFAULTS, { ...policy, mode: 'automatic' }),
  ]
  const opened = await openControlRoom(operations, { registry, rules, release, mode: 'automatic' })
  const { act, clock } = opened
  /** The bureau says one thing, all masts another. null: silent. */
  async function blow(bureauMps: number | null, mastsMps: number | null, minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) {
      const ts = clock.now() + MINUTE
      const said = (device: string, windSpeed: number | null) =>
        windSpeed === null ? [] : [{ device, ts, receivedAt: ts, seq: null, values: { windSpeed }, quality: {} }]
      act.take([...said('bureau', bureauMps), ...masts.flatMap((id) => said(id, mastsMps))])
      await act.advanceTo(ts)
    }
  }
  const told = async () => (await opened.notifications()).filter(({ kind }) => kind === 'contradiction')
  const waiting = () => operations.read.drafts.pending()
  const levelOf = async (kind: string) => (await opened.episodes()).find((one) => one.kind === kind)?.level ?? 0
  return { ...opened, blow, told, waiting, levelOf }
}

describe('a wind source that says more than all others', () => {
  it('raises to a draft that waits for a person, and orders nothing', async () => {
    const { blow, orders, waiting, levelOf } = await room()
    await blow(13, 2, 60)
    expect(await orders()).toEqual([])
    expect(await levelOf('windy-day')).toBe(0)
    const [draft, ...more] = await waiting()
    expect(more).toEqual([])
    expect(draft).toMatchObject({ kind: 'issue', level: 6, dueAt: null, state: 'waiting' })
  })

  it('is marked and told once, until it has agreed for half an hour', async () => {
    const { blow, told, act, clock, audit } = await room()
    await blow(13, 2, 60)
    const doubted = () => act.health(clock.now()).control?.doubted
    expect(doubted()).toMatchObject([{ devices: ['bureau'], value: 13, median: 2 }])
    expect(act.health(clock.now()).control?.status).toBe('degraded')
    expect(await told()).toHaveLength(1)
    await blow(2, 2, 15)
    await blow(13, 2, 30)
    expect(await told()).toHaveLength(1)
    await blow(2, 2, 45)
    expect(doubted()).toEqual([])
    const lines = (await audit()).map(({ action }) => action).filter((action) => /^device\./.test(action))
    expect(lines).toEqual(['device.believed', 'device.doubted'])
  })

  it('takes its draft back when it agrees again', async () => {
    const { blow, waiting, levelOf } = await room()
    await blow(13, 2, 30)
    expect(await waiting()).toHaveLength(1)
    await blow(2, 2, 40)
    expect(await waiting()).toEqual([])
    expect(await levelOf('lone-wind')).toBe(0)
  })

  it('does not keep the others from ordering when the wind comes', async () => {
    const { blow, orders } = await room()
    await blow(13, 2, 30)
    await blow(13, 6, 30)
    const [order] = await orders()
    expect(order).toMatchObject({ level: 4, cause: { kind: 'episode' } })
  })

  it('does not gust alone', async () => {
    const { act, clock, orders, blow } = await room()
    await blow(12, 4, 20)
    for (let minute = 0; minute < 20; minute += 1) {
      const ts = clock.now() + MINUTE
      const values = { windSpeed: 12, windGust: 20 }
      act.take([{ device: 'bureau', ts, receivedAt: ts, seq: null, values, quality: {} }])
      await blow(null, 4, 1)
    }
    expect(await orders()).toEqual([])
  })
})

describe('a wind source that says less than all others', () => {
  it('does not keep the others from ordering', async () => {
    const { blow, orders } = await room()
    await blow(1, 9, 30)
    expect((await orders()).map(({ level }) => level)).toEqual([5, 5, 5])
  })

  it('neither lowers nor closes what stands', async () => {
    const { blow, orders, levelOf } = await room()
    await blow(9, 9, 30)
    await blow(0.5, 9, 300)
    expect(await levelOf('windy-day')).toBe(5)
    expect((await orders()).map(({ state }) => state)).toEqual(['issued', 'issued', 'issued'])
  })
})

it('closes nothing by the others alone while it says more: somebody looks first', async () => {
  const { blow, levelOf } = await room()
  await blow(13, 9, 30)
  await blow(13, 1, 300)
  expect(await levelOf('windy-day')).toBeGreaterThan(0)
  await blow(1, 1, 90)
  expect(await levelOf('windy-day')).toBe(0)
})

it.each([0, 1, 2])('counts as it always did with %i fresh open devices beside it', async (n) => {
  const { blow, orders, told } = await room(MASTS.slice(0, n))
  await blow(13, 2, 30)
  expect((await orders()).map(({ level }) => level)).toEqual([6, 6, 6])
  expect(await told()).toEqual([])
})
