/** 交接班 over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

describe('hand-over sheets', () => {
  let world: HttpWorld
  beforeAll(async () => {
    world = await openHttpWorld({ mode: 'automatic' })
    await world.room.blow(6, 25)
  })
  afterAll(() => world.close())

  it('keep what stood at the moment, are taken over by somebody else, and carry promises until they are settled', async () => {
    const [order] = (await world.get('orders?place=site-1')).body.items
    const promises = [{ what: '15点前盖好', dueAt: T0 + 6 * HOUR, order: order.id }, { what: '问气象台' }]
    const { status, body } = await world.post('handovers', { notes: '三标段已约谈', promises })
    expect(status).toBe(201)
    expect(body).toMatchObject({ writtenBy: '值班员王', takenAt: null, figures: { openEpisodes: 1, ordersInForce: 3 } })
    expect(body.promises).toMatchObject([
      { n: 1, order: order.id, settled: null },
      { n: 2, dueAt: null },
    ])
    expect((await world.post(`handovers/${body.id}/take`, {})).status).toBe(403)
    const taken = await world.post(`handovers/${body.id}/take`, {}, 'chief-token')
    expect([taken.status, taken.body.takenBy]).toEqual([200, '带班李'])
    expect((await world.post(`handovers/${body.id}/take`, {}, 'chief-token')).status).toBe(409)
    const kept = await world.post(`handovers/${body.id}/promises/1/settle`, { how: 'kept' })
    expect(kept.body.promises[0].settled).toMatchObject({ by: '值班员王', how: 'kept' })
    expect((await world.post(`handovers/${body.id}/promises/1/settle`, { how: 'dropped' })).status).toBe(409)
    expect((await world.post(`handovers/${body.id}/promises/9/settle`, { how: 'kept' })).status).toBe(404)
    expect((await world.post('handovers/none/take', {})).status).toBe(404)
    const open = async () => (await world.get('handovers?promises=open')).body.items
    expect(await open()).toMatchObject([{ id: body.id }])
    await world.post(`handovers/${body.id}/promises/2/settle`, { how: 'dropped' })
    expect(await open()).toEqual([])
    expect((await world.get('handovers')).body.items).toMatchObject([{ id: body.id, takenBy: '带班李' }])
  })

  it.each([
    ['notes', { notes: '' }],
    ['promises[0].what', { notes: '平稳', promises: [{ what: '' }] }],
    ['promises[0].order', { notes: '平稳', promises: [{ what: '回电', order: 'none' }] }],
    ['promises[0].dueAt', { notes: '平稳', promises: [{ what: '回电', dueAt: 'soon' }] }],
  ])('name %s when it is not as expected', async (field, wrong) => {
    const { status, body } = await world.post('handovers', wrong)
    expect([status, body.errors[0].field]).toEqual([400, field])
  })

  it('of a stale version are not changed', async () => {
    const { id } = (await world.post('handovers', { notes: '平稳' })).body
    const { status, body } = await world.post(`handovers/${id}/take`, { version: 7 }, 'chief-token')
    expect([status, body.version]).toEqual([409, 1])
  })
})
