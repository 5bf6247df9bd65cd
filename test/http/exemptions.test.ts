/** Exemptions over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const BODY = {
  ...{ place: 'site-1', number: '住建豁〔2015〕17号', department: '住建局', reason: '连续浇筑' },
  until: T0 + 6 * HOUR,
}

describe('exemptions', () => {
  let world: HttpWorld
  beforeAll(async () => {
    world = await openHttpWorld({ mode: 'automatic' })
    await world.room.blow(6, 20)
  })
  afterAll(() => world.close())

  it('are approved for a place, found in its list, and taken back once', async () => {
    const { status, body } = await world.post('exemptions', { ...BODY, measures: ['stopEarthworks'] })
    expect(status).toBe(201)
    expect(body).toMatchObject({ placeName: 'site-1', approvedBy: '值班员王', isByCity: false, revokedAt: null })
    expect((await world.get('exemptions?place=site-1&state=open')).body.items).toMatchObject([{ id: body.id }])
    const [order] = (await world.get('orders?place=site-1')).body.items
    expect(order.notes).toContain(`exempt:stopEarthworks:${BODY.until}:${BODY.number}`)
    expect((await world.post(`exemptions/${body.id}/revoke`, { reason: '不再浇筑' })).body.endedAt).not.toBeNull()
    expect((await world.post(`exemptions/${body.id}/revoke`, { reason: '不再浇筑' })).status).toBe(409)
  })

  it('are given to the place of an order', async () => {
    const [order] = (await world.get('orders?place=site-2')).body.items
    const { place: _place, ...facts } = BODY
    const { status, body } = await world.post(`orders/${order.id}/exempt`, facts)
    expect([status, body.place]).toEqual([201, 'site-2'])
    const after = (await world.get(`orders/${order.id}`)).body
    expect(after.measures.every((one: { withdrawnAt: string | null }) => one.withdrawnAt !== null)).toBe(true)
    expect((await world.post('orders/none/exempt', facts)).status).toBe(404)
  })

  it.each([
    ['place', { place: 'nowhere' }, 'the id of a place'],
    ['until', { until: T0 - HOUR }, 'later than now'],
    ['until', { from: T0 + 9 * HOUR }, 'later than from'],
    ['number', { number: '' }, ''],
    ['measures[0]', { measures: ['rest'] }, ''],
  ])('name %s and what was expected when it is not as expected: %o', async (field, wrong, expected) => {
    const { status, body } = await world.post('exemptions', { ...BODY, ...wrong })
    expect(status).toBe(400)
    expect(body.errors[0].field).toBe(field)
    expect(body.errors[0].expected).toContain(expected)
  })
})
