import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE } from '../../server/domain/units.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

/** The answers below, one after the other, on one windy afternoon: each test goes on where the one before ended. */
describe('orders over HTTP', () => {
  let world: HttpWorld
  let draftId: string
  let orderId: string

  beforeAll(async () => {
    world = await openHttpWorld()
    while ((await world.operations.read.drafts.pending()).length === 0) await world.room.blow(6, 1)
    draftId = (await world.get('drafts')).body.items[0].id
  })
  afterAll(() => world.close())

  it('invariant 11: shows what waits with its countdown and the reason of the rule', async () => {
    const { status, body } = await world.get('drafts')
    expect(status).toBe(200)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({ kind: 'issue', state: 'waiting', level: 4, reason: { code: 'opened' } })
    expect(body.items[0].countdownS).toBeGreaterThan(0)
    expect(body.items[0].countdownS).toBeLessThanOrEqual(180)
  })

  it('holds a draft only with a reason and for ten minutes at most', async () => {
    const tooLong = await world.post(`drafts/${draftId}/hold`, { minutes: 11 })
    expect(tooLong.status).toBe(400)
    expect(tooLong.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(tooLong.body.errors).toEqual([
      { field: 'reason', found: 'nothing', expected: 'string' },
      { field: 'minutes', found: '11', expected: 'number to be <=10' },
    ])
    const useless = await world.post(`drafts/${draftId}/hold`, { minutes: 1, reason: '核实中' })
    expect(useless.status).toBe(422)
    expect(useless.body.detail).toContain('changes nothing')
    const now = world.room.clock.now()
    const held = await world.post(`drafts/${draftId}/hold`, { minutes: 5, reason: '核实中' })
    expect(Date.parse(held.body.dueAt)).toBe(now + 5 * MINUTE)
    expect(held.body).toMatchObject({ state: 'held', holdReason: '核实中', heldBy: '值班员王', version: 2 })
    const again = await world.post(`drafts/${draftId}/hold`, { minutes: 5, reason: '再等' })
    expect(again.status).toBe(409)
  })

  it('refuses a decision on a version that somebody else changed', async () => {
    const { status, body } = await world.post(`drafts/${draftId}/issue`, { version: 1 })
    expect(status).toBe(409)
    expect(body).toMatchObject({ status: 409, version: 2 })
  })

  it('leaves not issuing to the chief', async () => {
    const { status, body } = await world.post(`drafts/${draftId}/drop`, { reason: '误报' })
    expect(status).toBe(403)
    expect(body.detail).toContain('chief')
  })

  it('issues at once and answers with the orders', async () => {
    const { status, body } = await world.post(`drafts/${draftId}/issue`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'issued', decidedBy: '值班员王' })
    expect(body.orders.map((order: { place: string }) => order.place).sort()).toEqual(['road-1', 'site-1', 'site-2'])
    orderId = body.orders.find((order: { place: string }) => order.place === 'site-1').id
    const again = await world.post(`drafts/${draftId}/issue`)
    expect(again.status).toBe(409)
    expect(again.body.detail).toContain('值班员王')
  })

  it('finds orders by place, and no order by a place without one', async () => {
    expect((await world.get('orders?place=site-1&state=issued')).body.items).toHaveLength(1)
    expect((await world.get('orders?place=site-9')).body.items).toEqual([])
  })

  it('acknowledges, and says it again without harm', async () => {
    expect((await world.post(`orders/${orderId}/seen`, {}, 'site-token')).body.changed).toBe(true)
    const first = await world.post(`orders/${orderId}/acknowledge`, undefined, 'site-token')
    expect(first.body).toMatchObject({ state: 'issued', acknowledgedBy: '一标段', changed: true })
    const again = await world.post(`orders/${orderId}/acknowledge`, undefined, 'site-token')
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ changed: false, acknowledgedBy: '一标段', version: first.body.version })
  })

  it('acknowledges for somebody else only after a call, and never by a site', async () => {
    const other = (await world.get('orders?place=site-2')).body.items[0].id
    const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '收到,马上停' }
    const partial = await world.post(`orders/${other}/acknowledge`, { behalfOf: '赵经理' }, 'township-token')
    expect(partial.body.errors[0]).toMatchObject({ field: 'phone' })
    expect((await world.post(`orders/${other}/acknowledge`, call, 'site-token')).status).toBe(403)
    const done = await world.post(`orders/${other}/acknowledge`, call, 'township-token')
    const signed = { acknowledgedBy: '马寨镇', acknowledgedFor: '赵经理', acknowledgedChannel: 'phone', seenAt: null }
    expect(done.body).toMatchObject(signed)
    const { body } = await world.get(`audit?subject=order:${other}`)
    expect(body.items[0]).toMatchObject({ action: 'order.acknowledged', details: { onBehalf: call } })
  })

  it('reports measures done, and refuses one that was not asked', async () => {
    const done = await world.post(`orders/${orderId}/measures/stopEarthworks/done`, undefined, 'site-token')
    expect(done.body.measures.find((one: { measure: string }) => one.measure === 'stopEarthworks').doneBy).toBe(
      '一标段',
    )
    expect((await world.post(`orders/${orderId}/measures/mist/done`, undefined, 'site-token')).status).toBe(404)
    expect((await world.post('orders/no-such/measures/mist/done', undefined, 'site-token')).status).toBe(404)
  })

  it('asks whoever is not the addressee who was called, when a measure is reported done for a site', async () => {
    const path = `orders/${orderId}/measures/coverBareSoil/done`
    for (const token of ['officer-token', 'chief-token', 'township-token']) {
      const bare = await world.post(path, undefined, token)
      expect({ token, status: bare.status, field: bare.body.errors?.[0].field }).toEqual({
        ...{ token, status: 400, field: 'behalfOf' },
      })
    }
    const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '盖好了' }
    expect((await world.post(path, call, 'site-token')).status).toBe(403)
    const done = await world.post(path, call)
    const covered = done.body.measures.find((one: { measure: string }) => one.measure === 'coverBareSoil')
    expect(covered).toMatchObject({ doneBy: '值班员王', doneFor: '赵经理', doneChannel: 'phone' })
    const { body } = await world.get(`audit?subject=order:${orderId}`)
    expect(body.items[0]).toMatchObject({
      cause: 'after-a-call',
      details: { measure: 'coverBareSoil', onBehalf: call },
    })
  })

  it('takes nobody but the addressee for whom has seen it, and leaves no trace of the others', async () => {
    const road = (await world.get('orders?place=road-1')).body.items[0].id
    for (const token of ['officer-token', 'chief-token', 'township-token', 'system-token']) {
      expect({ token, status: (await world.post(`orders/${road}/seen`, {}, token)).status }).toEqual({
        token,
        status: 403,
      })
      expect((await world.post(`orders/${road}/acknowledge`, {}, token)).status).toBeGreaterThanOrEqual(400)
    }
    const { body } = await world.get(`orders/${road}`)
    expect(body).toMatchObject({ deliveredAt: null, seenAt: null, acknowledgedAt: null, version: 1 })
  })

  it('leaves an early release to the chief, and names the reason', async () => {
    const early = await world.post(`orders/${orderId}/release`, { reason: '提前' })
    expect(early.status).toBe(403)
    const chief = await world.post(`orders/${orderId}/release`, { reason: '提前解除' }, 'chief-token')
    expect(chief.body).toMatchObject({ state: 'released', endReason: '提前解除', stillInForce: [] })
    const late = await world.post(`orders/${orderId}/acknowledge`, undefined, 'site-token')
    expect(late.status).toBe(409)
    expect(late.body.detail).toContain('released')
  })

  it('cancels by the chief alone', async () => {
    const other = (await world.get('orders?place=site-2')).body.items[0].id
    expect((await world.post(`orders/${other}/cancel`, { reason: '误报' })).status).toBe(403)
    expect((await world.post(`orders/${other}/cancel`, { reason: '误报' }, 'chief-token')).body.state).toBe('cancelled')
  })

  it('shows one order with its whole history', async () => {
    const { body } = await world.get(`orders/${orderId}`)
    expect(body.history.map((line: { action: string }) => line.action)).toEqual([
      'order.released',
      'order.measure-done',
      'order.measure-done',
      'order.acknowledged',
      'order.seen',
      'order.issued',
    ])
    expect(body.history[0].at).toMatch(/\+08:00$/)
  })

  it('invariant 11: shows the episode with the readings, thresholds and rule version behind it', async () => {
    const { body } = await world.get('episodes?state=open')
    expect(body.items).toHaveLength(1)
    const one = await world.get(`episodes/${body.items[0].id}`)
    expect(one.body.changes[0]).toMatchObject({ from: 0, to: 4 })
    expect(one.body.changes[0].readings.length).toBeGreaterThan(0)
    expect(one.body.rulePack.id).toBe('windy-day')
    expect((await world.get('episodes/none')).status).toBe(404)
  })

  it('walks through a list page by page without losing or repeating, and refuses a foreign cursor', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await world.get(`audit?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      seen.push(...page.body.items.map((line: { id: number }) => String(line.id)))
      cursor = page.body.nextCursor
    }
    const all = (await world.get('audit?limit=500')).body.items
    expect(seen).toEqual(all.map((line: { id: number }) => String(line.id)))
    for (const path of ['audit', 'orders', 'episodes', 'notifications', 'quarantine', 'places']) {
      const { status, body } = await world.get(`${path}?cursor=%21%21`)
      expect({ path, status, field: body.errors?.[0].field }).toEqual({ path, status: 400, field: 'cursor' })
    }
    expect((await world.get('orders?limit=501')).status).toBe(400)
    expect((await world.get('orders?limit=0')).status).toBe(400)
  })

  it('verifies the audit chain and lists what is owed to whom', async () => {
    const verdict = await world.get('audit/verify', { as: 'viewer-token' })
    expect(verdict.body).toMatchObject({ ok: true, firstBad: null })
    const owed = await world.get(`notifications?order=${orderId}`)
    expect(owed.body.items.map((one: { kind: string }) => one.kind).sort()).toEqual(['issue', 'release'])
  })

  it('moves the clock of a drill, and judges on the way', async () => {
    const to = world.room.clock.now() + 3 * MINUTE
    world.room.measure(6, to)
    const moved = await world.post('clock', { advanceTo: new Date(to).toISOString() })
    expect(moved.body).toMatchObject({ realm: 'drill', epochMs: to, speed: null })
    expect((await world.post('clock', { advanceTo: to - 1 })).status).toBe(409)
    expect((await world.post('clock', { advanceTo: to, afterMessages: 1 })).status).toBe(504)
    world.noteMessages(1)
    expect((await world.post('clock', { advanceTo: to, afterMessages: 1 })).status).toBe(200)
    expect((await world.post('clock', { advanceTo: '2015-04-15T18:00' })).status).toBe(400)
    expect((await world.post('clock', { advanceTo: to }, 'site-token')).status).toBe(403)
  })

  it('reports the whole drill with its score', async () => {
    const { status, body } = await world.get('drill/report?from=2015-04-14T00:00:00%2B08:00')
    expect(status).toBe(200)
    expect(body.episodes).toHaveLength(1)
    expect(body.orders).toHaveLength(3)
    expect(body.score).toMatchObject({ orders: 2, cancelled: 1, acknowledged: 1, released: 1, open: 1 })
    expect(body.from).toBe('2015-04-14T00:00:00+08:00')
  })
})
