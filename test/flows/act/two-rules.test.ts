/** Rules are guests: two of them on one scope never touch each other's memory, episode, hold, drafts or orders. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { LevelReason } from '../../../server/domain/control/episode.ts'
import { windyDayPlan } from '../../../server/domain/control/plan/windy-day.ts'
import type { Scope } from '../../../server/domain/control/scope.ts'
import type { Judgement, Rule, RuleMemory, RulePolicy } from '../../../server/domain/rules/rule.ts'
import { windyDay } from '../../../server/domain/rules/windy-day/index.ts'
import { WINDY_DAY_DEFAULTS } from '../../../server/domain/rules/windy-day/settings.ts'
import { HOUR } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { openControlRoom } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const PERSON = { actor: 'wang', reason: '气象台电话' }

/** Open at level 4 while the wind at the first mast is at least `openFrom`; closed at once when it is less, unless held. */
function probe(id: string, scope: Scope, openFrom: number, policy: RulePolicy): Rule {
  const { mode, release, countdownMs } = policy
  return {
    id,
    pack: { id, version: '1', source: 'test', mode, release, countdownMs, numbers: { openFrom } },
    isDelayedByNotices: true,
    quantities: ['windSpeed'],
    calm: { level: 0, blindSince: null },
    nextDueAt: () => null,
    timers: () => [],
    moved: (memory) => memory,
    scopesOf: () => [
      {
        scope,
        judge(before, { at, samplesOf, heldOpenBy }): Judgement<RuleMemory> {
          const samples = samplesOf('mast-1', 'windSpeed')
          const value = samples ? samples.valueAt(samples.lastIndexAt(at)) : 0
          const isOver = value < openFrom && heldOpenBy.length === 0
          const to = value >= openFrom || (before.level > 0 && !isOver) ? 4 : 0
          const quiet = { reopened: false, blind: null, doubt: null, review: null }
          if (to === before.level) return { next: before, changes: [], ...quiet }
          const code: LevelReason['code'] = to > 0 ? 'opened' : 'closed'
          const facts = { quantity: 'windSpeed', value, bound: openFrom, since: at, source: 'test' } as const
          const reason = { code, ...facts, measured: {}, onlyAdvise: [] }
          return {
            next: { ...before, level: to },
            changes: [{ at, from: before.level, to, reason, readings: [] }],
            ...quiet,
          }
        },
      },
    ],
  }
}

const SITE: Scope = { kind: 'place', placeId: 'site-1' }
const DISTRICT: Scope = { kind: 'district' }

describe('two packs on one place', () => {
  it('keep an episode, an order and a release each, and a hold on one leaves the other free', async () => {
    const room = await openControlRoom(operations, {
      mode: 'automatic',
      release: 'automatic',
      planOf: () => windyDayPlan,
      rules: (policy) => [probe('dust-a', SITE, 5, policy), probe('dust-b', SITE, 7, policy)],
    })
    await room.blow(6, 1)
    expect((await room.episodes()).map((one) => one.kind)).toEqual(['dust-a'])
    await room.blow(8, 1)
    const open = await room.episodes()
    expect(open.map(({ kind, scope, closedAt }) => [kind, scope, closedAt])).toEqual(
      expect.arrayContaining([
        ['dust-a', SITE, null],
        ['dust-b', SITE, null],
      ]),
    )
    const orders = await room.orders()
    expect(orders.map((order) => [order.placeId, order.state])).toEqual([
      ['site-1', 'issued'],
      ['site-1', 'issued'],
    ])
    expect(new Set(orders.map((order) => order.id)).size).toBe(2)

    const held = open.find((one) => one.kind === 'dust-b')!
    await room.act.episodes.hold(held.id, null, HOUR, PERSON)
    await room.blow(2, 1)
    const after = Object.fromEntries((await room.episodes()).map((one) => [one.kind, one.closedAt]))
    expect(after).toEqual({ 'dust-a': room.clock.now(), 'dust-b': null })
    const mayResume = async () =>
      (await room.notifications()).flatMap((one) => (one.kind === 'release' ? [one.facts.mayResume] : []))
    // Invariant 13: the other pack's order still forbids it.
    expect(await mayResume()).toEqual([false])

    await room.blow(2, 60)
    expect((await room.episodes()).every((one) => one.closedAt !== null)).toBe(true)
    expect(await mayResume()).toContain(true)
  })
})

describe('a watch beside a windy day on the district', () => {
  it('opens, is held and closes without moving the windy day, and the other way round, across a restart', async () => {
    const rules = (policy: RulePolicy) => [
      probe('watch', DISTRICT, 4, policy),
      windyDay.arm(WINDY_DAY_DEFAULTS, policy),
    ]
    const settings = { mode: 'automatic', release: 'automatic', planOf: () => windyDayPlan, rules } as const
    const room = await openControlRoom(operations, settings)
    await room.blow(6, 25)
    const both = await room.episodes()
    expect(both.map((one) => one.kind).sort()).toEqual(['watch', 'windy-day'])
    await room.act.episodes.hold(both.find((one) => one.kind === 'watch')!.id, null, 10 * HOUR, PERSON)

    const again = await openControlRoom(operations, { ...settings, start: room.clock.now() })
    again.act.restore(room.act.snapshot().samples)
    await again.blow(2, 3 * 60)
    const after = Object.fromEntries((await again.episodes()).map((one) => [one.kind, one]))
    expect(after.watch?.closedAt).toBeNull()
    expect(after['windy-day']?.closedAt).not.toBeNull()
    expect(after['windy-day']?.changes.map((change) => change.reason.code)).toEqual(['opened', 'closed'])
    expect((await again.orders()).filter((order) => order.state === 'issued')).toHaveLength(3)
  })
})
