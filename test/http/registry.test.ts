import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

let world: HttpWorld
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

const asOfficer = (body: unknown, type = 'application/json') => ({ as: 'officer-token', body, type })

describe('the registry', () => {
  it('fills in what a place of its kind has, when nobody said', async () => {
    const { status, body } = await world.post('places', {
      id: 'demo-1',
      name: '拆迁工地',
      kind: 'demolitionSite',
      townshipId: 't1',
      attributes: { sprays: true },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ phase: 'active', township: '侯寨乡', latitude: null, live: { status: 'never' } })
    expect(body.attributes).toMatchObject({ demolition: true, rubble: true, sprays: true, workAtHeight: false })
    expect((await world.get('places/demo-1')).body).toEqual(body)
  })

  it('names every wrong field of a place at once', async () => {
    const { status, body } = await world.post('places', {
      id: 'x y',
      name: ' ',
      kind: 'castle',
      townshipId: 't1',
      latitude: 91,
      longitud: 3,
    })
    expect(status).toBe(400)
    expect(body.errors.map((one: { field: string }) => one.field).sort()).toEqual(
      ['id', 'kind', 'latitude', 'longitud', 'name'].sort(),
    )
  })

  it.each([
    { case: 'a township nobody registered', item: { townshipId: 't9' }, field: 'townshipId' },
    {
      case: 'a helper that is the lead',
      item: { townshipId: 't1', helperTownshipId: 't1' },
      field: 'helperTownshipId',
    },
    { case: 'half a position', item: { townshipId: 't1', latitude: 34 }, field: 'latitude' },
  ])('refuses a place with $case', async ({ item, field }) => {
    const { status, body } = await world.post('places', { id: 'p9', name: 'p9', kind: 'bareLand', ...item })
    expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field })
  })

  it('replaces a thing under its own id only', async () => {
    const device = { id: 'mast-1', name: '气象杆', kind: 'weatherMast', townshipId: 't1', exposure: 'open' }
    const { body } = await world.call('PUT', 'devices/mast-1', asOfficer(device))
    expect(body).toMatchObject({ name: '气象杆', intervalMs: 60_000 })
    expect((await world.call('PUT', 'devices/mast-2', asOfficer(device))).status).toBe(400)
  })

  it('keeps what is still referred to', async () => {
    const { status, body } = await world.call('DELETE', 'townships/t1', { as: 'officer-token' })
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: 'township t1 is still referred to; it stays',
    })
    expect((await world.call('DELETE', 'places/demo-1', { as: 'officer-token' })).status).toBe(204)
    expect((await world.get('places/demo-1')).status).toBe(404)
  })

  it('pages by id', async () => {
    const first = (await world.get('devices?limit=1')).body
    const second = (await world.get(`devices?limit=1&cursor=${first.nextCursor}`)).body
    expect([first.items[0].id, second.items[0].id, second.nextCursor]).toEqual(['mast-1', 'mast-2', null])
  })

  it('says who is heard from, by three intervals or ten minutes', async () => {
    const at = world.room.clock.now()
    world.room.measure(3, at)
    const statusOf = async () => (await world.get('devices/mast-1')).body.live
    expect(await statusOf()).toMatchObject({ status: 'online', ageS: 0 })
    world.room.clock.set(at + 600_000)
    expect(await statusOf()).toMatchObject({ status: 'online', ageS: 600 })
    world.room.clock.set(at + 601_000)
    expect(await statusOf()).toMatchObject({ status: 'stale', ageS: 601 })
    const { body } = await world.get('latest?township=t1&kind=weatherMast')
    expect(body.items).toHaveLength(1)
    expect(body.items[0].values.windSpeed).toMatchObject({ value: 3, unit: 'm/s', ageS: 601, quality: 0, usable: true })
    expect(body.items[0].values.pm10).toBeUndefined()
    expect((await world.get('latest?place=site-1')).body.items).toEqual([])
  })
})

