/** What version 0.1.0 stored is there after the upgrade, as its own API told it, in PostgreSQL and embedded. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedPostgres } from '../../../server/adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import { draftView } from '../../../server/contract/draft.ts'
import { episodeView } from '../../../server/contract/episode.ts'
import type { Lookup } from '../../../server/contract/lookup.ts'
import { orderView } from '../../../server/contract/order.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { postgresIsMissing, startPostgres } from '../../support/postgres.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const BEFORE = join(import.meta.dirname, '../../fixtures/version-0.1.0')
/** Two more faults of one message, and two readings the reading store refused: one whole, one cut where samples were. */
const REFUSED_READING = { device: 'd1', ts: 1_429_067_400_000, seq: 7, values: { pm10: 80.5 }, quality: { pm10: 256 } }
const MORE = [
  ['k1', 'unknown-quantity', '{"dust":1}'],
  ['k2', 'unknown-quantity', '{"dust":1}'],
  ['k3', 'store-refused', JSON.stringify(REFUSED_READING)],
  ['k4', 'store-refused', '{"device":"d1",'.padEnd(1_024, ' ')],
]
  .map(
    ([id, reason, sample]) =>
      `('${id}', 'd1', 't', 1429067460000, '${reason}', 'why', '${sample}', 2, 1429067460000, 5)`,
  )
  .join(', ')
const SQL = `${readFileSync(join(BEFORE, 'operations.sql'), 'utf8')}; INSERT INTO windbreak.quarantine VALUES ${MORE};`
const said: Answers = JSON.parse(readFileSync(join(BEFORE, 'answers.json'), 'utf8'))

interface OldReason {
  readonly code: string
  readonly windMps: number | null
  readonly boundMps: number
  readonly since: string
  readonly source: string
}

interface OldEpisode {
  readonly id: string
  readonly changes: readonly {
    readonly at: string
    readonly reason: OldReason
    readonly readings: readonly { readonly device: string; readonly ts: string; readonly windMps: number }[]
  }[]
}

interface OldOrder {
  readonly episode: string
  readonly acknowledgedBy: string | null
  readonly revisions: readonly { readonly acknowledgedBy: string | null }[]
}

interface Answers {
  readonly episodes: readonly OldEpisode[]
  readonly orders: readonly OldOrder[]
  readonly drafts: readonly object[]
  readonly audit: object
  readonly notifications: number
  readonly quarantine: number
}

const EVERYTHING = { limit: 500, cursor: null, state: null } as const

async function lookupOf(operations: Operations): Promise<Lookup> {
  const { townships, places } = await operations.read.registry.load()
  return {
    timeZone: 'Asia/Shanghai',
    townshipName: (id) => townships.find((one) => one.id === id)?.name ?? id,
    place: (id) => places.find((one) => one.id === id),
  }
}

/** An episode as 0.1.0 told it, in the words of today. */
function inTodaysWords({ changes, ...episode }: OldEpisode): object {
  return {
    ...episode,
    changes: changes.map(({ reason, readings, ...change }) => {
      const { windMps, boundMps, ...rest } = reason
      const quantity = windMps === null ? 'windGust' : 'windSpeed'
      const strongest = windMps === null ? Math.max(...readings.map((one) => one.windMps)) : null
      return {
        ...change,
        reason: {
          ...rest,
          quantity,
          value: windMps ?? strongest,
          bound: boundMps,
          measured: { meanMps: windMps, gustMps: strongest },
          onlyAdvise: [],
        },
        readings: readings.map(({ windMps: value, ...reading }) => ({ ...reading, quantity, value })),
      }
    }),
  }
}

/** Who called and who was called stood in one text; who stamped without a call may have been anybody. */
function orderInTodaysWords({ revisions, ...order }: OldOrder): object {
  return {
    ...withSignature(order),
    cause: { kind: 'episode', id: order.episode },
    revisions: revisions.map(withSignature),
  }
}

function withSignature<T extends { readonly acknowledgedBy: string | null }>(stamps: T): T {
  const [, acknowledgedFor, acknowledgedBy] = /^(.+) \((.+)\)$/.exec(stamps.acknowledgedBy ?? '') ?? []
  if (acknowledgedFor === undefined) return { ...stamps, acknowledgedFor: null, acknowledgedChannel: null }
  return { ...stamps, acknowledgedBy, acknowledgedFor, acknowledgedChannel: 'phone' }
}

