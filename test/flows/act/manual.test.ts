/** Manual controls through ACT: decided by one or by two, ended by a person or by themselves. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { ManualContent } from '../../../server/domain/control/manual.ts'
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

const officer = { actor: '王值班', reason: '举报:夜间出土' }
const chief = { actor: '李带班', reason: '同意' }
const ender = (by: typeof officer, mayEndEarly = false) => ({ ...by, townshipId: null, mayEndEarly })
const CONTENT: ManualContent = {
  reason: officer.reason,
  scope: { kind: 'township', townshipId: 't1' },
  placeKinds: [],
  measures: ['stopEarthworks', 'coverBareSoil'],
  endsAt: null,
}
/** Twenty and more sites: it takes two persons. */
const MANY = {
  ...TWO_TOWNSHIPS,
  places: Array.from({ length: 24 }, (_, n) => place(`s${n}`, n % 2 ? 't1' : 't2')),
}
const EVERYWHERE: ManualContent = { ...CONTENT, scope: { kind: 'district' } }

async function decided(room: ControlRoom, content: ManualContent = CONTENT) {
  const outcome = await room.act.manual.decide(content, null, officer)
  if (outcome.kind !== 'decided') throw new Error(outcome.kind)
  return outcome
}
const states = async (room: ControlRoom) => (await room.orders()).map(({ placeId, state }) => `${placeId} ${state}`)

