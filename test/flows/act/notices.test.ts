/** A notice from above: its orders, what it holds open and back, its end. Over a real operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticeContent } from '../../../server/domain/control/notice.ts'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, place, T0, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const officer = { actor: '王值班', reason: 'notice-recorded' }
const chief = { actor: '李带班', reason: '上级已解除', mayEndEarly: true }
/** From half an hour after the start, for six hours. */
const CONTENT: NoticeContent = {
  ...NOTICE_CONTENT,
  startsAt: T0 + 30 * MINUTE,
  endsAt: T0 + 6 * HOUR,
  replyBy: T0 + 2 * HOUR,
}

async function recordAndIssue(room: ControlRoom, content: NoticeContent = CONTENT) {
  const notice = await room.act.notices.record(content, officer)
  const draft = (await operations.read.drafts.pending()).find(({ cause }) => cause.id === notice.id)
  if (draft) await room.act.drafts.issue(draft.id, null, { actor: '王值班', reason: null })
  return notice
}

const inForce = async (room: ControlRoom) => (await room.orders()).filter(({ state }) => state === 'issued')
const ofKind = async (room: ControlRoom, kind: string) =>
  (await room.orders()).filter(({ cause }) => cause.kind === kind)
const asked = (order: Parameters<typeof presentRevision>[0]) =>
  measuresAsked(presentRevision(order)).map(({ measure }) => measure)
const pendingKinds = async () =>
  (await operations.read.drafts.pending()).map(({ kind, cause }) => `${kind} ${cause.kind}`)

describe('a notice that is recorded', () => {
  it('waits as a draft that says whom it would reach, and goes out by itself when nobody answers', async () => {
    const room = await openControlRoom(operations)
    const notice = await room.act.notices.record(CONTENT, officer)
    const [draft] = await operations.read.drafts.pending()
    expect(draft).toMatchObject({ kind: 'issue', cause: { kind: 'notice', id: notice.id }, dueAt: T0 + 3 * MINUTE })
    expect(draft?.effect?.places.map(({ placeId }) => placeId)).toEqual(['site-1', 'site-2'])
    await room.blow(3, 3)
    const orders = await room.orders()
    expect(orders.map(({ placeId, cause }) => [placeId, cause.id])).toEqual([
      ['site-2', notice.id],
      ['site-1', notice.id],
    ])
    expect((await room.notifications()).map(({ kind }) => kind)).toContain('unanswered-draft')
  })

  it('asks of each place what fits, due from when it begins', async () => {
    const room = await openControlRoom(operations)
    await recordAndIssue(room)
    const [order] = await room.orders()
    expect(presentRevision(order!).measures.map(({ measure, dueAt }) => [measure, dueAt])).toEqual([
      ['stopEarthworks', T0 + 45 * MINUTE],
      ['stopMuckTrucks', T0 + 45 * MINUTE],
    ])
  })

  it('orders one township only when it speaks for one', async () => {
    const room = await openControlRoom(operations)
    await recordAndIssue(room, { ...CONTENT, scope: { kind: 'township', townshipId: 't2' } })
    expect((await room.orders()).map(({ placeId }) => placeId)).toEqual(['site-2'])
  })

  it('opens no draft when it asks nothing of anybody', async () => {
    const room = await openControlRoom(operations)
    await room.act.notices.record({ ...CONTENT, measures: [] }, officer)
    expect(await operations.read.drafts.pending()).toEqual([])
  })

  it('orders a place that is registered meanwhile, once', async () => {
    const room = await openControlRoom(operations)
    await recordAndIssue(room)
    await room.registry.save({ places: [place('site-3', 't1')] }, { actor: '导入', reason: 'imported' })
    await room.blow(3, 3)
    expect((await room.orders()).map(({ placeId }) => placeId).toSorted()).toEqual(['site-1', 'site-2', 'site-3'])
  })
})