function describeUpgraded(open: () => Operations): void {
  it('has every episode with its timeline, reasons and readings', async () => {
    const { items } = await open().read.episodes.list({ ...EVERYTHING, kind: null })
    const lookup = await lookupOf(open())
    expect(items.map((one) => episodeView(one, lookup))).toMatchObject(said.episodes.map(inTodaysWords))
  })

  it('has every order with its revisions, stamps and measures', async () => {
    const { items } = await open().read.orders.list({ ...EVERYTHING, cause: null, place: null })
    const lookup = await lookupOf(open())
    expect(items.map((one) => orderView(one, lookup))).toMatchObject(said.orders.map(orderInTodaysWords))
  })

  it('has every draft, and those that wait still wait', async () => {
    const lookup = await lookupOf(open())
    const pending = (await open().read.drafts.pending()).map((one) => draftView(one, lookup))
    expect(pending).toMatchObject(said.drafts.map((one) => expect.objectContaining(withoutWhatTimeAdds(one))))
  })

  it('knows who was called in which acknowledgement, and does not guess who else reported', async () => {
    const { items } = await open().read.orders.list({ ...EVERYTHING, cause: null, place: null })
    const stamps = items.flatMap((one) => one.revisions).filter((one) => one.acknowledgedAt !== null)
    expect(stamps.map((one) => [one.acknowledgedBy, one.acknowledgedChannel, one.acknowledgedFor]).sort()).toEqual([
      ['town', 'phone', '张三'],
    ])
    const done = items.flatMap((one) => one.revisions.flatMap(({ measures }) => measures)).filter((one) => one.doneBy)
    expect(done.map((one) => [one.doneBy, one.doneChannel])).toContainEqual(['manager', null])
  })

  it('keeps audit chain, notifications and quarantine', async () => {
    const { audit, notifications, quarantine } = open().read
    expect(await audit.verify()).toEqual(said.audit)
    expect((await notifications.list({ ...EVERYTHING, order: null })).items).toHaveLength(said.notifications)
    expect(await quarantine.count()).toBe(said.quarantine + 4)
    const { items } = await quarantine.list({ ...EVERYTHING, device: 'd1', reason: 'unknown-quantity' })
    expect(items).toMatchObject([
      { id: 'k2', field: '', detail: 'why', sample: '{"dust":1}', times: 2 },
      { id: 'k1', field: '', detail: 'why', sample: '{"dust":1}', times: 2 },
    ])
  })

  it('lets the devices it had go on by name until they are given a secret', async () => {
    const { devices } = await open().read.registry.load()
    const { byName, secrets } = await open().read.secrets.load()
    expect([byName, secrets]).toEqual([devices.map(({ id }) => id).sort(), []])
  })

  it('owes the reading store what it had refused, where that was kept whole', async () => {
    expect(await open().read.setAside.list({ after: null, limit: 10 })).toMatchObject([
      { spoolSeq: 5, reading: { ...REFUSED_READING, receivedAt: 1_429_067_460_000 } },
    ])
  })
}

/** What the API computes at the moment it is asked. */
function withoutWhatTimeAdds(draft: object): object {
  const moment = new Set(['countdownS', 'reason', 'township'])
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !moment.has(name)))
}

describe.skipIf(postgresIsMissing())('upgrade of a PostgreSQL that 0.1.0 left', () => {
  let operations: Operations
  let end = async () => {}
  beforeAll(async () => {
    const server = await startPostgres()
    const url = await server.url('old')
    const client = new pg.Client(url)
    await client.connect()
    await client.query(SQL)
    await client.end()
    operations = await openPostgres({ url, schema: 'windbreak' })
    end = async () => {
      await operations.close()
      await server.remove()
    }
  })
  afterAll(() => end())
  describeUpgraded(() => operations)
})

describe('upgrade of a data folder that 0.1.0 left', () => {
  const folder = temporaryFolder()
  let operations: Operations
  beforeAll(async () => {
    const path = join(folder.path, 'operations')
    mkdirSync(path)
    const database = await PGlite.create(path)
    await database.exec(SQL)
    await database.close()
    operations = await openEmbeddedPostgres({ folder: path, schema: 'windbreak' })
  })
  afterAll(async () => {
    await operations.close()
    folder.remove()
  })
  describeUpgraded(() => operations)
})
