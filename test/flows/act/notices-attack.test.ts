/** Notices from above, attacked: what must hold when they meet late decisions, places that move, outages and restarts. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticeContent } from '../../../server/domain/control/notice.ts'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE, SECOND } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, place, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const officer = { actor: '王值班', reason: 'notice-recorded' }
const chief = { actor: '李带班', reason: '来电核实', mayEndEarly: true }
const decider = { actor: '王值班', reason: null }
/** For six hours from the start. */
const CONTENT: NoticeContent = { ...NOTICE_CONTENT, startsAt: T0, endsAt: T0 + 6 * HOUR, replyBy: null }

async function recordAndIssue(room: ControlRoom, content: NoticeContent = CONTENT) {
  const notice = await room.act.notices.record(content, officer)
  const draft = (await pending()).find(({ cause }) => cause.id === notice.id)
  if (draft) await room.act.drafts.issue(draft.id, null, decider)
  return notice
}

const inForce = async (room: ControlRoom) => (await room.orders()).filter(({ state }) => state === 'issued')
const pending = () => operations.read.drafts.pending()
const told = async (room: ControlRoom, kind: string) => (await room.notifications()).filter((one) => one.kind === kind)

describe('the order of a notice in force', () => {
  it('invariant 13: tells nobody that they may resume when it is cancelled; what remains is the notice', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    const [order] = await room.orders()
    await room.act.orders.cancel(order!.id, null, chief)
    const [message] = await told(room, 'cancel')
    expect(message?.facts).toMatchObject({ mayResume: false, remaining: [{ number: notice.number }] })
  })
})

describe('the draft of a notice that has ended', () => {
  it('is not issued by a person before its end is seen, and does not wait any more', async () => {
    const room = await openControlRoom(operations, { live: true })
    await room.act.notices.record({ ...CONTENT, endsAt: T0 + 2 * MINUTE }, officer)
    const [draft] = await pending()
    room.clock.set(T0 + 2 * MINUTE + SECOND)
    const outcome = await room.act.drafts.issue(draft!.id, null, decider)
    expect(outcome).toMatchObject({ kind: 'not-pending', draft: { state: 'dropped', dropReason: 'notice-over' } })
    expect(await room.orders()).toEqual([])
    await room.act.advanceTo(room.clock.now())
    expect(await pending()).toEqual([])
  })

  it('is not issued by its countdown that is judged late, after an outage', async () => {
    const room = await openControlRoom(operations, { live: true })
    await room.act.notices.record({ ...CONTENT, endsAt: T0 + 10 * MINUTE }, officer)
    room.clock.set(T0 + HOUR)
    await room.act.advanceTo(T0 + HOUR)
    expect(await room.orders()).toEqual([])
    expect(await told(room, 'unanswered-draft')).toEqual([])
  })

  it('is not issued when its countdown runs out at that very instant', async () => {
    const room = await openControlRoom(operations)
    await room.act.notices.record({ ...CONTENT, endsAt: T0 + 3 * MINUTE }, officer)
    await room.blow(3, 5)
    expect(await room.orders()).toEqual([])
    expect(await pending()).toEqual([])
  })
})

