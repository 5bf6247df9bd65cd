import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EARLIEST_INSTANT, LATEST_INSTANT } from '../../server/contract/common.ts'
import { ACCESS, BASE } from '../../server/http/access.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

let world: HttpWorld
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

describe('access', () => {
  it('has every route of the app in its table, and no other', () => {
    const registered = new Set(
      world.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
    )
    expect([...registered].sort()).toEqual([...ACCESS.keys()].sort())
  })

  it('refuses a token nobody has, for reading too', async () => {
    for (const header of [
      'Bearer nothing',
      'Bearer ',
      'Basic b2ZmaWNlcg==',
      'Bearer officer-token-',
      'officer-token',
    ]) {
      const { status, headers } = await world.get('clock', { headers: { authorization: header } })
      expect({ header, status }).toEqual({ header, status: 401 })
      expect(headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it.each([
    { case: 'its own name', host: 'localhost:8080', status: 200 },
    { case: 'IPv4 loopback', host: '127.0.0.1', status: 200 },
    { case: 'IPv6 loopback', host: '[::1]:1', status: 200 },
    { case: 'a name of somebody else', host: 'evil.example', status: 421 },
    { case: 'a name that begins like ours', host: 'localhost.evil.example', status: 421 },
    { case: 'a name that ends like ours', host: 'evil-127.0.0.1:80', status: 421 },
    { case: 'another machine of the network', host: '192.168.1.7:8080', status: 421 },
  ])('answers to loopback names only: $case', async ({ host, status }) => {
    expect((await world.get('clock', { headers: { host } })).status).toBe(status)
  })

  it('refuses a change that a page of another site sends', async () => {
    const send = (origin: string) =>
      world.call('POST', 'townships', { as: 'officer-token', body: {}, headers: { origin, host: 'localhost:8080' } })
    expect((await send('http://evil.example')).status).toBe(403)
    expect((await send('null')).status).toBe(403)
    expect((await send('http://localhost:9999')).status).toBe(403)
    expect((await send('http://localhost:8080')).status).toBe(400)
  })

  it.each([
    { site: 'cross-site', status: 403 },
    { site: 'same-site', status: 403 },
    { site: 'same-origin', status: 400 },
    { site: 'none', status: 400 },
  ])(
    'answers $status to a change by cookie that a browser calls $site, without an Origin',
    async ({ site, status }) => {
      const headers = { cookie: 'windbreak_session=officer-token', 'sec-fetch-site': site, host: 'localhost:8080' }
      expect((await world.call('POST', 'townships', { body: {}, headers })).status).toBe(status)
      expect((await world.get('townships', { headers })).status).toBe(200)
    },
  )

  it('answers an unknown path with 404 and a wrong method with 405, as problems', async () => {
    const unknown = await world.get('no/such/thing')
    expect(unknown).toMatchObject({ status: 404, body: { status: 404, type: 'about:blank' } })
    expect(unknown.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    const wrong = await world.call('PATCH', 'places/site-1', { as: 'officer-token' })
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('GET, PUT, DELETE')
    expect((await world.get('/api')).status).toBe(404)
  })

  it('forbids scripts of others and keeps nothing in caches', async () => {
    const { headers } = await world.get('clock')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect((await world.get('places?limit=x')).headers.get('content-security-policy')).toContain("script-src 'self'")
  })
})

describe('what is hostile', () => {
  const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`

  it.each([
    { case: 'JSON 100,000 levels deep', body: deep(100_000), status: 400 },
    { case: 'an unfinished text 100,000 levels deep', body: '['.repeat(100_000), status: 400 },
    { case: 'what is not JSON', body: '{"id": "x",}', status: 400 },
    { case: 'a list', body: '[]', status: 400 },
    { case: 'null', body: 'null', status: 400 },
    { case: 'an empty body', body: '', status: 400 },
    { case: 'a body of 300 kB', body: JSON.stringify({ name: 'x'.repeat(300_000) }), status: 413 },
    { case: 'a field named __proto__', body: '{"id":"t9","name":"x","__proto__":{"isAdmin":true}}', status: 400 },
    { case: 'a constructor', body: '{"id":"t9","name":"x","constructor":{"prototype":{"isAdmin":1}}}', status: 400 },
    { case: 'a number for a text', body: '{"id":"t9","name":7}', status: 400 },
    { case: 'an id with a path in it', body: '{"id":"../x","name":"x"}', status: 400 },
    { case: 'U+0000 in a name', body: '{"id":"t9","name":"a\\u0000b"}', status: 400 },
    { case: 'half a character in a name', body: '{"id":"t9","name":"a\\ud800"}', status: 400 },
  ])('refuses $case in words', async ({ body, status }) => {
    const answer = await world.call('POST', 'townships', { as: 'officer-token', body })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ status })
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
    expect((await world.get('townships')).body.items).toHaveLength(2)
  })

  it('refuses what is not JSON by its type', async () => {
    const answer = await world.call('POST', 'townships', { as: 'officer-token', body: 'a=b', type: 'text/plain' })
    expect(answer.status).toBe(415)
  })

  it.each(['%E0%A4%A', '..%2f..%2fetc', '%00', 'a'.repeat(5_000), "1'%20or%201=1--", '<script>'])(
    'finds nothing under the id %s',
    async (id) => {
      for (const path of ['places', 'devices', 'orders', 'episodes']) {
        expect((await world.get(`${path}/${id}`)).status).toBe(404)
      }
    },
  )

  it.each([
    'audit?subject=%00',
    'orders?episode=%27%3Bdrop%20table%20audit',
    'episodes?kind=%ff',
    'quarantine?device=%00&reason=x%27y',
    'series?device=mast-1&quantity=pm10%3Bdrop&from=x',
    'readings/count?from=99999999999999999&to=1',
    'index?pm10=1e9&average=week',
    'drill/report?from=0',
  ])('never fails on the query %s', async (path) => {
    expect((await world.get(path)).status).toBeLessThan(500)
    expect(world.faults).toEqual([])
  })

  it.each([
    { query: 'series?device=mast-1&quantity=pm10&to=', field: 'to', at: '-8640000000000000' },
    { query: 'series?device=mast-1&quantity=pm10&to=8640000000000000&from=', field: 'from', at: '8639999999999999' },
    { query: 'readings/count?from=0&to=', field: 'to', at: '8640000000000000' },
    { query: 'readings/count?to=1&from=', field: 'from', at: '-8640000000000000' },
    { query: 'index?pm10=1&at=', field: 'at', at: '9999-12-31T23:59:59Z' },
    { query: 'drill/report?from=0&to=', field: 'to', at: '8640000000000000' },
  ])('refuses in words a time that no calendar shows: $query ($at)', async ({ query, field, at }) => {
    const { status, body } = await world.get(`${query}${at}`)
    expect(status).toBe(400)
    const problem = body.errors.find((one: { field: string }) => one.field === field)
    expect(problem).toMatchObject({ found: `"${at}"`, expected: expect.stringContaining('from 1000-01-01 to') })
  })

  it.each([EARLIEST_INSTANT, LATEST_INSTANT])(
    'answers at the end of the times that can be asked for: %d',
    async (at) => {
      for (const path of [
        `series?device=mast-1&quantity=pm10&every=1d&to=${at}`,
        `series?device=mast-1&quantity=pm10&every=1d&from=${at - 1}&to=${at}`,
        `series?device=mast-1&quantity=pm10&every=1d&from=${at}&to=${at + 1}`,
        `readings/count?from=${EARLIEST_INSTANT}&to=${at + 1}`,
        `readings/count?from=${at}&to=${LATEST_INSTANT}`,
        `index?pm10=1&at=${at}`,
        `drill/report?from=${at}`,
      ]) {
        expect({ path, status: (await world.get(path)).status }).not.toMatchObject({ status: 500 })
      }
      expect(world.faults).toEqual([])
    },
  )

  it.each([
    { case: 'markup', name: '<script>alert(1)</script>' },
    { case: 'a formula', name: '=cmd|"/C calc"!A0' },
    { case: 'emoji and right-to-left', name: '🚧 \u202eمرحبا' },
    { case: 'as long as allowed', name: '长'.repeat(200) },
  ])('keeps a name that is $case as the text it is', async ({ name }) => {
    const { status, body } = await world.call('PUT', 'townships/hostile', {
      as: 'officer-token',
      body: { id: 'hostile', name },
    })
    expect({ status, name: body.name }).toEqual({ status: 200, name })
    const { headers, body: list } = await world.get('townships')
    expect(headers.get('content-type')).toBe('application/json')
    expect(list.items.find((one: { id: string }) => one.id === 'hostile').name).toBe(name)
    await world.call('DELETE', 'townships/hostile', { as: 'officer-token' })
  })

  it('shows what was found shortened, and of its own faults nothing', async () => {
    const { body } = await world.post('townships', { id: 'x'.repeat(10_000), name: 'x' })
    expect(body.errors[0].found.length).toBeLessThan(80)
    const failing = world.operations.read.audit
    const verify = failing.verify
    Object.assign(failing, { verify: () => Promise.reject(new Error('secret of the database')) })
    const answer = await world.get('audit/verify', { as: 'viewer-token' })
    Object.assign(failing, { verify })
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('secret')
    expect(world.faults.splice(0)).toHaveLength(1)
  })
})

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name })

  it('carries a change out once and answers it the same', async () => {
    const first = await world.post('townships', { id: 'once', name: '一次' }, 'officer-token', key('k1'))
    const again = await world.post('townships', { id: 'once', name: '一次' }, 'officer-token', key('k1'))
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, text: first.text })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await world.post('townships', { id: 'once', name: '一次' })).status).toBe(409)
  })

  it('refuses the key for another request, and lets another person use it', async () => {
    const other = await world.post('townships', { id: 'other', name: '另' }, 'officer-token', key('k1'))
    expect(other.status).toBe(422)
    expect((await world.post('townships', { id: 'other', name: '另' }, 'chief-token', key('k1'))).status).toBe(201)
  })

  it('carries out one of two that come at the same moment', async () => {
    const both = await Promise.all(
      [1, 2].map(() => world.post('townships', { id: 'twin', name: '双' }, 'officer-token', key('k2'))),
    )
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    const { body } = await world.get('audit?subject=township:twin')
    expect(body.items).toHaveLength(1)
  })

  it('forgets a mistake, so that the mended request may use the key', async () => {
    expect((await world.post('townships', { id: 'mended' }, 'officer-token', key('k3'))).status).toBe(400)
    expect((await world.post('townships', { id: 'mended', name: '好' }, 'officer-token', key('k3'))).status).toBe(201)
  })

  it('answers a removal the same too', async () => {
    const remove = () => world.call('DELETE', 'townships/mended', { as: 'officer-token', headers: key('k4') })
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
    expect((await world.call('DELETE', 'townships/mended', { as: 'officer-token' })).status).toBe(404)
  })

  it('refuses a key that is no key', async () => {
    expect((await world.post('townships', {}, 'officer-token', key('a b'))).body.errors[0].field).toBe(
      'Idempotency-Key',
    )
  })
})

describe('OpenAPI', () => {
  it('describes every route, with shapes that all resolve', async () => {
    const { body } = await world.get('openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const expected = [...ACCESS.keys()].filter((route) => route.includes(BASE) && !route.endsWith('openapi.json'))
    expect(described.sort()).toEqual(expected.sort())
    const names = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    )
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) expect(body.components.schemas).toHaveProperty(name!)
    for (const item of Object.values(body.paths as Record<string, Record<string, { responses: object }>>)) {
      for (const { responses } of Object.values(item)) expect(Object.keys(responses)).not.toEqual([])
    }
  })

  it('is a page to read without a script', async () => {
    const { status, text, headers } = await world.get('/api/docs')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    expect(text).toContain('POST /api/v1/drafts/{id}/issue')
    expect(text).not.toMatch(/<script|<style| style=/)
    expect((await world.get('/api/docs.css')).headers.get('content-type')).toMatch(/^text\/css/)
  })
})

describe('health and metrics', () => {
  it('says what runs', async () => {
    const { body } = await world.get('health')
    expect(body).toMatchObject({ status: 'ok', realm: 'drill', parts: { operations: { status: 'ok', problem: null } } })
  })

  it('counts for Prometheus', async () => {
    const { text } = await world.get('/metrics')
    for (const name of [
      'windbreak_readings_received_total 0',
      'windbreak_messages_total 0',
      'windbreak_spool_bytes 0',
      'windbreak_orders_in_force 0',
      'windbreak_live_clients 0',
      'nodejs_eventloop_lag_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(name)
    }
  })
})