describe('import of the registry', () => {
  const district = {
    townships: [{ id: 'new', name: '新镇' }],
    places: [
      { id: 'new-1', name: '一号工地', kind: 'buildingSite', townshipId: 'new', latitude: 34.7, longitude: 113.6 },
    ],
    devices: [{ id: 'new-d', name: '扬尘仪', kind: 'dustMonitor', townshipId: 'new', placeId: 'new-1' }],
  }

  it('says in a dry run what it would do, and does nothing', async () => {
    const { body } = await world.call('POST', 'import?dryRun=true', asOfficer(district))
    expect(body).toEqual({ dryRun: true, created: 3, updated: 0, unchanged: 0, problems: [] })
    expect((await world.get('places/new-1')).status).toBe(404)
  })

  it('stores what refers to each other in one go, and the second time finds nothing new', async () => {
    const first = await world.call('POST', 'import', asOfficer(district))
    expect(first.body).toEqual({ dryRun: false, created: 3, updated: 0, unchanged: 0, problems: [] })
    const again = await world.call('POST', 'import', asOfficer(district))
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
    const changed = { townships: [{ id: 'new', name: '新名' }] }
    expect((await world.call('POST', 'import', asOfficer(changed))).body).toMatchObject({ updated: 1 })
  })

  it('stores nothing when one line is wrong, and names all that are', async () => {
    const { status, body } = await world.call(
      'POST',
      'import',
      asOfficer({
        townships: [{ id: 'good', name: '好' }, { id: 'good', name: '又' }, { name: '无' }],
        devices: [{ id: 'bad', name: 'x', kind: 'toaster', townshipId: 't1' }],
        people: [],
      }),
    )
    expect(status).toBe(422)
    expect(body).toMatchObject({ created: 0, status: 422 })
    expect(body.problems).toEqual([
      { kind: null, line: 1, field: 'people', found: 'an array of 0', expected: 'only townships, places and devices' },
      { kind: 'townships', line: 2, field: 'id', found: '"good"', expected: 'each id once' },
      { kind: 'townships', line: 3, field: 'id', found: 'nothing', expected: 'string' },
      { kind: 'devices', line: 1, field: 'kind', found: '"toaster"', expected: expect.stringContaining('weatherMast') },
    ])
    expect((await world.get('townships?limit=500')).text).not.toContain('good')
  })

  it('reads CSV with a byte order mark, quotes and Chinese, and names the line of a fault', async () => {
    const csv =
      '\ufeffid,name,kind,townshipId,sprays,bareAreaM2\r\nc-1,"一号, 东",buildingSite,t1,是,1200\r\nc-2,二号,bareLand,t1,,\r\n'
    const { body } = await world.call('POST', 'import?kind=places', asOfficer(csv, 'text/csv'))
    expect(body).toMatchObject({ created: 2, problems: [] })
    const place = (await world.get('places/c-1')).body
    expect(place).toMatchObject({ name: '一号, 东', attributes: { sprays: true, bareAreaM2: 1200 } })
    const wrong = 'id,name,kind,townshipId,latitude\nc-3,三,bareLand,t1,north\nc-4,四\nc-5,五,bareLand,t9,\n'
    const refused = await world.call('POST', 'import?kind=places', asOfficer(wrong, 'text/csv'))
    expect(refused.body.problems.map(({ line, field }: { line: number; field: string }) => [line, field])).toEqual([
      [3, 'line'],
      [2, 'latitude'],
      [4, 'townshipId'],
    ])
    expect((await world.call('POST', 'import', asOfficer(csv, 'text/csv'))).body.errors[0].field).toBe('kind')
  })

  it('reads points of GeoJSON', async () => {
    const feature = (id: string, geometry: object) => ({
      type: 'Feature',
      geometry,
      properties: { id, name: id, kind: 'dustMonitor', townshipId: 't1' },
    })
    const points = {
      type: 'FeatureCollection',
      features: [feature('g-1', { type: 'Point', coordinates: [113.6, 34.7] })],
    }
    const { body } = await world.call('POST', 'import?kind=devices', asOfficer(points, 'application/geo+json'))
    expect(body).toMatchObject({ created: 1, problems: [] })
    expect((await world.get('devices/g-1')).body).toMatchObject({ latitude: 34.7, longitude: 113.6 })
    const line = { type: 'FeatureCollection', features: [feature('g-2', { type: 'LineString', coordinates: [] })] }
    const refused = await world.call('POST', 'import?kind=devices', asOfficer(line))
    expect(refused.body.problems[0]).toMatchObject({ field: 'geometry', found: '"LineString"', expected: 'a Point' })
  })

  it.each(['__proto__,id\nx,y', 'id\n"unfinished', '', '\u0000'])('never fails on the CSV file %j', async (csv) => {
    const { status } = await world.call('POST', 'import?kind=townships', asOfficer(csv, 'text/csv'))
    expect(status).toBeLessThan(500)
    expect(world.faults).toEqual([])
  })
})

