/** The InfluxDB store against a real server that stops, hangs, forgets its database or dislikes a line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InfluxSettings, openInfluxStore } from '../../../server/adapters/influx/influx-store.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { type ReadingStore, StoreUnavailable } from '../../../server/ports/reading-store.ts'
import { MIDNIGHT, reading } from '../../contracts/reading-store.suite.ts'
import { influxdPath, type RunningInfluxd, startInfluxd } from '../../support/influxd.ts'
import { isMissing } from '../../support/real-server.ts'

const batchOf = (device: string) =>
  Array.from({ length: 20 }, (_, index) => reading(device, MIDNIGHT + index * 1_000, { pm10: index }))

describe.skipIf(isMissing('influxd', influxdPath))('a real InfluxDB in trouble', () => {
  let server: RunningInfluxd
  const opened: ReadingStore[] = []

  async function open(more: Partial<InfluxSettings> = {}): Promise<ReadingStore> {
    const store = await openInfluxStore({ url: server.url, token: '', org: '', bucket: 'air', version: null, ...more })
    opened.push(store)
    return store
  }
  const readingsIn = async (store: ReadingStore) => (await store.count(MIDNIGHT, MIDNIGHT + MINUTE)).readings
  const ask = (influxql: string) =>
    fetch(`${server.url}/query`, { method: 'POST', body: new URLSearchParams({ q: influxql }) })

  beforeAll(async () => {
    server = await startInfluxd()
  })
  afterAll(async () => {
    for (const store of opened) await store.close()
    await server?.end()
  })

  it('has nothing before the first write, which makes the database; and makes it again after it was dropped', async () => {
    const store = await open({ bucket: 'made "by" us' })
    expect(await readingsIn(store)).toBe(0)
    expect(await store.write(batchOf('a'))).toEqual({ kind: 'stored' })
    await ask('DROP DATABASE "made \\"by\\" us"')
    expect(await readingsIn(store)).toBe(0)
    expect(await store.write(batchOf('a'))).toEqual({ kind: 'stored' })
    expect(await readingsIn(store)).toBe(20)
  })

  it('is unavailable while the server is stopped, and after a restart has what was stored', async () => {
    const store = await open({ bucket: 'restarted' })
    expect(await store.write(batchOf('a'))).toEqual({ kind: 'stored' })
    await server.stop('SIGKILL')
    expect(await store.write(batchOf('b'))).toMatchObject({
      kind: 'unavailable',
      why: expect.stringMatching(/reached/),
    })
    await expect(readingsIn(store)).rejects.toThrow(StoreUnavailable)
    const openedWhileAway = await open({ bucket: 'restarted' })
    expect((await openedWhileAway.write(batchOf('b'))).kind).toBe('unavailable')
    await server.restart()
    expect(await readingsIn(store)).toBe(20)
    expect(await openedWhileAway.write(batchOf('b'))).toEqual({ kind: 'stored' })
    expect(await readingsIn(store)).toBe(40)
  })

  it('is unavailable while the server hangs, and a write tried again adds nothing twice', async () => {
    const store = await open({ bucket: 'hung', timeoutMs: 300 })
    expect(await store.write(batchOf('a'))).toEqual({ kind: 'stored' })
    server.pause()
    expect(await store.write(batchOf('b'))).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/0\.3 s/) })
    server.resume()
    const patient = await open({ bucket: 'hung' })
    expect(await patient.write(batchOf('b'))).toEqual({ kind: 'stored' })
    expect(await readingsIn(patient)).toBe(40)
  })

  it('is unavailable at a wrong path, and stores nothing', async () => {
    const store = await open({ url: `${server.url}/elsewhere`, version: 1 })
    expect(await store.write(batchOf('a'))).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/404/) })
  })

  it('blames readings beyond its retention, since it takes a point of now', async () => {
    await ask('CREATE DATABASE short WITH DURATION 1h')
    const store = await open({ bucket: 'short' })
    expect(await store.write(batchOf('a'))).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/retention/),
    })
  })

  it('refuses a batch with one line the server dislikes, and halving it finds the culprit alone', async () => {
    await ask('CREATE DATABASE typed')
    // Somebody else's text where our numbers belong, in the shard of that day.
    await fetch(`${server.url}/write?db=typed&precision=ms`, {
      method: 'POST',
      body: `reading,device=z pm25="text" ${MIDNIGHT}`,
    })
    const store = await open({ bucket: 'typed' })
    const batch = [...batchOf('a'), reading('culprit', MIDNIGHT, { pm25: 5 }), ...batchOf('b')]
    expect(await store.write(batch)).toMatchObject({ kind: 'refused', why: expect.stringMatching(/pm25/) })

    const setAside: string[] = []
    const ship = async (part: typeof batch): Promise<void> => {
      const outcome = await store.write(part)
      if (outcome.kind === 'stored') return
      expect(outcome.kind).toBe('refused')
      if (part.length === 1) return void setAside.push(part[0]!.device)
      await ship(part.slice(0, part.length / 2))
      await ship(part.slice(part.length / 2))
    }
    await ship(batch)
    expect(setAside).toEqual(['culprit'])
    expect((await store.count(MIDNIGHT, MIDNIGHT + MINUTE)).values.pm10).toBe(40)
  })
})

describe.skipIf(isMissing('influxd', influxdPath))('a real InfluxDB that takes small bodies only', () => {
  it.each([
    { most: 20, answer: { kind: 'unavailable', why: expect.stringMatching(/413/) }, said: 'not even a good point' },
    { most: 400, answer: { kind: 'refused', why: expect.stringMatching(/413/) }, said: 'a good point, no large batch' },
  ])('of $most bytes: $said', async ({ most, answer }) => {
    const server = await startInfluxd(`max-body-size = ${most}`)
    const store = await openInfluxStore({ url: server.url, token: '', org: '', bucket: 'air', version: null })
    expect(await store.write(batchOf('a'))).toMatchObject(answer)
    await store.close()
    await server.end()
  })
})
