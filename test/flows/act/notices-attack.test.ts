/** Notices from above, attacked: what must hold when they meet late decisions, places that move, outages and restarts. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticeContent } from '../../../server/domain/control/notice.ts'
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