describe('readings', () => {
  const at = (minute: number) => world.room.clock.now() - minute * 60_000
  const ndjson = (lines: readonly unknown[]) =>
    asOfficer(
      lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
      'application/x-ndjson',
    )

  it('takes a bulk line by line, marks what is old as late, and names what it refuses', async () => {
    const { body } = await world.call(
      'POST',
      'import/readings',
      ndjson([
        { device: 'mast-1', ts: at(1), windSpeed: 3 },
        { device: 'mast-1', ts: at(60), windSpeed: 4, pm10: -5 },
        { device: 'nobody', ts: at(1), pm10: 1 },
        'not json',
        '',
        { ts: at(1), pm10: 1 },
      ]),
    )
    expect(body).toMatchObject({ lines: 6, readings: 2, refused: 4 })
    expect(body.refusedLines.map(({ line, reason }: { line: number; reason: string }) => [line, reason])).toEqual([
      [2, 'out-of-range'],
      [3, 'unknown-device'],
      [4, 'malformed-json'],
      [6, 'wrong-identity'],
    ])
    expect(world.taken.readings.map(({ quality }) => quality)).toEqual([{}, { windSpeed: 1 }])
    expect(world.taken.refused).toHaveLength(4)
  })

  it('brings readings that the store refused to it again, and says what became of them', async () => {
    const reading = { device: 'mast-1', ts: at(7), receivedAt: at(7), seq: null, values: { rain: 1 }, quality: {} }
    await world.operations.change(({ setAside }) => setAside.add([{ key: 'k', reading, spoolSeq: 1 }]))
    const again = (as: string, body: object = { reason: '字段已修正' }) => world.post('readings/ship-again', body, as)
    expect((await again('site-token')).status).toBe(403)
    expect((await again('officer-token', {})).body.errors[0].field).toBe('reason')
    world.store.beUnavailable('the store is away')
    expect(await again('officer-token')).toMatchObject({ status: 503, body: { stored: 0, left: 1 } })
    world.store.beUnavailable(null)
    expect((await again('officer-token')).body).toEqual({ stored: 1, refused: 0, left: 0 })
    const { items } = (await world.get('audit?subject=readings')).body
    expect(items).toMatchObject([{ action: 'readings.shipped-again', actor: '值班员王', cause: '字段已修正' }])
  })

  it('takes no other format, and an empty one as nothing', async () => {
    expect((await world.call('POST', 'import/readings', asOfficer('{}'))).status).toBe(415)
    const { body } = await world.call('POST', 'import/readings', asOfficer('', 'application/x-ndjson'))
    expect(body).toMatchObject({ lines: 0, readings: 0 })
  })

  it('counts and charts what is stored', async () => {
    const [from, to] = [at(120), at(0)]
    const count = await world.get(`readings/count?from=${from}&to=${to}`)
    expect(count.body).toMatchObject({ readings: 3, values: { windSpeed: 2, rain: 1 } })
    const raw = await world.get(`series?device=mast-1&quantity=windSpeed&from=${from}&to=${to}&every=raw`)
    expect(raw.body).toEqual({
      every: 'raw',
      unit: { windSpeed: 'm/s' },
      series: [
        {
          device: 'mast-1',
          quantity: 'windSpeed',
          unit: 'm/s',
          points: [
            [at(60), 4],
            [at(1), 3],
          ],
        },
      ],
    })
  })

  it.each([
    { case: 'no device', query: 'quantity=pm10', status: 400, field: 'device' },
    { case: 'an unknown quantity', query: 'device=mast-1&quantity=pm11', status: 400, field: 'quantity[0]' },
    {
      case: 'a time without zone',
      query: 'device=mast-1&quantity=pm10&from=2015-04-15T18:00',
      status: 400,
      field: 'from',
    },
    { case: 'an end before the start', query: 'device=mast-1&quantity=pm10&from=2&to=1', status: 400, field: 'from' },
    { case: 'too many points', query: 'device=mast-1&quantity=pm10&from=0&every=1m', status: 400, field: 'every' },
    { case: 'an unknown device', query: 'device=nobody&quantity=pm10', status: 404, field: undefined },
  ])('refuses a series with $case', async ({ query, status, field }) => {
    const answer = await world.get(`series?${query}`)
    expect({ status: answer.status, field: answer.body.errors?.[0].field }).toEqual({ status, field })
  })

  it('shows which quantity it does not know', async () => {
    const answer = await world.get('series?device=mast-1&quantity=pm11')
    expect(answer.body.errors[0]).toMatchObject({ field: 'quantity[0]', found: '"pm11"' })
  })

  it('says so when the reading store does not answer', async () => {
    world.store.beUnavailable('the store is away')
    for (const path of ['series?device=mast-1&quantity=pm10', 'readings/count?from=0&to=1']) {
      const { status, headers } = await world.get(path)
      expect({ status, retry: headers.get('retry-after') }).toEqual({ status: 503, retry: '2' })
    }
    world.store.beUnavailable(null)
  })

  it('judges concentrations by the standard in force when they were measured', async () => {
    const index = async (day: string) =>
      (await world.get(`index?pm10=150&average=day&at=${encodeURIComponent(`${day}T12:00:00+08:00`)}`)).body
    expect(await index('2026-03-01')).toMatchObject({ standard: 'HJ 633-2026', aqi: 112, primaryPollutants: ['pm10'] })
    expect(await index('2026-02-28')).toMatchObject({ standard: 'HJ 633-2012', aqi: null, iaqi: { pm10: 100 } })
    expect((await world.get('index?pm10=-1')).body.errors[0].field).toBe('pm10')
  })
})
