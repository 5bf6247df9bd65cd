/** What the InfluxDB store makes of every answer a server can give, good or bad. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type InfluxSettings, openInfluxStore } from '../../../server/adapters/influx/influx-store.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { type ReadingStore, StoreUnavailable } from '../../../server/ports/reading-store.ts'
import { MIDNIGHT, reading } from '../../contracts/reading-store.suite.ts'
import { type CannedAnswer, type InfluxStandIn, startInfluxStandIn } from '../../support/influx-stand-in.ts'
import { freePort } from '../../support/real-server.ts'

const BATCH = [reading('a', MIDNIGHT, { pm10: 80.5, windSpeed: 3 }, { pm10: 256 })]
const QUERY = {
  devices: ['a'],
  quantities: ['pm10'] as const,
  from: MIDNIGHT,
  to: MIDNIGHT + MINUTE,
  everyMs: null,
  alignMs: 0,
}

const isProbe = (body: string) => body.startsWith('windbreak_probe ')

let server: InfluxStandIn
const opened: ReadingStore[] = []

async function open(more: Partial<InfluxSettings> = {}): Promise<ReadingStore> {
  const defaults = { url: server.url, token: 'secret-token', org: 'district', bucket: 'air', version: 2 as const }
  const store = await openInfluxStore({ ...defaults, ...more })
  opened.push(store)
  return store
}

beforeAll(async () => {
  server = await startInfluxStandIn()
})
beforeEach(() => server.answerWith({ status: 204 }))
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})
afterAll(() => server.end())

describe('the answer to a write', () => {
  it.each<{ case: string; answer: CannedAnswer; kind: string; why: RegExp }>([
    {
      case: '400 is the batch’s fault',
      answer: { status: 400, body: '{"error":"unable to parse"}' },
      kind: 'refused',
      why: /unable to parse/,
    },
    {
      case: '400 of a partial write is the batch’s fault',
      answer: { status: 400, body: '{"error":"partial write: field type conflict dropped=1"}' },
      kind: 'refused',
      why: /partial write/,
    },
    { case: '413 is the batch’s fault', answer: { status: 413 }, kind: 'refused', why: /too large/ },
    { case: '422 is the batch’s fault', answer: { status: 422 }, kind: 'refused', why: /cannot take/ },
    {
      case: '201 of version 3 kept only some lines',
      answer: { status: 201, body: 'partial write of line protocol occurred' },
      kind: 'refused',
      why: /only part/,
    },
    { case: '207 of a cluster kept only some lines', answer: { status: 207 }, kind: 'refused', why: /only part/ },
    {
      case: '200 that tells of a partial write',
      answer: { status: 200, body: 'partial write: 1 of 5000' },
      kind: 'refused',
      why: /only part/,
    },
    {
      case: '200 with a log-in page is no InfluxDB',
      answer: { status: 200, body: '<html>please log in</html>' },
      kind: 'unavailable',
      why: /answered 200 .*log in/,
    },
    {
      case: '302 leads elsewhere',
      answer: { status: 302, headers: { location: '/login' } },
      kind: 'unavailable',
      why: /unexpected/,
    },
    { case: '401 is ours to mend', answer: { status: 401 }, kind: 'unavailable', why: /token/ },
    { case: '403 is ours to mend', answer: { status: 403 }, kind: 'unavailable', why: /rights/ },
    {
      case: '404 is ours to mend',
      answer: { status: 404, body: '{"message":"bucket \\"air\\" not found"}' },
      kind: 'unavailable',
      why: /bucket "air" not found/,
    },
    {
      case: '429 asks for patience',
      answer: { status: 429, headers: { 'retry-after': '7' } },
      kind: 'unavailable',
      why: /slow down/,
    },
    {
      case: '500 is theirs to mend',
      answer: { status: 500, body: 'timeout' },
      kind: 'unavailable',
      why: /in trouble \(500\): timeout/,
    },
    {
      case: '500 that only hints at a queue is not taken for stored',
      answer: {
        status: 500,
        body: '{"error":"hinted handoff queue not empty"}',
        headers: { 'content-type': 'application/json' },
      },
      kind: 'unavailable',
      why: /queue not empty/,
    },
    { case: '503 is theirs to mend', answer: { status: 503 }, kind: 'unavailable', why: /in trouble/ },
  ])('$case', async ({ answer, kind, why }) => {
    server.answerWith(({ body }) => (isProbe(body) ? { status: 204 } : answer))
    const store = await open()
    const outcome = await store.write(BATCH)
    expect(outcome).toMatchObject({ kind, why: expect.stringMatching(why) })
    expect(JSON.stringify(outcome)).not.toContain('secret-token')
  })

  it.each([1, 2, 3] as const)('only 204 means stored, as version %i documents', async (version) => {
    const store = await open({ version })
    expect(await store.write(BATCH)).toEqual({ kind: 'stored' })
    for (const body of ['', '{}', '{"results":[]}', '<html>please log in</html>']) {
      server.answerWith({ status: 200, body })
      expect(await store.write(BATCH)).toMatchObject({
        kind: 'unavailable',
        why: expect.stringMatching(/200.*instead of 204/),
      })
    }
  })

  it.each([400, 413, 422, 201])(
    '%i to everything blames no reading: not even a good point is taken',
    async (status) => {
      server.answerWith({ status, body: '{"error":"no"}' })
      const store = await open()
      expect(await store.write(BATCH)).toMatchObject({
        kind: 'unavailable',
        why: expect.stringMatching(/even a point that is surely good.*no/s),
      })
    },
  )

  it('blames no reading when the server goes away before a good point was tried', async () => {
    server.answerWith(({ body }) => ({ status: isProbe(body) ? 503 : 400 }))
    const store = await open()
    expect(await store.write(BATCH)).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/503/) })
  })

  it('tries a good point in a measurement of its own, so that it is never counted as a reading', async () => {
    server.answerWith(({ body }) => ({ status: isProbe(body) ? 204 : 400 }))
    const store = await open()
    expect((await store.write(BATCH)).kind).toBe('refused')
    expect(server.seen.at(-1)).toMatchObject({ path: server.seen.at(-2)?.path, body: 'windbreak_probe good=1' })
  })

  it('counts as unavailable when none comes in time, and leaves no connection behind', async () => {
    server.answerWith('hang')
    const store = await open({ timeoutMs: 80 })
    expect(await store.write(BATCH)).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('within 0.08 s'),
    })
    await expect(store.series(QUERY)).rejects.toThrow(StoreUnavailable)
    await store.close()
    await expect.poll(() => server.connections()).toBe(0)
  })

  it('counts as unavailable when nobody listens', async () => {
    const store = await open({ url: `http://127.0.0.1:${await freePort()}`, version: null })
    expect(await store.write(BATCH)).toMatchObject({
      kind: 'unavailable',
      why: expect.stringMatching(/cannot be reached/),
    })
    await expect(store.count(0, 1)).rejects.toThrow(/cannot be reached/)
  })

  it('never sends one write twice', async () => {
    const store = await open()
    for (const status of [204, 400, 401, 429, 503]) {
      server.answerWith({ status })
      const before = server.seen.length
      await store.write([...BATCH, reading('b', MIDNIGHT, { pm10: 1 })])
      expect(server.seen.slice(before).filter(({ body }) => !isProbe(body))).toHaveLength(1)
    }
  })
})

describe('the answer to a question', () => {
  it.each([
    { case: '401', answer: { status: 401, body: '{"error":"unauthorized"}' }, why: /unauthorized/ },
    { case: '503', answer: { status: 503 }, why: /in trouble/ },
    {
      case: 'an error inside a 200',
      answer: { status: 200, body: '{"results":[{"error":"shard is closed"}]}' },
      why: /shard is closed/,
    },
    { case: 'a page that is not JSON', answer: { status: 200, body: '<html>' }, why: /not JSON/ },
    {
      case: 'half an answer',
      answer: {
        status: 200,
        body: '{"results":[{"series":[{"columns":["time","pm10"],"values":[[1,2]],"partial":true}]}]}',
      },
      why: /only part/,
    },
    {
      case: 'a database that is missing in 2.x',
      answer: { status: 200, body: '{"results":[{"error":"database not found: air"}]}' },
      why: /database not found/,
    },
  ])('is unavailable for $case', async ({ answer, why }) => {
    server.answerWith(answer)
    const store = await open()
    await expect(store.series(QUERY)).rejects.toThrow(StoreUnavailable)
    await expect(store.series(QUERY)).rejects.toThrow(why)
    await expect(store.count(0, 1)).rejects.toThrow(why)
  })
})

describe('the version', () => {
  const pinging = (headers: Record<string, string>, body = '') =>
    server.answerWith(({ path }) => (path === '/ping' ? { status: body ? 200 : 204, headers, body } : { status: 204 }))

  it.each([
    {
      case: '1.x',
      headers: { 'x-influxdb-version': '1.8.10' },
      body: '',
      path: '/write?db=air&precision=ms',
      credentials: `Basic ${btoa('secret-token')}`,
    },
    {
      case: '2.x',
      headers: { 'x-influxdb-version': 'v2.7.1' },
      body: '',
      path: '/api/v2/write?org=district&bucket=air&precision=ms',
      credentials: 'Token secret-token',
    },
    {
      case: '3',
      headers: { 'x-influxdb-version': '3.0.1' },
      body: '',
      path: '/write?db=air&precision=ms',
      credentials: 'Token secret-token',
    },
    {
      case: '3, told in the body',
      headers: {},
      body: '{"version":"3.1.0"}',
      path: '/write?db=air&precision=ms',
      credentials: 'Token secret-token',
    },
  ])('$case is found out by itself and decides path and credentials', async ({ headers, body, path, credentials }) => {
    pinging(headers, body)
    const store = await open({ version: null })
    expect(await store.write(BATCH)).toEqual({ kind: 'stored' })
    expect(server.seen.at(-1)).toEqual({
      method: 'POST',
      path,
      authorization: credentials,
      body: `reading,device=a present=1,pm10=80.5,pm10_q=256,windSpeed=3,windSpeed_q=0 ${MIDNIGHT}`,
    })
  })

  it('is asked for again while the server is away, and only once when it is there', async () => {
    const store = await open({ version: null })
    server.answerWith({ status: 503 })
    expect((await store.write(BATCH)).kind).toBe('unavailable')
    pinging({ 'x-influxdb-version': '2.7.1' })
    const before = server.seen.length
    expect((await store.write(BATCH)).kind).toBe('stored')
    expect((await store.write(BATCH)).kind).toBe('stored')
    expect(server.seen.slice(before).filter(({ path }) => path === '/ping')).toHaveLength(1)
  })

  it.each([
    { case: 'something else', version: 'nginx' },
    { case: 'a future version', version: '4.0.0' },
  ])('keeps $case at a distance', async ({ version }) => {
    pinging({ 'x-influxdb-version': version })
    const store = await open({ version: null })
    expect(await store.write(BATCH)).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/version/) })
  })
})

describe('emptying', () => {
  it.each([1, 2, 3] as const)('never touches a database of version %i that is not a drill’s', async (version) => {
    const store = await open({ version, bucket: 'air_drill_2' })
    const before = server.seen.length
    await expect(store.clear()).rejects.toThrow(/_drill/)
    expect(server.seen.length).toBe(before)
  })

  it.each([
    {
      version: 2 as const,
      answer: { status: 204 },
      method: 'POST',
      path: '/api/v2/delete?org=district&bucket=air_drill',
    },
    { version: 3 as const, answer: { status: 200 }, method: 'DELETE', path: '/api/v3/configure/database?db=air_drill' },
    { version: 3 as const, answer: { status: 404 }, method: 'DELETE', path: '/api/v3/configure/database?db=air_drill' },
  ])('asks version $version in its own way ($answer.status)', async ({ version, answer, method, path }) => {
    server.answerWith(answer)
    const store = await open({ version, bucket: 'air_drill' })
    await store.clear()
    expect(server.seen.at(-1)).toMatchObject({ method, path, authorization: 'Token secret-token' })
  })

  it.each([
    { version: 1 as const, answer: { status: 200, body: '{"results":[{"error":"not allowed"}]}' } },
    { version: 1 as const, answer: { status: 401 } },
    { version: 2 as const, answer: { status: 404 } },
    { version: 3 as const, answer: { status: 403 } },
  ])('says so when version $version turns it down ($answer.status)', async ({ version, answer }) => {
    server.answerWith(answer)
    const store = await open({ version, bucket: 'air_drill' })
    await expect(store.clear()).rejects.toThrow(StoreUnavailable)
  })
})
