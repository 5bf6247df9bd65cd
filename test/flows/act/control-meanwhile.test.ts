/** What else happens while control judges: the registry changes, people decide, a stored change is called lost. */
import { beforeEach, describe, expect, it } from 'vitest'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type Books, type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, place, T0, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const chief = { actor: 'chief', reason: 'decided', scope: { kind: 'district' } } as const

/** Operations that do something else right before the next change is stored, or lose its answer. */
function disturbed() {
  let before: (() => Promise<void>) | null = null
  let isAnswerLost = false
  const seen: Operations = {
    ...operations,
    async change<T>(work: (books: Books) => Promise<T>): Promise<T> {
      const first = before
      before = null
      await first?.()
      const result = await operations.change(work)
      if (!isAnswerLost) return result
      isAnswerLost = false
      throw new OperationsUnavailable('whether it was stored is not known')
    },
  }
  return {
    operations: seen,
    beforeNextChange: (work: () => Promise<void>) => {
      before = work
    },
    loseNextAnswer: () => {
      isAnswerLost = true
    },
  }
}

/** Blows until something is so, but not for ever. */
async function blowUntil(room: ControlRoom, mps: number, isSo: () => Promise<boolean>, each?: () => Promise<void>) {
  for (let minute = 0; !(await isSo()); minute += 1) {
    if (minute > 300) throw new Error('it never came to that')
    await each?.()
    await room.blow(mps, 1)
  }
}

const isDraftWaiting = async () => (await operations.read.drafts.pending()).length > 0
/** The chief puts the draft off again and again. */
async function holdOn(room: ControlRoom) {
  const [draft] = await operations.read.drafts.pending()
  if (draft?.dueAt && draft.dueAt - room.clock.now() < 2 * MINUTE) {
    await room.act.drafts.hold(draft.id, null, { forMs: 10 * MINUTE, mayHoldAgain: true }, chief)
  }
}

/** The wind rises until a draft waits, and no change that is stored is answered. Gives what control said of it. */
async function riseWithLostAnswers(rig: ReturnType<typeof disturbed>, room: ControlRoom): Promise<(string | null)[]> {
  const problems: (string | null)[] = []
  await room.blow(3, 10)
  for (let minute = 1; minute <= 40 && !(await isDraftWaiting()); minute += 1) {
    const ts = T0 + (10 + minute) * MINUTE
    room.measure(6, ts)
    rig.loseNextAnswer()
    while ((await room.act.advanceTo(ts)) < ts) problems.push(room.act.status().problem)
  }
  return problems
}

const levelIs = (room: ControlRoom, level: number) => async () => (await room.episodes())[0]?.level === level

const timeline = async (room: ControlRoom) =>
  (await room.episodes()).map((one) => one.changes.map(({ from, to, reason }) => [from, to, reason.code]))

const asked = async (room: ControlRoom, placeId: string) => {
  const order = (await room.orders()).find((one) => one.placeId === placeId)
  return order ? measuresAsked(presentRevision(order)).map((one) => one.measure) : null
}

