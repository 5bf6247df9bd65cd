/** Several of us on one PostgreSQL: two realms beside each other, and two processes in one realm. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import { type Operations, StaleVersion } from '../../../server/ports/operations.ts'
import { anAuditEntry, anEpisode, REGISTRY } from '../../contracts/operations-fixtures.ts'
import { postgresIsMissing, startPostgres, type TestPostgres, withClient } from '../../support/postgres.ts'

describe.skipIf(postgresIsMissing())('one PostgreSQL for several', () => {
  let server: TestPostgres
  const opened: Operations[] = []

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })
  afterAll(() => server?.remove())

  async function open(databaseName: string, schema: string): Promise<Operations> {
    const one = await openPostgres({ url: await server.url(databaseName), schema })
    opened.push(one)
    return one
  }

  it('two realms in one database never see each other (invariant 10)', async () => {
    const live = await open('realms', 'windbreak')
    const drill = await open('realms', 'drill')
    await live.change(async ({ registry, audit }) => {
      await registry.save(REGISTRY)
      await audit.append([anAuditEntry()])
    })
    expect((await drill.read.registry.load()).places).toEqual([])
    await drill.change(({ audit }) => audit.append([anAuditEntry(), anAuditEntry()]))
    await drill.clear()
    expect((await live.read.registry.load()).places).toEqual(REGISTRY.places)
    expect(await live.read.audit.verify()).toEqual({ ok: true, checked: 1, firstBad: null })
  })

  it('the live realm is never emptied', async () => {
    const live = await open('never_emptied', 'windbreak')
    await live.change(({ registry }) => registry.save(REGISTRY))
    await expect(live.clear()).rejects.toThrow('never emptied')
    expect((await live.read.registry.load()).places).toEqual(REGISTRY.places)
  })

  it('brings tables up to date once when several start at the same time, and keeps what is there', async () => {
    const [first] = await Promise.all([
      open('start', 'windbreak'),
      open('start', 'windbreak'),
      open('start', 'windbreak'),
    ])
    await first!.change(({ registry }) => registry.save(REGISTRY))
    const later = await open('start', 'windbreak')
    expect((await later.read.registry.load()).places).toEqual(REGISTRY.places)
    const applied = await withClient(await server.url('start'), (client) =>
      client.query('select hash from windbreak.__drizzle_migrations'),
    )
    expect(new Set(applied.rows.map((row) => row.hash)).size).toBe(applied.rowCount)
  })

  it('keeps one audit chain when two processes write at the same time', async () => {
    const both = [await open('chain', 'windbreak'), await open('chain', 'windbreak')]
    const append = (one: Operations) =>
      one.change(async ({ audit }) => {
        await audit.append([anAuditEntry()])
        await audit.append([anAuditEntry()])
      })
    await Promise.all(Array.from({ length: 40 }, (_, n) => append(both[n % 2]!)))
    expect(await both[0]!.read.audit.verify()).toEqual({ ok: true, checked: 80, firstBad: null })
  })

  it('lets only one of two processes change the same episode', async () => {
    const [first, second] = [await open('stale', 'windbreak'), await open('stale', 'windbreak')]
    await first.change(({ episodes }) => episodes.save(anEpisode('e1')))
    const raise = (one: Operations, level: number) =>
      one.change(({ episodes }) => episodes.save({ ...anEpisode('e1'), level, version: 2 }))
    const outcomes = await Promise.allSettled([raise(first, 2), raise(second, 3)])
    const refused = outcomes.filter((one) => one.status === 'rejected')
    expect(refused.map((one) => one.reason)).toEqual([expect.any(StaleVersion)])
    expect(await first.read.episodes.get('e1')).toMatchObject({ version: 2 })
  })
})
