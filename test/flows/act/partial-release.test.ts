/** 部分解除: some measures of an order let go through the one gate, the others asked as before. */
import { beforeEach, describe, expect, it } from 'vitest'
import { measuresAsked, type Order, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const officer = { actor: '王值班', reason: '已复绿', mayEndEarly: false }
const chief = { actor: '李带班', reason: '已复绿', mayEndEarly: true }
const asked = (order: Order) => measuresAsked(presentRevision(order)).map(({ measure }) => measure)
const now = async (id: string) => (await operations.read.orders.get(id))!

async function ordered(room: ControlRoom): Promise<Order> {
  await room.blow(6, 25)
  return (await room.orders()).find(({ placeId }) => placeId === 'site-1')!
}

describe('releasing some measures of an order', () => {
  it('leaves the others asked and the order in force, with audit line and a message that names what is left', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const order = await ordered(room)
    const before = asked(order)
    const measures = ['coverBareSoil', 'coverRubble']
    const outcome = await room.act.orders.releaseSome(order.id, order.version, { measures, by: chief })
    expect(outcome.kind).toBe('changed')
    const after = await now(order.id)
    expect(after.state).toBe('issued')
    expect(asked(after)).toEqual(before.filter((one) => !measures.includes(one)))
    const [line] = (await room.audit()).filter(({ action }) => action === 'order.partly-released')
    expect(line).toMatchObject({ actor: '李带班', cause: '已复绿', details: { measures, left: asked(after) } })
    const told = (await room.notifications()).find(({ kind }) => kind === 'lower')
    expect(told).toMatchObject({ recipient: 'place:site-1', facts: { measures: asked(after) } })
  })

  it('needs the chief while the cause goes on, and refuses what is not asked', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const { id } = await ordered(room)
    const some = { measures: ['coverRubble'], by: officer }
    expect((await room.act.orders.releaseSome(id, null, some)).kind).toBe('needs-chief')
    const foreign = { measures: ['sprinklerRun'], by: chief }
    expect((await room.act.orders.releaseSome(id, null, foreign)).kind).toBe('not-asked')
  })

  it('invariant 14: lets go what no notice demands, and refuses what one does', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const { id } = await ordered(room)
    const content = { ...NOTICE_CONTENT, measures: ['stopMuckTrucks'], startsAt: T0, endsAt: T0 + 6 * HOUR } as const
    await room.act.notices.record(content, { actor: '王值班', reason: 'notice-recorded' })
    const both = { measures: ['stopMuckTrucks', 'coverRubble'], by: chief }
    expect((await room.act.orders.releaseSome(id, null, both)).kind).toBe('notice-in-force')
    const free = { measures: ['coverRubble'], by: chief }
    expect((await room.act.orders.releaseSome(id, null, free)).kind).toBe('changed')
    expect(asked(await now(id))).toContain('stopMuckTrucks')
  })

  it('of everything that is asked is a whole release', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const order = await ordered(room)
    const outcome = await room.act.orders.releaseSome(order.id, null, { measures: asked(order), by: chief })
    expect(outcome.kind).toBe('changed')
    expect((await now(order.id)).state).toBe('released')
  })

  it('counts what is left alone: all of that done is complied with', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const order = await ordered(room)
    const site = { actor: '赵经理', reason: 'reported-done', scope: { kind: 'place', placeId: 'site-1' } } as const
    const [first, ...others] = asked(order)
    await room.act.orders.done(order.id, first!, null, site, null)
    await room.act.orders.releaseSome(order.id, null, { measures: others, by: chief })
    expect(presentRevision(await now(order.id)).compliedAt).not.toBeNull()
  })

  it('is asked again by a raise only, and a restart in between asks nothing', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic' })
    const { id } = await ordered(room)
    await room.act.orders.releaseSome(id, null, { measures: ['coverRubble'], by: chief })
    const again = await openControlRoom(operations, { mode: 'automatic', start: room.clock.now() })
    await again.blow(6, 5)
    expect(asked(await now(id))).not.toContain('coverRubble')
    await again.blow(9, 25)
    expect(asked(await now(id))).toContain('coverRubble')
  })
})