describe('while a notice is in force', () => {
  it('delays the close of a windy day; its timer runs on and the close comes at the end of the notice', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await recordAndIssue(room)
    await room.blow(6, 40)
    await room.blow(3, 319)
    expect((await room.episodes()).map(({ closedAt }) => closedAt)).toEqual([null])
    expect(await inForce(room)).toHaveLength(5)
    await room.blow(3, 1)
    expect(room.clock.now()).toBe(CONTENT.endsAt)
    expect((await room.episodes()).map(({ closedAt }) => closedAt)).toEqual([CONTENT.endsAt])
    expect(await inForce(room)).toEqual([])
  })

  it('invariant 16: a restart in between changes nothing of that', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await recordAndIssue(room)
    await room.blow(6, 40)
    await room.blow(3, 200)
    const later = await openControlRoom(operations, {
      ...{ mode: 'automatic', release: 'automatic', start: room.clock.now() },
    })
    await later.blow(3, 119)
    expect(await inForce(later)).toHaveLength(5)
    await later.blow(3, 1)
    expect((await later.episodes()).map(({ closedAt }) => closedAt)).toEqual([CONTENT.endsAt])
    expect(await inForce(later)).toEqual([])
  })

  it('invariants 13 and 14: nobody releases what it demands, the chief neither, and the refusal names it', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    const notice = await recordAndIssue(room)
    await room.blow(6, 40)
    for (const order of await inForce(room)) {
      const outcome = await room.act.orders.release(order.id, null, chief)
      const isFree = order.placeId === 'road-1'
      expect(outcome.kind, `${order.placeId} ${order.cause.kind}`).toBe(isFree ? 'changed' : 'notice-in-force')
      if (!isFree) expect(outcome).toMatchObject({ notice: notice.id })
    }
    expect((await inForce(room)).map(({ placeId }) => placeId).toSorted()).toEqual([
      ...['site-1', 'site-1', 'site-2', 'site-2'],
    ])
  })

  it('invariant 13: a false alarm is cancelled, and nobody is told that they may resume', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await recordAndIssue(room)
    await room.blow(6, 40)
    const wind = (await ofKind(room, 'episode')).find(({ placeId }) => placeId === 'site-1')!
    await room.act.orders.cancel(wind.id, null, { actor: '李带班', reason: '误报' })
    const told = (await room.notifications()).find(({ kind }) => kind === 'cancel')
    expect(told?.facts).toMatchObject({
      mayResume: false,
      remaining: [{ measures: ['stopEarthworks', 'stopMuckTrucks'] }],
    })
  })

  it('invariant 13: names the notice that remains although its own order was never issued', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    await room.blow(6, 40)
    const notice = await room.act.notices.record(CONTENT, officer)
    const [draft] = await operations.read.drafts.pending()
    await room.act.drafts.drop(draft!.id, null, { actor: '李带班', reason: '核实' })
    const [wind] = (await ofKind(room, 'episode')).filter(({ placeId }) => placeId === 'site-2')
    await room.act.orders.cancel(wind!.id, null, { actor: '李带班', reason: '误报' })
    const told = (await room.notifications()).find(({ kind }) => kind === 'cancel')
    expect(told?.facts).toMatchObject({ mayResume: false, remaining: [{ number: notice.number }] })
  })

  it('offers no release that the gate would refuse, and takes back one that was offered', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'confirm' })
    await room.blow(6, 40)
    await room.blow(3, 110)
    expect(await pendingKinds()).toEqual(['release episode'])
    await recordAndIssue(room, { ...CONTENT, startsAt: room.clock.now(), measures: ['stopEarthworks', 'suctionSweep'] })
    const [release] = await operations.read.drafts.pending()
    // The road section's run is not what the notice demands.
    expect(release?.effect?.places.map(({ placeId }) => placeId)).toEqual(['road-1'])
    await room.act.notices.record(
      { ...CONTENT, startsAt: room.clock.now(), measures: ['stopEarthworks', 'sprinklerRun'] },
      officer,
    )
    expect(await pendingKinds()).toEqual(['issue notice'])
  })

  it('carries out no release once a notice that was recorded beforehand has begun', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'confirm' })
    await room.act.notices.record(
      { ...CONTENT, startsAt: T0 + 160 * MINUTE, measures: ['sprinklerRun', 'stopEarthworks'] },
      officer,
    )
    await room.blow(6, 40)
    await room.blow(3, 110)
    const release = (await operations.read.drafts.pending()).find(({ kind }) => kind === 'release')!
    expect(release.effect?.places).toHaveLength(3)
    await room.blow(3, 20)
    const outcome = await room.act.drafts.issue(release.id, null, { actor: '王值班', reason: null })
    expect(outcome).toMatchObject({ kind: 'held-back' })
    expect((await operations.read.drafts.get(release.id))?.state).toBe('waiting')
  })
})

describe('the end of a notice', () => {
  it('proposes the release of its orders and of what it held back, each once', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'confirm' })
    await recordAndIssue(room)
    await room.blow(6, 40)
    await room.blow(3, 320)
    expect(await pendingKinds()).toEqual(['release notice', 'release episode'])
    for (const draft of await operations.read.drafts.pending()) {
      await room.act.drafts.issue(draft.id, null, { actor: '王值班', reason: null })
    }
    expect(await inForce(room)).toEqual([])
    await room.blow(3, 30)
    expect(await operations.read.drafts.pending()).toEqual([])
    const releases = (await room.notifications()).filter(({ kind }) => kind === 'release')
    expect(releases.filter(({ facts }) => 'mayResume' in facts && facts.mayResume)).toHaveLength(3)
  })

  it('comes at once when it is lifted, and nothing is left of a draft nobody had issued', async () => {
    const room = await openControlRoom(operations, { release: 'automatic' })
    const notice = await recordAndIssue(room)
    await room.blow(3, 60)
    await room.act.notices.amend(notice.id, null, { ...CONTENT, measures: [...CONTENT.measures, 'selfCheck'] }, chief)
    expect(await pendingKinds()).toEqual(['issue notice'])
    const lifted = await room.act.notices.lift(notice.id, null, chief)
    expect(lifted).toMatchObject({ kind: 'changed', notice: { liftedAt: room.clock.now(), endedAt: room.clock.now() } })
    expect(await pendingKinds()).toEqual([])
    expect(await inForce(room)).toEqual([])
    expect(await room.act.notices.lift(notice.id, null, chief)).toMatchObject({ kind: 'over' })
  })

  it('moves with an extension', async () => {
    const room = await openControlRoom(operations, { release: 'automatic' })
    const notice = await recordAndIssue(room)
    await room.act.notices.amend(notice.id, notice.version, { ...CONTENT, endsAt: T0 + 8 * HOUR }, chief)
    await room.blow(3, 7 * 60)
    expect(await inForce(room)).toHaveLength(2)
    await room.blow(3, 60)
    expect(await inForce(room)).toEqual([])
  })
})