describe('control while something else happens', () => {
  it.each([
    { case: 'the opening', thenMps: 6, expected: [[[0, 4, 'opened']]] },
    {
      case: 'the closing',
      thenMps: 2,
      expected: [
        [
          [0, 4, 'opened'],
          [4, 0, 'closed'],
        ],
      ],
    },
  ])('carries out $case once although the registry changes while it is stored', async ({ thenMps, expected }) => {
    const rig = disturbed()
    const room = await openControlRoom(rig.operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(3, 10)
    if (thenMps < 5) await room.blow(6, 120)
    await blowUntil(room, thenMps, levelIs(room, thenMps < 5 ? 0 : 4), async () => {
      rig.beforeNextChange(() => room.registry.load())
    })
    await room.blow(thenMps, 5)
    expect(await timeline(room)).toEqual(expected)
  })

  it('goes on from what is stored when nobody could say whether it was: one opening, and its countdown runs', async () => {
    const rig = disturbed()
    const room = await openControlRoom(rig.operations)
    const problems = await riseWithLostAnswers(rig, room)
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toContain('not known')
    expect(await timeline(room)).toEqual([[[0, 4, 'opened']]])
    await room.blow(6, 4)
    expect(await timeline(room)).toEqual([[[0, 4, 'opened']]])
    expect(await room.orders()).toHaveLength(3)
    expect((await room.notifications()).filter((one) => one.kind === 'issue')).toHaveLength(3)
  })

  it('tells the screens of a change that was stored although its answer was lost, once', async () => {
    const rig = disturbed()
    const room = await openControlRoom(rig.operations)
    await riseWithLostAnswers(rig, room)
    const [episode] = await room.episodes()
    const [draft] = await operations.read.drafts.pending()
    expect(room.seen.flatMap((changed) => changed.episodes)).toEqual([episode])
    expect(room.seen.flatMap((changed) => changed.drafts)).toEqual([draft])
  })

  it('does not close over a hold that was stored a moment before, and the hold ends with it', async () => {
    const rig = disturbed()
    const room = await openControlRoom(rig.operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(6, 125)
    await room.blow(2, 60)
    const [open] = await room.episodes()
    expect(open!.closedAt).toBeNull()
    const ts = room.clock.now()
    for (let minute = 1; minute <= 15; minute += 1) room.measure(2, ts + minute * MINUTE)
    let isHeld = false
    const holdJustBefore = async () => {
      const held = await room.act.episodes.hold(open!.id, null, 2 * HOUR, chief)
      isHeld = held.kind === 'changed'
    }
    rig.beforeNextChange(holdJustBefore)
    await room.act.advanceTo(ts + 15 * MINUTE)
    await room.act.advanceTo(ts + 15 * MINUTE)
    expect(isHeld).toBe(true)
    expect((await room.episodes())[0]).toMatchObject({ closedAt: null, hold: { by: 'chief' } })
    await room.blow(2, 120)
    expect((await room.episodes())[0]!.closedAt).not.toBeNull()
  })

  it('gives the officer the whole countdown also after an outage during which the wind rose', async () => {
    const room = await openControlRoom(operations, { live: true })
    for (let minute = 1; minute <= 60; minute += 1) room.measure(6, T0 + minute * MINUTE)
    room.clock.set(T0 + 60 * MINUTE)
    await room.act.advanceTo(T0 + 60 * MINUTE)
    expect((await room.episodes())[0]!.openedAt).toBeLessThan(T0 + 30 * MINUTE)
    expect(await operations.read.drafts.pending()).toMatchObject([{ kind: 'issue', dueAt: T0 + 63 * MINUTE }])
    expect(await room.orders()).toEqual([])
    room.clock.set(T0 + 63 * MINUTE)
    await room.act.advanceTo(T0 + 63 * MINUTE)
    expect(await room.orders()).toHaveLength(3)
  })

  it('gives every place its whole time also after an outage during which the wind rose, in automatic mode', async () => {
    const room = await openControlRoom(operations, { live: true, mode: 'automatic' })
    for (let minute = 1; minute <= 120; minute += 1) room.measure(6, T0 + minute * MINUTE)
    const now = T0 + 120 * MINUTE
    room.clock.set(now)
    await room.act.advanceTo(now)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    const [revision] = site.revisions
    // When it was decided stays as it was; when it must be done counts from when it can be seen.
    expect(revision!.issuedAt).toBeLessThan(T0 + 30 * MINUTE)
    expect(revision!.acknowledgeDueAt).toBe(now + 10 * MINUTE)
    const due = Object.fromEntries(revision!.measures.map(({ measure, dueAt }) => [measure, dueAt]))
    expect(due).toMatchObject({ stopEarthworks: now + 15 * MINUTE, coverBareSoil: now + 60 * MINUTE })
  })

  it('counts deadlines from the instant judged where control is seconds behind, as it always is', async () => {
    const room = await openControlRoom(operations, { live: true, mode: 'automatic' })
    for (let minute = 1; minute <= 30; minute += 1) {
      room.measure(6, T0 + minute * MINUTE)
      room.clock.set(T0 + minute * MINUTE + 5_000)
      await room.act.advanceTo(T0 + minute * MINUTE)
    }
    const [order] = await room.orders()
    const [revision] = order!.revisions
    expect(revision!.acknowledgeDueAt).toBe(revision!.issuedAt + 10 * MINUTE)
  })
})

describe('levels that go down', () => {
  it('leaves orders alone that never asked for the higher level, and takes back the draft that would have', async () => {
    const room = await openControlRoom(operations)
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.release(site.id, null, { ...chief, mayEndEarly: true })
    await blowUntil(room, 9, isDraftWaiting)
    const [draft] = await operations.read.drafts.pending()
    await blowUntil(room, 6, levelIs(room, 4), () => holdOn(room))
    await room.blow(6, 15)
    expect(await operations.read.drafts.get(draft!.id)).toMatchObject({ state: 'dropped', dropReason: 'lowered' })
    expect(await operations.read.orders.get(site.id)).toMatchObject({ state: 'released', version: site.version + 1 })
    const others = (await room.orders()).filter((order) => order.placeId !== 'site-1')
    expect(others.map((order) => [order.level, order.version])).toEqual([
      [4, 1],
      [4, 1],
    ])
  })

  it('never raises the level an order shows without asking for what that level demands', async () => {
    const room = await openControlRoom(operations, { mode: 'countdown' })
    await room.blow(6, 25)
    await blowUntil(room, 12, levelIs(room, 6), () => holdOn(room))
    await blowUntil(room, 9, levelIs(room, 5), () => holdOn(room))
    expect((await room.orders()).map((order) => order.level)).toEqual([4, 4, 4])
    expect(await operations.read.drafts.pending()).toMatchObject([{ level: 5 }])
  })

  it('never lets a draft of a former setting lower what was ordered since', async () => {
    const before = await openControlRoom(operations, { mode: 'advise' })
    await before.blow(6, 25)
    const room = await openControlRoom(operations, { mode: 'automatic', start: before.clock.now() })
    room.act.restore(before.act.snapshot().samples)
    await room.blow(9, 25)
    expect(await asked(room, 'site-1')).toContain('spray')
    expect(await operations.read.drafts.pending()).toEqual([])
  })
})

describe('places that come and go during an episode', () => {
  it('orders a place registered while the episode is open what the others were ordered, once', async () => {
    const room = await openControlRoom(operations)
    await room.blow(6, 25)
    await room.registry.save({ places: [place('site-3', 't2')] }, chief)
    await room.blow(6, 10)
    expect(await asked(room, 'site-3')).toEqual(await asked(room, 'site-1'))
    expect(await room.orders()).toHaveLength(4)
    const again = await openControlRoom(operations, { start: room.clock.now() })
    again.act.restore(room.act.snapshot().samples)
    await again.blow(6, 10)
    expect(await again.orders()).toHaveLength(4)
    expect((await again.notifications()).filter((one) => one.kind === 'issue')).toHaveLength(4)
  })

  it.each([
    { case: 'while the draft still waits', mode: 'countdown' },
    { case: 'when a person decides every order', mode: 'advise' },
  ] as const)('orders a place registered $case nothing by itself', async ({ mode }) => {
    const room = await openControlRoom(operations, { mode })
    await blowUntil(room, 6, isDraftWaiting)
    await room.registry.save({ places: [place('site-3', 't2')] }, chief)
    await room.blow(6, 1)
    expect(await room.orders()).toEqual([])
    const [draft] = await operations.read.drafts.pending()
    await room.act.drafts.issue(draft!.id, null, chief)
    expect(await room.orders()).toHaveLength(4)
  })

  it('never sends a raise that asks nothing: a finished place is told what was withdrawn', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.acknowledge(site.id, null, chief, null)
    await room.registry.save({ places: [{ ...place('site-1', 't1'), phase: 'finished' }] }, chief)
    await room.blow(9, 25)
    expect(await asked(room, 'site-1')).toEqual([])
    const after = (await operations.read.orders.get(site.id))!
    expect(after.state).toBe('issued')
    expect(presentRevision(after).acknowledgedAt).not.toBeNull()
    const told = (await room.notifications()).filter((one) => one.orderId === site.id).map((one) => one.kind)
    expect(told.sort()).toEqual(['issue', 'lower'])
  })

  it('releases a place that moved to another township with the episode that ordered it', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic', scope: 'township' })
    await room.blow(6, 30)
    await room.registry.save({ places: [place('site-1', 't2')] }, chief)
    await room.blow(6, 5)
    await room.blow(2, 200)
    const ofSite = (await room.orders()).filter((order) => order.placeId === 'site-1')
    expect(ofSite.length).toBeGreaterThan(0)
    expect(ofSite.every((order) => order.state === 'released')).toBe(true)
    const releases = (await room.notifications()).filter(
      (one) => one.kind === 'release' && one.recipient === 'place:site-1',
    )
    // Invariant 13: only the last of them may say that work can go on.
    expect(releases.filter((one) => 'mayResume' in one.facts && one.facts.mayResume)).toHaveLength(1)
  })

  it('invariant 13: a site in two townships may resume only when the second of them has released it', async () => {
    const shared = { ...place('site-1', 't1'), helperTownshipId: 't2' }
    const room = await openControlRoom(operations, {
      mode: 'automatic',
      scope: 'township',
      registry: { ...TWO_TOWNSHIPS, places: [shared, place('site-2', 't2')] },
    })
    await room.blow(6, 30)
    const [first, second] = (await room.orders()).filter((order) => order.placeId === 'site-1')
    const one = await room.act.orders.release(first!.id, null, { ...chief, mayEndEarly: true })
    expect(one).toMatchObject({ kind: 'changed', remaining: [{ number: second!.number }] })
    await room.act.orders.release(second!.id, null, { ...chief, mayEndEarly: true })
    const released = (await room.notifications()).filter((told) => told.kind === 'release')
    const facts = released.map((told) => [told.orderId, told.facts.mayResume])
    expect(facts).toHaveLength(2)
    expect(facts).toEqual(
      expect.arrayContaining([
        [first!.id, false],
        [second!.id, true],
      ]),
    )
  })

  it('invariant 8: acknowledged and done, an order stays in force until it is released', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.acknowledge(site.id, null, chief, null)
    for (const { measure } of measuresAsked(presentRevision(site))) {
      await room.act.orders.done(site.id, measure, null, chief, null)
    }
    const after = (await operations.read.orders.get(site.id))!
    expect(presentRevision(after).compliedAt).not.toBeNull()
    expect(after.state).toBe('issued')
    await room.act.orders.release(site.id, null, { ...chief, mayEndEarly: true })
    await room.blow(6, 60)
    expect((await room.notifications()).filter((told) => told.orderId === site.id).map((told) => told.kind)).toEqual([
      'release',
      'issue',
    ])
  })
})
