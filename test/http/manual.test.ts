/** Manual controls over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { place, T0, TWO_TOWNSHIPS } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const BODY = { reason: '举报:夜间出土', scope: { kind: 'place', place: 'site-1' }, measures: ['stopEarthworks'] }
const MASS = { ...BODY, scope: { kind: 'district' } }
const TOKENS = [
  { token: 'officer-token', role: 'dutyOfficer', actor: '值班员王', scope: { kind: 'district' } },
  { token: 'chief-token', role: 'chief', actor: '带班李', scope: { kind: 'district' } },
  { token: 't1-token', role: 'township', actor: '侯寨张', scope: { kind: 'township', townshipId: 't1' } },
  { token: 't2-token', role: 'township', actor: '马寨赵', scope: { kind: 'township', townshipId: 't2' } },
] as const

describe('manual controls', () => {
  let world: HttpWorld
  beforeAll(async () => {
    const places = [...TWO_TOWNSHIPS.places, ...['a', 'b', 'c'].map((id) => place(id, 't2'))]
    world = await openHttpWorld({ tokens: TOKENS, massFrom: 5, registry: { ...TWO_TOWNSHIPS, places } })
  })
  afterAll(() => world.close())

  it('say beforehand whom they would reach', async () => {
    const { status, body } = await world.post('manual-controls/preview', MASS)
    expect(status).toBe(200)
    expect(body).toMatchObject({ needsSecond: true, effect: { places: 5, newPlaces: 5 } })
    expect(body.items.map((one: { placeName: string }) => one.placeName)).toContain('site-1')
    expect((await world.get('manual-controls')).body.items).toEqual([])
  })

  it('order at once, name who decided why, and are ended with a reason', async () => {
    const { status, body } = await world.post('manual-controls', { ...BODY, endsAt: T0 + 6 * HOUR })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      scope: { kind: 'place', id: 'site-1', name: 'site-1' },
      ...{ decidedBy: '值班员王', needsSecond: false, township: null, draft: null },
      figures: { due: 1 },
    })
    const [order] = (await world.get('orders?place=site-1')).body.items
    expect(order.cause).toEqual({ kind: 'manual', id: body.id })
    expect(order.basis.length).toBeGreaterThan(0)
    const ended = await world.post(`manual-controls/${body.id}/end`, { reason: '已覆盖' })
    expect(ended.body).toMatchObject({ endedBy: '值班员王', endReason: '已覆盖' })
    expect((await world.get(`orders/${order.id}`)).body.state).toBe('released')
    expect((await world.post(`manual-controls/${body.id}/end`, { reason: '已覆盖' })).status).toBe(409)
    expect((await world.get('manual-controls?state=ended')).body.items).toMatchObject([{ id: body.id }])
  })

  it('of many places wait for a second person; only the chief ends them early', async () => {
    const { body } = await world.post('manual-controls', MASS)
    expect(body).toMatchObject({ needsSecond: true, orderedAt: null, draft: { kind: 'issue', dueAt: null } })
    const refused = await world.post(`drafts/${body.draft.id}/issue`, {})
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('two persons')])
    const issued = await world.post(`drafts/${body.draft.id}/issue`, {}, 'chief-token')
    expect([issued.status, issued.body.orders.length]).toEqual([200, 5])
    expect((await world.get(`manual-controls/${body.id}`)).body).toMatchObject({ confirmedBy: '带班李', draft: null })
    expect((await world.post(`manual-controls/${body.id}/end`, { reason: '停' })).status).toBe(403)
    expect((await world.post(`manual-controls/${body.id}/end`, { reason: '停' }, 'chief-token')).status).toBe(200)
  })

  it('of a township reach its own places only, and only it or the office ends them', async () => {
    const own = { ...BODY, scope: { kind: 'township', township: '侯寨乡' } }
    const { status, body } = await world.post('manual-controls', own, 't1-token')
    expect([status, body.township, body.scope.name]).toEqual([201, 't1', '侯寨乡'])
    expect((await world.post('manual-controls', own, 't2-token')).status).toBe(403)
    expect((await world.post('manual-controls', MASS, 't2-token')).status).toBe(403)
    expect((await world.post('manual-controls/preview', BODY, 't2-token')).status).toBe(403)
    expect((await world.post(`manual-controls/${body.id}/end`, { reason: '停' }, 't2-token')).status).toBe(403)
    expect((await world.post(`manual-controls/${body.id}/end`, { reason: '停' }, 't1-token')).status).toBe(200)
  })

  it.each([
    ['scope.township', { scope: { kind: 'township', township: '无此乡' } }, 'one of this district'],
    ['scope.place', { scope: { kind: 'place', place: 'nowhere' } }, 'one of this district'],
    ['endsAt', { endsAt: T0 - HOUR }, 'later than now'],
    ['reason', { reason: '' }, ''],
    ['measures', { measures: [] }, ''],
    ['measures', { measures: ['selfCheck', 'selfCheck'] }, ''],
    ['placeKinds[0]', { placeKinds: ['castle'] }, ''],
  ])('name %s and what was expected when it is not as expected: %o', async (field, wrong, expected) => {
    const { status, body } = await world.post('manual-controls', { ...BODY, ...wrong })
    expect(status).toBe(400)
    expect(body.errors[0].field).toBe(field)
    expect(body.errors[0].expected).toContain(expected)
  })

  it('that reach nobody are refused in words', async () => {
    const { status, body } = await world.post('manual-controls', { ...BODY, placeKinds: ['mixingPlant'] })
    expect([status, body.detail]).toEqual([422, expect.stringContaining('reaches nobody')])
  })
})
