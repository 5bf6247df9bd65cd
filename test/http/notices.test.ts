/** Notices over HTTP: what a caller sends, and what they are told when it cannot be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { NOTICE_BODY } from '../support/notices.ts'

const BODY = { ...NOTICE_BODY, startsAt: T0, endsAt: '2015-04-15T20:00:00+08:00', replyBy: T0 + 2 * HOUR }

describe('notices', () => {
  let world: HttpWorld
  beforeAll(async () => {
    world = await openHttpWorld()
  })
  afterAll(() => world.close())

  it('are recorded with the draft of what they demand, and found in the list', async () => {
    const { status, body } = await world.post('notices', BODY)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ number: BODY.number, measures: BODY.measures, version: 1, recordedBy: '值班员王', ceasesAt: BODY.endsAt },
      scope: { kind: 'district', township: null },
      figures: { due: 0 },
      draft: { kind: 'issue', state: 'waiting', cause: { kind: 'notice', id: body.id }, effect: { places: 2 } },
    })
    await world.post(`drafts/${body.draft.id}/issue`, {})
    const after = (await world.get(`notices/${body.id}`)).body
    expect(after).toMatchObject({ draft: null, figures: { due: 2, undelivered: 2 } })
    expect((await world.get('notices?state=open')).body.items.map(({ id }: { id: string }) => id)).toEqual([body.id])
    expect((await world.get(`orders?notice=${body.id}`)).body.items).toHaveLength(2)
    expect((await world.get(`orders?notice=${body.id}&episode=e1`)).status).toBe(400)
    const [order] = (await world.get('orders?place=site-1')).body.items
    const refused = await world.post(`orders/${order.id}/release`, { reason: '风停了' }, 'chief-token')
    expect(refused).toMatchObject({ status: 409 })
    expect(refused.body.detail).toContain('in force')
  })

  it.each([
    ['endsAt', { endsAt: T0 - HOUR, startsAt: T0 - 2 * HOUR }, 'later than now'],
    ['endsAt', { endsAt: T0 + HOUR, startsAt: T0 + 2 * HOUR }, 'later than startsAt'],
    ['replyBy', { replyBy: T0 - MINUTE }, 'later than now'],
    ['scope.township', { scope: { kind: 'township', township: 'nowhere' } }, 'id or name of a township'],
    ['level', { level: 5 }, ''],
    ['startsAt', { startsAt: 'tonight' }, 'ISO 8601'],
    ['measures', { measures: ['stopEarthworks', 'stopEarthworks'] }, 'each measure once'],
    ['measures[0]', { measures: ['stopEverything'] }, ''],
    ['text', { text: '  ' }, 'some text'],
  ])('name %s and what was expected when it is not as expected: %o', async (field, wrong, expected) => {
    const { status, body } = await world.post('notices', { ...BODY, ...wrong })
    expect(status).toBe(400)
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].field).toBe(field)
    expect(body.errors[0].expected).toContain(expected)
  })

  it('are read from their text, with what could not be read', async () => {
    const text = '【紧急】今日20时起至明日8时,停止拆除、土石方作业。请于22时前反馈。'
    const { status, body } = await world.post('notices/read', { text })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ startsAt: '2015-04-15T20:00:00+08:00', endsAt: '2015-04-16T08:00:00+08:00' },
      ...{ measures: ['stopEarthworks', 'stopDemolition'], number: null, township: null },
    })
    expect(body.unread).toContainEqual({ field: 'number', why: 'absent', at: null })
    expect((await world.post('notices/read', { text: '' })).status).toBe(400)
    expect((await world.get('notices')).body.items.filter((one: { text: string }) => one.text === text)).toEqual([])
  })

  it('answer a stale amendment with the present version, and one of a notice that is over', async () => {
    const { body: notice } = await world.post('notices', { ...BODY, measures: [] })
    const amendment = { ...BODY, measures: [], level: 2, reason: '升级' }
    const { body } = await world.post(`notices/${notice.id}/amend`, { ...amendment, version: 1 })
    expect(body).toMatchObject({ level: 2, version: 2, amendments: [{ by: '值班员王', before: { level: null } }] })
    const stale = await world.post(`notices/${notice.id}/amend`, { ...amendment, version: 1 })
    expect(stale).toMatchObject({ status: 409, body: { version: 2 } })
    await world.post(`notices/${notice.id}/lift`, { reason: '解除' })
    expect(await world.post(`notices/${notice.id}/lift`, { reason: '解除' })).toMatchObject({ status: 409 })
    expect(await world.post('notices/none/lift', { reason: '解除' })).toMatchObject({ status: 404 })
  })

  it('are told live, and stand in the snapshot', async () => {
    const snapshot = JSON.parse((await world.parts.show.snapshot()).data)
    const { body } = await world.post('notices', { ...BODY, measures: [], endsAt: null })
    expect(snapshot.notices.length).toBeGreaterThan(0)
    expect(world.room.seen.at(-1)?.notices.map(({ id }) => id)).toEqual([body.id])
    expect(JSON.parse((await world.parts.show.snapshot()).data).notices.map(({ id }: { id: string }) => id)).toContain(
      body.id,
    )
  })

  it('keep an answer with the figures it gave', async () => {
    const { body: notice } = await world.post('notices', BODY)
    const { body } = await world.post(`notices/${notice.id}/reply`, { text: '已部署' })
    expect(body.replies).toMatchObject([{ by: '值班员王', text: '已部署', figures: { due: 0 } }])
  })
})
