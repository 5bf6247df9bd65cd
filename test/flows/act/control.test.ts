import { beforeEach, describe, expect, it } from 'vitest'
import { presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { openControlRoom, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const person = { actor: 'wang', reason: 'decided', scope: { kind: 'district' } } as const

describe('control on a windy day', () => {
  it('waits three minutes for the duty officer, then issues by itself and tells the chief', async () => {
    const room = await openControlRoom(operations)
    await room.blow(6, 25)
    const [episode] = await room.episodes()
    expect(episode).toMatchObject({ level: 4, closedAt: null, scope: { kind: 'district' } })
    const issuedAt = (await room.orders()).map((order) => presentRevision(order).issuedAt)
    expect(issuedAt).toEqual(Array(3).fill(episode!.openedAt + 3 * MINUTE))
    const toChief = (await room.notifications()).filter((one) => one.recipient === 'chief')
    expect(toChief.map((one) => one.kind)).toEqual(['unanswered-draft'])
  })

  it('issues at once when the officer presses, and not again when the countdown would have ended', async () => {
    const room = await openControlRoom(operations)
    while ((await operations.read.drafts.pending()).length === 0) await room.blow(6, 1)
    const [draft] = await operations.read.drafts.pending()
    const outcome = await room.act.drafts.issue(draft!.id, draft!.version, person)
    expect(outcome).toMatchObject({ kind: 'decided', draft: { state: 'issued', decidedBy: 'wang' } })
    await room.blow(6, 10)
    expect(await room.orders()).toHaveLength(3)
    expect((await room.notifications()).filter((one) => one.kind === 'issue')).toHaveLength(3)
    expect(await room.act.drafts.issue(draft!.id, null, person)).toMatchObject({ kind: 'not-pending' })
  })

  it('holds a draft with a reason, once for an officer, and issues it when the hold ends', async () => {
    const room = await openControlRoom(operations)
    while ((await operations.read.drafts.pending()).length === 0) await room.blow(6, 1)
    const [draft] = await operations.read.drafts.pending()
    const held = await room.act.drafts.hold(
      draft!.id,
      null,
      { forMs: 8 * MINUTE, mayHoldAgain: false },
      {
        actor: 'wang',
        reason: 'calling the bureau',
      },
    )
    expect(held).toMatchObject({ kind: 'decided', draft: { state: 'held', holdReason: 'calling the bureau' } })
    expect(
      await room.act.drafts.hold(draft!.id, null, { forMs: 8 * MINUTE, mayHoldAgain: false }, person),
    ).toMatchObject({
      kind: 'already-held',
    })
    await room.blow(6, 7)
    expect(await room.orders()).toHaveLength(0)
    await room.blow(6, 1)
    expect(await room.orders()).toHaveLength(3)
  })

  it('never issues by itself in advise mode', async () => {
    const room = await openControlRoom(operations, { mode: 'advise' })
    await room.blow(6, 60)
    expect(await room.orders()).toHaveLength(0)
    expect(await operations.read.drafts.pending()).toMatchObject([{ kind: 'issue', dueAt: null }])
  })

  it('drops a draft nobody answered when the wind goes before it was issued', async () => {
    const room = await openControlRoom(operations, { mode: 'advise' })
    await room.blow(6, 25)
    await room.blow(2, 130)
    expect((await room.episodes())[0]!.closedAt).not.toBeNull()
    expect(await operations.read.drafts.pending()).toEqual([])
    expect(await room.orders()).toHaveLength(0)
  })

  it('invariant 6: orders each place once per cause, with reason, readings and rule version on record', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 40)
    await room.blow(9, 40)
    const orders = await room.orders()
    expect(orders.map((order) => order.placeId).sort()).toEqual(['road-1', 'site-1', 'site-2'])
    expect(new Set(orders.map((order) => order.number)).size).toBe(3)
    const [episode] = await room.episodes()
    expect(episode).toMatchObject({ level: 5, maxLevel: 5, rulePack: { id: 'windy-day', version: '1.1.0' } })
    expect(episode!.changes.map((change) => [change.from, change.to, change.reason.code])).toEqual([
      [0, 4, 'opened'],
      [4, 5, 'raised'],
    ])
    for (const change of episode!.changes) expect(change.readings.length).toBe(2)
  })

  it('asks for a new acknowledgement when a raise adds measures', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.acknowledge(site.id, site.version, person, null)
    await room.blow(9, 21)
    const raised = (await operations.read.orders.get(site.id))!
    expect(raised.level).toBe(5)
    expect(presentRevision(raised).measures.map((one) => one.measure)).toContain('spray')
    expect(presentRevision(raised).acknowledgedAt).toBeNull()
  })

  it('proposes the release when the wind has gone and never releases by itself', async () => {
    const room = await openControlRoom(operations)
    await room.blow(6, 25)
    await room.blow(2, 200)
    const [draft] = await operations.read.drafts.pending()
    expect(draft).toMatchObject({ kind: 'release', dueAt: null, level: 4 })
    expect((await room.orders()).every((order) => order.state === 'issued')).toBe(true)
    await room.act.drafts.issue(draft!.id, draft!.version, person)
    expect((await room.orders()).every((order) => order.state === 'released')).toBe(true)
    expect((await room.notifications()).filter((one) => one.kind === 'release')).toHaveLength(3)
  })

  it('invariant 7: silence never releases an order, and the office is told within two minutes', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(6, 25)
    const lastData = room.clock.now()
    await room.blow(null, 600)
    const [episode] = await room.episodes()
    expect(episode).toMatchObject({ level: 4, closedAt: null })
    const told = (await room.notifications()).find((one) => one.kind === 'no-data')
    expect(episode!.blindSince).toBe(told!.createdAt)
    // Minute data goes stale at 5 minutes; the office hears of it within 2 more.
    expect(told!.createdAt - lastData).toBeLessThanOrEqual(7 * MINUTE)
    expect((await room.orders()).every((order) => order.state === 'issued')).toBe(true)
  })

  it('delays the close while a person holds the episode open, and closes when the hold has ended', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(6, 30)
    const [open] = await room.episodes()
    const held = await room.act.episodes.hold(open!.id, null, 5 * HOUR, { actor: 'wang', reason: '气象台电话' })
    expect(held).toMatchObject({ kind: 'changed', episode: { hold: { by: 'wang', reason: '气象台电话' } } })
    const heldUntil = room.clock.now() + 5 * HOUR
    const restarted = await openControlRoom(operations, {
      mode: 'automatic',
      release: 'automatic',
      start: room.clock.now(),
    })
    restarted.act.restore(room.act.snapshot().samples)
    await restarted.blow(2, 5 * 60 - 1)
    expect((await restarted.episodes())[0]!.closedAt).toBeNull()
    await restarted.blow(2, 2)
    expect((await restarted.episodes())[0]!.closedAt).toBe(heldUntil)
    expect(await restarted.act.episodes.hold(open!.id, null, HOUR, person)).toMatchObject({ kind: 'closed' })
  })

  it('tells the office that no wind arrives also while no episode is open', async () => {
    const room = await openControlRoom(operations)
    await room.blow(2, 10)
    await room.blow(null, 10)
    const told = (await room.notifications()).filter((one) => one.kind === 'no-data')
    expect(told.at(0)).toMatchObject({ recipient: 'officer', facts: { scope: 'district', episode: null } })
  })

  it('re-opens within the hour as revision 2 of the same orders, under the same numbers', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(6, 30)
    while ((await room.episodes())[0]!.closedAt === null) await room.blow(2, 5)
    const before = await room.orders()
    await room.blow(7, 30)
    const after = await room.orders()
    expect(await room.episodes()).toHaveLength(1)
    expect(after.map((order) => order.number).sort()).toEqual(before.map((order) => order.number).sort())
    for (const order of after) {
      expect(order.state).toBe('issued')
      expect(order.revisions.map((revision) => revision.reason)).toEqual(['issued', 'reopened'])
    }
  })

  it('lowers without a new order and withdraws only what is no longer asked', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(12, 30)
    const high = (await room.orders()).find((order) => order.placeId === 'site-1')!
    expect(presentRevision(high).measures.map((one) => one.measure)).toContain('withdrawPeople')
    await room.blow(6, 120)
    const low = (await operations.read.orders.get(high.id))!
    expect(low).toMatchObject({ level: 4, state: 'issued' })
    const withdrawn = presentRevision(low)
      .measures.filter((one) => one.withdrawnAt !== null)
      .map((one) => one.measure)
    expect(withdrawn).toEqual(expect.arrayContaining(['withdrawPeople', 'stopWorkAtHeight', 'stopDustyWork']))
    expect(withdrawn).not.toContain('stopEarthworks')
    expect(low.revisions).toHaveLength(1)
  })

  it('needs the chief to release while the wind still blows', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 25)
    const [order] = await room.orders()
    expect(await room.act.orders.release(order!.id, null, { ...person, mayEndEarly: false })).toMatchObject({
      kind: 'needs-chief',
    })
    expect(await room.act.orders.release(order!.id, null, { ...person, mayEndEarly: true })).toMatchObject({
      kind: 'changed',
    })
  })

  it('starts revision 2 when the wind rises after a release by hand', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.release(site.id, null, { ...person, mayEndEarly: true })
    await room.blow(9, 25)
    const again = (await operations.read.orders.get(site.id))!
    expect(again.number).toBe(site.number)
    expect(again.revisions.map((revision) => revision.reason)).toEqual(['issued', 'raisedAfterRelease'])
  })

  it('judges each township by its own wind in township scope', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', scope: 'township' })
    await room.blow(6, 25)
    expect((await room.episodes()).map((one) => one.scope)).toEqual(
      expect.arrayContaining([
        { kind: 'township', townshipId: 't1' },
        { kind: 'township', townshipId: 't2' },
      ]),
    )
    expect(await room.orders()).toHaveLength(3)
  })

  it('keeps an instant it could not store and judges it again: delayed, not lost, and at its true time', async () => {
    let isDown = false
    const flaky: Operations = {
      ...operations,
      change: (work) =>
        isDown ? Promise.reject(new OperationsUnavailable('stopped for the test')) : operations.change(work),
    }
    const room = await openControlRoom(flaky, { mode: 'automatic' })
    await room.blow(3, 10)
    isDown = true
    for (let minute = 1; minute <= 45; minute += 1) room.measure(8.5, T0 + (10 + minute) * MINUTE)
    expect(await room.act.advanceTo(T0 + 55 * MINUTE)).toBeLessThan(T0 + 20 * MINUTE)
    expect(room.act.status().problem).toBe('stopped for the test')
    expect(await room.orders()).toEqual([])
    isDown = false
    expect(await room.act.advanceTo(T0 + 55 * MINUTE)).toBe(T0 + 55 * MINUTE)
    expect(room.act.status().problem).toBeNull()
    const [episode] = await room.episodes()
    const timeline = episode!.changes.map((change) => [change.to, (change.at - T0) / MINUTE])

    await operations.clear()
    const undisturbed = await openControlRoom(operations, { mode: 'automatic' })
    await undisturbed.blow(3, 10)
    await undisturbed.blow(8.5, 45)
    const [expected] = await undisturbed.episodes()
    expect(timeline).toEqual(expected!.changes.map((change) => [change.to, (change.at - T0) / MINUTE]))
    expect(timeline.map(([to]) => to)).toEqual([4, 5])
  })

  it('invariant 9: writes an audit line for every change, and the chain verifies', async () => {
    const room = await openControlRoom(operations)
    await room.blow(6, 25)
    const site = (await room.orders()).find((order) => order.placeId === 'site-1')!
    await room.act.orders.acknowledge(site.id, null, person, { behalfOf: '李工', phone: '0371-5555', heard: '马上停' })
    await room.act.orders.done(site.id, 'stopEarthworks', null, person, null)
    await room.blow(2, 200)
    const [draft] = await operations.read.drafts.pending()
    await room.act.drafts.issue(draft!.id, null, person)
    const actions = (await room.audit()).map((line) => line.action)
    for (const action of [
      'episode.opened',
      'draft.opened',
      'draft.issued',
      'order.issued',
      'order.acknowledged',
      'order.measure-done',
      'episode.closed',
      'order.released',
    ]) {
      expect(actions).toContain(action)
    }
    expect(actions.filter((action) => action === 'order.issued')).toHaveLength(3)
    expect(await operations.read.audit.verify()).toMatchObject({ ok: true, firstBad: null })
  })

  it('goes on after a restart with the same episode, the same orders and no second notification', async () => {
    const first = await openControlRoom(operations, { mode: 'automatic' })
    await first.blow(6, 25)
    const before = { orders: await first.orders(), notifications: (await first.notifications()).length }
    const second = await openControlRoom(operations, { mode: 'automatic', start: first.clock.now() })
    second.act.restore(first.act.snapshot().samples)
    await second.blow(6, 60)
    expect(await second.orders()).toEqual(before.orders)
    expect(await second.notifications()).toHaveLength(before.notifications)
    expect(await second.episodes()).toHaveLength(1)
  })
})
