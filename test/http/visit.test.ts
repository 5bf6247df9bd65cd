/** 上门告知 over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

describe('telling a site in person', () => {
  let world: HttpWorld
  let id = ''
  beforeAll(async () => {
    world = await openHttpWorld({ mode: 'automatic' })
    await world.room.blow(6, 25)
    id = (await world.get('orders?place=site-2')).body.items[0].id
  })
  afterAll(() => world.close())

  const visit = (body: object, as = 'township-token') => world.post(`orders/${id}/visit`, body, as)

  it('delivers the order and acknowledges nothing; invariant 8: it stays in force', async () => {
    const { status, body } = await visit({ told: '赵经理', isWorking: false, note: '已停，正在盖' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'issued', acknowledgedAt: null, seenAt: null })
    expect(body.deliveredAt).not.toBeNull()
    const [line] = (await world.get(`orders/${id}`)).body.history
    expect(line).toMatchObject({ action: 'order.visited', actor: '马寨镇', cause: '已停，正在盖' })
    expect(
      (await world.get(`notifications?order=${id}`)).body.items.map(({ kind }: { kind: string }) => kind),
    ).not.toContain('still-working')
  })

  it('tells the duty officer where work goes on, and keeps the first delivery', async () => {
    const before = (await world.get(`orders/${id}`)).body.deliveredAt
    const { body } = await visit({ told: '门卫', isWorking: true, note: '两台挖机在作业' }, 'officer-token')
    expect(body.deliveredAt).toBe(before)
    const told = (await world.get(`notifications?order=${id}`)).body.items
    const found = told.find(({ kind }: { kind: string }) => kind === 'still-working')
    expect(found).toMatchObject({ recipient: 'officer', facts: { told: '门卫', note: '两台挖机在作业' } })
  })

  it('is of one’s own township only, and names what is missing', async () => {
    const [other] = (await world.get('orders?place=site-1')).body.items
    const foreign = { told: '赵', isWorking: false, note: '停' }
    expect((await world.post(`orders/${other.id}/visit`, foreign, 'township-token')).status).toBe(403)
    expect((await visit({ told: '赵经理', isWorking: false, note: '' })).body.errors[0].field).toBe('note')
    expect((await visit({ told: '赵经理', note: '停' })).body.errors[0].field).toBe('isWorking')
  })
})