describe('an amendment that speaks for fewer places', () => {
  const amendment = { actor: '王值班', reason: '只限侯寨乡' }
  const NARROW: NoticeContent = { ...CONTENT, scope: { kind: 'township', townshipId: 't1' } }

  it('lets the others go at once, and tells them; those it speaks for stay', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    await room.act.notices.amend(notice.id, null, NARROW, amendment)
    expect((await inForce(room)).map(({ placeId }) => placeId)).toEqual(['site-1'])
    const [message] = await told(room, 'release')
    expect(message).toMatchObject({ recipient: 'place:site-2', facts: { mayResume: true } })
  })

  it('orders them anew when it speaks for them again', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    await room.act.notices.amend(notice.id, null, NARROW, amendment)
    await room.act.notices.amend(notice.id, null, CONTENT, { actor: '王值班', reason: '又扩大到全区' })
    const [draft] = await pending()
    expect(draft?.effect?.places.map(({ placeId }) => placeId)).toEqual(['site-2'])
    await room.act.drafts.issue(draft!.id, null, decider)
    expect((await inForce(room)).map(({ placeId }) => placeId).toSorted()).toEqual(['site-1', 'site-2'])
    expect(await room.orders()).toHaveLength(2)
  })

  it('does not let go a place that is only spared by an exemption: that is asked again when it ends', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    const spared = { placeId: 'site-1', number: '市豁1号', department: '市局', reason: '抢险', isByCity: true }
    const span = { measures: [], from: T0, until: T0 + HOUR } as const
    await room.act.exemptions.grant({ ...spared, ...span }, officer)
    await room.act.notices.amend(notice.id, null, { ...CONTENT, text: '更正' }, amendment)
    expect(await inForce(room)).toHaveLength(2)
    await room.blow(3, 61)
    const order = (await inForce(room)).find(({ placeId }) => placeId === 'site-1')!
    expect(measuresAsked(presentRevision(order))).toHaveLength(2)
  })

  it('keeps what a wider measure of it contains', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    await room.act.notices.amend(notice.id, null, { ...CONTENT, measures: ['stopDustyWork'] }, amendment)
    const asked = (await inForce(room)).map((one) => measuresAsked(presentRevision(one)).map(({ measure }) => measure))
    expect(asked).toEqual([
      ['stopEarthworks', 'stopMuckTrucks'],
      ['stopEarthworks', 'stopMuckTrucks'],
    ])
  })
})

describe('a draft that waits', () => {
  const exempted = { placeId: 'site-1', number: '市豁1号', department: '市局', reason: '抢险', isByCity: true }
  const places = async () => (await pending())[0]?.effect?.places.map(({ placeId }) => placeId).toSorted()

  it('counts anew when a place comes, is spared, and is asked again', async () => {
    const room = await openControlRoom(operations, { live: true })
    await room.act.notices.record({ ...CONTENT, startsAt: T0 + HOUR }, officer)
    const { id } = (await pending())[0]!
    await room.act.drafts.hold(id, null, { forMs: 10 * MINUTE, mayHoldAgain: true }, chief)
    await room.registry.save({ places: [place('site-3', 't1')] }, { actor: '导入', reason: 'imported' })
    room.clock.set(T0 + MINUTE)
    await room.act.advanceTo(T0 + MINUTE)
    expect(await places()).toEqual(['site-1', 'site-2', 'site-3'])
    const span = { measures: [], from: T0, until: T0 + 5 * MINUTE } as const
    await room.act.exemptions.grant({ ...exempted, ...span }, officer)
    expect(await places()).toEqual(['site-2', 'site-3'])
    room.clock.set(T0 + 6 * MINUTE)
    await room.act.advanceTo(T0 + 6 * MINUTE)
    expect(await places()).toEqual(['site-1', 'site-2', 'site-3'])
  })

  it('is not written again merely because time passes', async () => {
    const room = await openControlRoom(operations)
    await room.act.notices.record({ ...CONTENT, startsAt: T0 + HOUR }, officer)
    const before = (await pending())[0]!.version
    await room.blow(3, 1)
    await room.registry.save({ places: [place('far', 't1', 'roadSection')] }, { actor: '导入', reason: 'imported' })
    await room.blow(3, 1)
    expect((await pending())[0]?.version).toBe(before)
  })
})

describe('the end of a notice to one township', () => {
  const TOWNSHIP: NoticeContent = { ...CONTENT, scope: { kind: 'township', townshipId: 't2' } }
  const moveAway = (room: ControlRoom) =>
    room.registry.save({ places: [place('site-2', 't1')] }, { actor: '导入', reason: 'imported' })

  it('forgets no order of a place that has moved to another township', async () => {
    const room = await openControlRoom(operations, { release: 'automatic' })
    await recordAndIssue(room, TOWNSHIP)
    await moveAway(room)
    await room.blow(3, 361)
    expect(await inForce(room)).toEqual([])
  })

  it('forgets no order that it had held back there', async () => {
    const room = await openControlRoom(operations, { release: 'automatic', mode: 'automatic' })
    const notice = await recordAndIssue(room, TOWNSHIP)
    await room.blow(6, 40)
    await room.blow(3, 150)
    expect((await inForce(room)).map(({ placeId }) => placeId)).toEqual(['site-2', 'site-2'])
    await moveAway(room)
    await room.act.notices.lift(notice.id, null, chief)
    expect(await inForce(room)).toEqual([])
  })
})
