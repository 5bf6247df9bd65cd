/** Filings over HTTP: what a site cannot do, and what the office says to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const CALL = { behalfOf: '赵经理', phone: '0371-60000000', heard: '正在浇筑' }

describe('安全收尾 over HTTP', () => {
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

  const BODY = { measures: ['stopEarthworks'], reason: '底板浇筑', until: T0 + 3 * HOUR }
  const file = (id: string, body: object, as: string) => world.post(`orders/${id}/finish-safely`, body, as)

  it('is asked for by the site for itself alone, found in its list, and decided by the office alone', async () => {
    const { status, body } = await file(own, BODY, 'site-token')
    expect([status, body.state, body.order]).toEqual([201, 'waiting', own])
    expect(body).toMatchObject({ kind: 'safeFinish', filedBy: '一标段', filedChannel: 'addressee', until: null })
    expect((await file(own, BODY, 'site-token')).status).toBe(409)
    expect((await file(other, BODY, 'site-token')).status).toBe(403)
    expect((await world.get('filings?place=site-1&state=waiting')).body.items).toMatchObject([{ id: body.id }])
    expect((await world.post(`filings/${body.id}/accept`, {}, 'township-token')).status).toBe(403)
    const until = T0 + 2 * HOUR
    const accepted = await world.post(`filings/${body.id}/accept`, { until, reason: '抓紧' })
    expect(accepted.body).toMatchObject({ state: 'accepted', decidedBy: '值班员王', decideReason: '抓紧' })
    const [measure] = (await world.get(`orders/${own}`)).body.measures
    expect(Date.parse(measure.dueAt)).toBe(until)
    expect(measure.finish).toMatchObject({ filing: body.number, by: '值班员王' })
    expect(Date.parse(measure.finish.dueBefore)).toBeLessThan(until)
    expect((await world.get(`filings/${body.id}`)).body).toMatchObject({ version: 2 })
    expect((await world.post(`filings/${body.id}/refuse`, { reason: 'x' })).status).toBe(409)
  })

  it('is asked for after a call by their township, and refused with a reason that the site sees', async () => {
    expect((await file(other, BODY, 'township-token')).body.errors[0].field).toBe('behalfOf')
    const { body } = await file(other, { ...BODY, ...CALL }, 'township-token')
    expect(body).toMatchObject({ filedChannel: 'phone', filedFor: '赵经理', filedBy: '马寨镇' })
    expect((await world.post(`filings/${body.id}/refuse`, {})).status).toBe(400)
    const refused = await world.post(`filings/${body.id}/refuse`, { reason: '可以停' })
    expect(refused.body).toMatchObject({ state: 'refused', decideReason: '可以停' })
  })

  it.each([
    ['until', { until: T0 + 20 * HOUR }, 'at the latest'],
    ['until', { until: T0 + MINUTE }, 'later than the deadline'],
    ['reason', { reason: ' ' }, ''],
    ['measures[0]', { measures: ['coverBareSoil'] }, ''],
    ['measures', { measures: [] }, ''],
  ])('names %s and what was expected when it is not as expected: %o', async (field, wrong, expected) => {
    const { status, body } = await file(other, { ...BODY, ...CALL, ...wrong }, 'officer-token')
    expect(status).toBe(400)
    expect(body.errors[0].field).toBe(field)
    expect(body.errors[0].expected).toContain(expected)
  })

  it('refuses what is not asked, an end later than asked for, and a filing that is not there', async () => {
    const wrong = { ...BODY, ...CALL, measures: ['stopDustyWork'] }
    expect((await file(other, wrong, 'officer-token')).status).toBe(409)
    const { body } = await file(other, { ...BODY, ...CALL }, 'officer-token')
    const late = await world.post(`filings/${body.id}/accept`, { until: T0 + 4 * HOUR })
    expect([late.status, late.body.errors[0].field]).toEqual([400, 'until'])
    expect((await world.post(`filings/${body.id}/accept`, { version: 9 })).body.version).toBe(1)
    expect((await world.post('filings/none/accept', {})).status).toBe(404)
    expect((await world.get('filings/none')).status).toBe(404)
  })
})
