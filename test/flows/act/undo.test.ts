/** 撤回: what a person may take back of an order, and what not. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Order, presentRevision } from '../../../server/domain/control/order.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const AUTOMATIC = { mode: 'automatic', release: 'automatic' } as const
const site = { actor: '赵经理', reason: 'acknowledged', scope: { kind: 'place', placeId: 'site-1' } } as const
const chief = { actor: '李带班', reason: '误报', scope: { kind: 'district' } } as const

async function ordered(room: ControlRoom): Promise<Order> {
  await room.blow(6, 25)
  return (await room.orders()).find(({ placeId }) => placeId === 'site-1')!
}
/** All but the version, which always grows. */
const facts = ({ version: _version, ...order }: Order) => order
const now = async (id: string) => (await operations.read.orders.get(id))!

describe('taking back', () => {
  it('brings an acknowledgement, a report, a release and a cancellation back to what was before, with an audit line', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const { id } = await ordered(room)
    const { orders } = room.act
    const may = { ...chief, mayEndEarly: true }
    const acts = [
      { by: site, run: () => orders.acknowledge(id, null, site, null) },
      { by: site, run: () => orders.done(id, 'stopEarthworks', null, site, null) },
      { by: chief, run: () => orders.release(id, null, may) },
      { by: chief, run: () => orders.cancel(id, null, chief) },
    ]
    for (const { by, run } of acts) {
      const before = await now(id)
      expect((await run()).kind).toBe('changed')
      expect(facts(await now(id))).not.toEqual(facts(before))
      expect((await orders.undo(id, { ...by, reason: 'taken-back' })).kind).toBe('changed')
      expect(facts(await now(id))).toEqual(facts(before))
    }
    const lines = (await room.audit()).filter(({ action }) => action === 'order.undone')
    expect(lines.map(({ details }) => details.undone).toReversed()).toEqual([
      'order.acknowledged',
      'order.measure-done',
      'order.released',
      'order.cancelled',
    ])
  })

  it('tells the place that a release or cancellation was taken back, with what is still asked', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const { id } = await ordered(room)
    await room.act.orders.release(id, null, { ...chief, mayEndEarly: true })
    await room.act.orders.undo(id, chief)
    const told = (await room.notifications()).filter(({ orderId }) => orderId === id)
    expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['issue', 'release', 'undo']))
    const undo = told.find(({ kind }) => kind === 'undo')
    expect(undo?.facts).toMatchObject({ measures: expect.arrayContaining(['stopEarthworks']) })
  })

  it('is for ten seconds, for whoever did it, once, and while nothing else has happened', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const { id } = await ordered(room)
    const { orders } = room.act
    await orders.acknowledge(id, null, site, null)
    expect((await orders.undo(id, chief)).kind).toBe('nothing-to-undo')
    room.passSeconds(11)
    expect((await orders.undo(id, site)).kind).toBe('nothing-to-undo')
    await orders.done(id, 'stopEarthworks', null, site, null)
    room.passSeconds(9)
    await orders.done(id, 'stopDemolition', null, { ...site, actor: '钱副经理' }, null)
    expect((await orders.undo(id, site)).kind).toBe('nothing-to-undo')
    expect((await orders.undo(id, { ...site, actor: '钱副经理' })).kind).toBe('changed')
    expect((await orders.undo(id, { ...site, actor: '钱副经理' })).kind).toBe('nothing-to-undo')
    const done = presentRevision(await now(id)).measures.filter(({ doneAt }) => doneAt !== null)
    expect(done.map(({ measure }) => measure)).toEqual(['stopEarthworks'])
  })

  it('does not bring a raise back: what control decided meanwhile stands', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const { id } = await ordered(room)
    await room.act.orders.cancel(id, null, chief)
    await room.blow(9, 25)
    expect((await room.act.orders.undo(id, chief)).kind).toBe('nothing-to-undo')
    expect((await now(id)).revisions).toHaveLength(2)
  })

  it('is of one’s own places only', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const { id } = await ordered(room)
    await room.act.orders.acknowledge(id, null, site, null)
    const other = { ...site, scope: { kind: 'place', placeId: 'site-2' } } as const
    expect((await room.act.orders.undo(id, other)).kind).toBe('out-of-scope')
    expect((await room.act.orders.undo('none', site)).kind).toBe('unknown')
  })
})