describe('an amendment', () => {
  it('withdraws what is no longer demanded at once, and puts up for a decision what is newly demanded', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    const content = { ...CONTENT, measures: ['stopMuckTrucks', 'coverRubble'] } as const
    await room.act.notices.amend(notice.id, null, content, { actor: '王值班', reason: '升级' })
    expect((await room.orders()).map(asked)).toEqual([['stopMuckTrucks'], ['stopMuckTrucks']])
    const [draft] = await operations.read.drafts.pending()
    await room.act.drafts.issue(draft!.id, null, { actor: '王值班', reason: null })
    const orders = await room.orders()
    expect(orders.map(asked)).toEqual([
      ['stopMuckTrucks', 'coverRubble'],
      ['stopMuckTrucks', 'coverRubble'],
    ])
    expect(orders).toHaveLength(2)
  })

  it.each(['waits', 'was decided against'])(
    'orders a place that comes meanwhile what was decided before, while the draft of what is new %s',
    async (how) => {
      const room = await openControlRoom(operations)
      const notice = await recordAndIssue(room)
      const content = { ...CONTENT, measures: [...CONTENT.measures, 'sprinklerRun', 'coverRubble'] } as const
      await room.act.notices.amend(notice.id, null, content, { actor: '王值班', reason: '升级' })
      const [draft] = await operations.read.drafts.pending()
      if (how !== 'waits') await room.act.drafts.drop(draft!.id, null, { actor: '李带班', reason: '核实' })
      await room.registry.save({ places: [place('site-3', 't1')] }, { actor: '导入', reason: 'imported' })
      await room.blow(3, 2)
      const orders = await room.orders()
      expect(orders.map(({ placeId }) => placeId).toSorted()).toEqual(['site-1', 'site-2', 'site-3'])
      expect(orders.map(asked)).toEqual(orders.map(() => ['stopEarthworks', 'stopMuckTrucks']))
    },
  )

  it('is refused when somebody else amended it first', async () => {
    const room = await openControlRoom(operations)
    const notice = await room.act.notices.record(CONTENT, officer)
    await room.act.notices.amend(notice.id, 1, { ...CONTENT, level: 2 }, chief)
    expect(await room.act.notices.amend(notice.id, 1, { ...CONTENT, level: 1 }, chief)).toEqual({
      kind: 'stale',
      version: 2,
    })
  })
})

describe('the answer upward', () => {
  it('is reminded of half an hour before, told to the chief when overdue, and freezes the figures it gave', async () => {
    const room = await openControlRoom(operations)
    const notice = await recordAndIssue(room)
    await room.blow(3, 90)
    const kinds = async () =>
      (await room.notifications())
        .filter(({ kind }) => kind.startsWith('reply'))
        .map((one) => [one.kind, one.recipient])
    expect(await kinds()).toEqual([['reply-due', 'officer']])
    await room.blow(3, 30)
    expect(await kinds()).toEqual([
      ['reply-overdue', 'chief'],
      ['reply-due', 'officer'],
    ])
    const [order] = await room.orders()
    await room.act.orders.acknowledge(order!.id, null, { ...officer, scope: { kind: 'district' } }, null)
    const outcome = await room.act.notices.reply(notice.id, null, '已部署', officer)
    expect(outcome).toMatchObject({
      notice: { replies: [{ text: '已部署', figures: { due: 2, unacknowledged: 0, undelivered: 1, undone: 1 } }] },
    })
    await room.blow(3, 60)
    expect(await kinds()).toHaveLength(2)
  })
})

it('invariant 9: everything of a notice stands in the record, and the chain verifies', async () => {
  const room = await openControlRoom(operations, { registry: TWO_TOWNSHIPS })
  const notice = await recordAndIssue(room)
  await room.blow(3, 120)
  await room.act.notices.reply(notice.id, null, '已部署', officer)
  await room.act.notices.amend(notice.id, null, { ...CONTENT, endsAt: T0 + 3 * HOUR }, chief)
  await room.blow(3, 60)
  const lines = (await room.audit()).filter(({ subject }) => subject === `notice:${notice.id}`)
  expect(lines.map(({ action }) => action).toReversed()).toEqual([
    'notice.recorded',
    'notice.reply-reminded',
    'notice.reply-overdue',
    'notice.replied',
    'notice.amended',
    'notice.ended',
  ])
  expect(await operations.read.audit.verify()).toMatchObject({ ok: true })
})
