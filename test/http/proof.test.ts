/** Over HTTP: what others say of an order, and what they are told when they cannot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

describe('looking at what was reported', () => {
  let world: HttpWorld
  let id: string
  beforeAll(async () => {
    world = await openHttpWorld({ mode: 'automatic' })
    await world.room.blow(6, 20)
    id = (await world.get('orders?place=site-2')).body.items[0].id
  })
  afterAll(() => world.close())

  const post = (what: string, body: object, as = 'township-token') => world.post(`orders/${id}/${what}`, body, as)
  const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '已停' }

  it('confirms nothing before everything is reported', async () => {
    expect(await post('verify', { how: 'visit' })).toMatchObject({ status: 409 })
    expect(await post('untrue', { how: 'visit', what: 'x' })).toMatchObject({ status: 409 })
  })

  it('confirms and contradicts, says by whom and how, and the site is told what it owes again', async () => {
    await post('acknowledge', call)
    const { measures } = (await world.get(`orders/${id}`)).body
    for (const { measure } of measures) await post(`measures/${measure}/done`, call)
    expect((await post('verify', { how: 'visit' })).body).toMatchObject({ verifiedBy: '马寨镇', verifiedHow: 'visit' })
    const { status, body } = await post('untrue', { how: 'camera', what: '挖机仍在作业', measures: ['stopEarthworks'] })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ verifiedAt: null, compliedAt: null },
      contradictions: [{ by: '马寨镇', how: 'camera', what: '挖机仍在作业', measures: ['stopEarthworks'] }],
    })
    const told = (await world.room.notifications()).find(({ kind }) => kind === 'untrue')
    expect(told).toMatchObject({ recipient: 'place:site-2', facts: { measures: ['stopEarthworks'] } })
  })

  it.each([
    ['verify', { how: 'phone' }, 'how'],
    ['untrue', { how: 'visit' }, 'what'],
    ['refer', { reason: 'x' }, 'department'],
    ['comment', { text: '' }, 'text'],
  ])('%s names what is missing or wrong', async (what, body, field) => {
    const answer = await post(what, body, 'officer-token')
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map((one: { field: string }) => one.field)).toContain(field)
  })

  it('refuses a measure it does not ask, and a version that has moved on', async () => {
    expect(await post('untrue', { how: 'visit', what: 'x', measures: ['mist'] })).toMatchObject({ status: 404 })
    expect(await post('verify', { how: 'visit', version: 1 })).toMatchObject({ status: 409 })
  })

  it('hands it over once, with the department, and keeps a comment in its history', async () => {
    const first = await post('refer', { department: '城管执法', reason: '拒不停工' }, 'officer-token')
    expect(first.body).toMatchObject({ changed: true, referral: { department: '城管执法', by: '值班员王' } })
    expect((await post('refer', { department: 'x', reason: 'y' }, 'officer-token')).body).toMatchObject({
      changed: false,
    })
    await post('comment', { text: '已约谈' })
    const { history } = (await world.get(`orders/${id}`)).body
    expect(history[0]).toMatchObject({ action: 'order.commented', cause: '已约谈', actor: '马寨镇' })
  })
})