describe('a manual control', () => {
  it('of few places orders at once what fits each, with its reason, law and audit line', async () => {
    const room = await openControlRoom(operations)
    const { control, draft, orders } = await decided(room)
    expect(draft).toBeNull()
    expect(orders.map(({ placeId, cause }) => [placeId, cause])).toEqual([
      ['site-1', { kind: 'manual', id: control.id }],
    ])
    const revision = presentRevision(orders[0]!)
    expect(measuresAsked(revision).map(({ measure }) => measure)).toEqual(['stopEarthworks', 'coverBareSoil'])
    expect(revision.basis.length).toBeGreaterThan(0)
    const lines = (await operations.read.audit.list({ subject: `manual:${control.id}`, limit: 10, cursor: null })).items
    expect(lines).toMatchObject([{ action: 'manual.decided', actor: '王值班', cause: '举报:夜间出土' }])
  })

  it('shows beforehand whom it would reach, and stores nothing', async () => {
    const room = await openControlRoom(operations, { registry: MANY })
    const seen = await room.act.manual.preview(EVERYWHERE)
    expect(seen.needsSecond).toBe(true)
    expect(seen.effect.places).toHaveLength(24)
    expect(await room.orders()).toEqual([])
    expect(await operations.read.manualControls.open()).toEqual([])
  })

  it('that reaches nobody is not recorded', async () => {
    const room = await openControlRoom(operations)
    const content: ManualContent = { ...CONTENT, placeKinds: ['mixingPlant'] }
    expect(await room.act.manual.decide(content, null, officer)).toEqual({ kind: 'reaches-nobody' })
    expect(await operations.read.manualControls.open()).toEqual([])
  })

  it('of many places is ordered by a second person only, and by nobody twice', async () => {
    const room = await openControlRoom(operations, { registry: MANY })
    const { draft } = await decided(room, EVERYWHERE)
    expect(draft).toMatchObject({ kind: 'issue', state: 'waiting', dueAt: null })
    await room.blow(1, 60)
    expect(await room.orders()).toEqual([])
    expect(await room.act.drafts.issue(draft!.id, null, officer)).toMatchObject({ kind: 'needs-second' })
    expect(await room.act.drafts.issue(draft!.id, null, chief)).toMatchObject({ kind: 'decided' })
    expect(await room.orders()).toHaveLength(24)
    expect(await room.act.drafts.issue(draft!.id, null, chief)).toMatchObject({ kind: 'not-pending' })
    expect(await room.orders()).toHaveLength(24)
  })

  it('that is not confirmed leaves nothing', async () => {
    const room = await openControlRoom(operations, { registry: MANY })
    const { draft, control } = await decided(room, EVERYWHERE)
    await room.act.drafts.drop(draft!.id, null, { actor: '李带班', reason: '不必' })
    expect(await operations.read.manualControls.get(control.id)).toMatchObject({ endedBy: '李带班', endReason: '不必' })
    const second = await decided(room, EVERYWHERE)
    expect(await room.act.manual.end(second.control.id, null, ender(officer))).toMatchObject({ kind: 'changed' })
    expect(await operations.read.drafts.get(second.draft!.id)).toMatchObject({ state: 'dropped' })
    expect(await room.orders()).toEqual([])
  })

  it('is ended by a person, which releases its orders; a mass one by the chief only', async () => {
    const room = await openControlRoom(operations, { registry: MANY })
    const few = await decided(room, { ...CONTENT, scope: { kind: 'place', placeId: 's1' } })
    const many = await decided(room, { ...EVERYWHERE, measures: ['selfCheck'] })
    await room.act.drafts.issue(many.draft!.id, null, chief)
    await room.act.manual.end(few.control.id, null, ender({ ...officer, reason: '已覆盖' }))
    const ended = (await room.orders()).find((one) => one.cause.id === few.control.id)!
    expect(ended.state).toBe('released')
    expect(presentRevision(ended).endReason).toBe('已覆盖')
    expect(await room.act.manual.end(many.control.id, null, ender(officer))).toMatchObject({ kind: 'needs-chief' })
    expect(await room.act.manual.end(many.control.id, null, ender(chief, true))).toMatchObject({ kind: 'changed' })
    expect((await states(room)).filter((one) => one.endsWith('issued'))).toEqual([])
    expect(await room.act.manual.end(many.control.id, null, ender(chief, true))).toMatchObject({ kind: 'over' })
  })

  it('ends by itself at its instant: then its release is proposed to a person', async () => {
    const room = await openControlRoom(operations)
    const { control } = await decided(room, { ...CONTENT, endsAt: T0 + HOUR + MINUTE / 2 })
    await room.blow(1, 60)
    expect((await operations.read.manualControls.get(control.id))?.endedAt).toBeNull()
    await room.blow(1, 1)
    expect(await operations.read.manualControls.get(control.id)).toMatchObject({
      endedAt: T0 + HOUR + MINUTE / 2,
      endedBy: 'system',
    })
    expect(await operations.read.drafts.pending()).toMatchObject([{ kind: 'release', cause: { id: control.id } }])
    expect(await states(room)).toEqual(['site-1 issued'])
  })

  it('invariants 13, 14: its end releases nothing that a notice in force demands, and what it held is let go after that', async () => {
    const room = await openControlRoom(operations, { release: 'automatic' })
    const notice = await room.act.notices.record(
      { ...NOTICE_CONTENT, measures: ['stopEarthworks'], startsAt: T0, endsAt: T0 + 2 * HOUR },
      officer,
    )
    const { control } = await decided(room)
    await room.act.manual.end(control.id, null, ender(officer))
    expect((await room.orders()).find(({ cause }) => cause.kind === 'manual')?.state).toBe('issued')
    await room.blow(1, 125)
    expect((await operations.read.notices.get(notice.id))?.endedAt).not.toBeNull()
    expect((await room.orders()).find(({ cause }) => cause.kind === 'manual')?.state).toBe('released')
  })

  it('of a township is ended by that township or the office, and no other township', async () => {
    const room = await openControlRoom(operations)
    const outcome = await room.act.manual.decide(CONTENT, 't1', { actor: '张镇办', reason: '加严' })
    if (outcome.kind !== 'decided') throw new Error(outcome.kind)
    const { id } = outcome.control
    expect(outcome.control.townshipId).toBe('t1')
    const other = { actor: '赵镇办', reason: '不用', townshipId: 't2', mayEndEarly: false }
    expect(await room.act.manual.end(id, null, other)).toMatchObject({ kind: 'not-theirs' })
    expect(await room.act.manual.end(id, null, { ...other, actor: '张镇办', townshipId: 't1' })).toMatchObject({
      kind: 'changed',
    })
  })

  it('invariant 16: a restart orders nobody again, and places that came meanwhile what the others were ordered', async () => {
    const before = await openControlRoom(operations)
    await decided(before)
    const room = await openControlRoom(operations, { start: T0 + MINUTE })
    await room.blow(1, 2)
    expect(await states(room)).toEqual(['site-1 issued'])
    const registry = { ...TWO_TOWNSHIPS, places: [...TWO_TOWNSHIPS.places, place('site-9', 't1')] }
    await room.registry.save(registry, { actor: 'test', reason: 'imported' })
    await room.blow(1, 2)
    expect((await states(room)).toSorted()).toEqual(['site-1 issued', 'site-9 issued'])
  })
})
