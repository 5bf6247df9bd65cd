/** Over HTTP: a site answers that it has no such work, itself or after a call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const CALL = { behalfOf: '赵经理', phone: '0371-60000000', heard: '没有土方' }

describe('本工地无此作业', () => {
  let world: HttpWorld
  let own: string
  let other: string
  beforeAll(async () => {
    world = await openHttpWorld({ mode: 'automatic' })
    await world.room.blow(6, 20)
    own = (await world.get('orders?place=site-1')).body.items[0].id
    other = (await world.get('orders?place=site-2')).body.items[0].id
  })
  afterAll(() => world.close())

  const answer = (id: string, body: object, as: string, measure = 'stopEarthworks') =>
    world.post(`orders/${id}/measures/${measure}/no-such-work`, body, as)

  it('is said by the site for itself alone, and stands in the record', async () => {
    const { status, body } = await answer(own, {}, 'site-token')
    expect([status, body.changed]).toEqual([200, true])
    expect(body.measures[0]).toMatchObject({ doneAt: null, noSuchWork: { by: '一标段', channel: 'addressee' } })
    expect((await answer(own, {}, 'site-token')).body.changed).toBe(false)
    expect((await answer(other, {}, 'site-token')).status).toBe(403)
    const { history } = (await world.get(`orders/${own}`)).body
    expect(history[0]).toMatchObject({ action: 'order.no-such-work', details: { measure: 'stopEarthworks' } })
  })

  it('is said for them after a call only, with who was called and what was heard', async () => {
    expect((await answer(other, {}, 'township-token')).status).toBe(400)
    const { body } = await answer(other, CALL, 'township-token')
    expect(body.measures[0].noSuchWork).toMatchObject({ channel: 'phone', behalfOf: '赵经理', by: '马寨镇' })
  })

  it('can be found untrue by whoever looks, and is taken back within ten seconds by whoever said it', async () => {
    const found = { how: 'visit', what: '挖机在作业', measures: ['stopEarthworks'] }
    const untrue = await world.post(`orders/${other}/untrue`, found, 'township-token')
    expect(untrue.body.contradictions).toMatchObject([{ measures: ['stopEarthworks'] }])
    await answer(other, CALL, 'township-token', 'stopDemolition')
    const { body } = await world.post(`orders/${other}/undo`, {}, 'township-token')
    const of = (name: string) => body.measures.findLast((one: { measure: string }) => one.measure === name)
    expect([of('stopDemolition').noSuchWork, of('stopEarthworks').noSuchWork]).toEqual([null, null])
  })

  it('names a measure that is not asked', async () => {
    expect((await answer(own, {}, 'site-token', 'mist')).status).toBe(404)
  })
})
