/** What a sender can make the disk hold: at most three bytes for each byte it sends, whatever it sends. Real parts. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDbStore } from '../../../server/adapters/duckdb/duckdb-store.ts'
import { openEmbeddedPostgres } from '../../../server/adapters/postgres/open-embedded-postgres.ts'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import { QUANTITIES } from '../../../server/domain/air/quantity.ts'
import type { Device } from '../../../server/domain/place.ts'
import { DAY, MINUTE } from '../../../server/domain/units.ts'
import { allPages } from '../../../server/flows/common/all-pages.ts'
import { type Keep, openKeep } from '../../../server/flows/keep/open-keep.ts'
import type { Inbox, TakeMessage } from '../../../server/ports/inbox.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { bytesIn } from '../../support/folder-size.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const NOW = Date.UTC(2026, 2, 1)
const mast: Device = {
  ...{ id: 'mast-1', name: 'mast', kind: 'weatherMast', townshipId: 't', placeId: null, latitude: null },
  ...{ longitude: null, intervalMs: MINUTE, exposure: 'open', underMaintenance: false },
}

describe('the disk', () => {
  const folder = temporaryFolder('windbreak-disk-')
  let operations: Operations
  let keep: Keep
  let take: TakeMessage
  let end: () => Promise<void>

  beforeAll(async () => {
    const onFatal = (error: unknown) => {
      throw error
    }
    operations = await openEmbeddedPostgres({ folder: join(folder.path, 'operations'), schema: 'windbreak' })
    const store = await openDuckDbStore({ path: join(folder.path, 'readings.duckdb') })
    const spool = await openFileSpool({ folder: join(folder.path, 'spool'), maxBytes: 1e9, onFatal })
    const inbox: Inbox = {
      start: async (taking) => {
        take = taking
      },
      status: () => ({ kind: 'embedded', url: '', connected: true, problem: null, trespasses: 0, turnedAway: 0 }),
      publish: async () => undefined,
      recheck: () => undefined,
      close: async () => undefined,
    }
    keep = openKeep({
      ...{ spool, store, operations, inboxes: [inbox], topicRoot: 'windbreak/v1' },
      deviceOf: (id) => (id === mast.id ? mast : undefined),
      refusal: () => null,
      quarantine: { keepForMs: 90 * DAY, mostRows: 100_000 },
      acksFile: { load: async () => null, save: async () => undefined },
      clock: { now: () => NOW },
      machine: { now: () => NOW, wait: () => new Promise(setImmediate) },
      crash: () => undefined,
      log: { info() {}, warn() {}, error() {} },
      onKept: () => undefined,
    })
    await keep.start()
    await keep.listen()
    end = async () => {
      await keep.stopListening()
      await keep.stopShipping()
      await spool.close()
      await store.close()
      await operations.close()
    }
  })
  afterAll(async () => {
    await end()
    folder.remove()
  })

  /** What all of it took on disk for each byte sent. */
  async function diskPerByte(
    messages: Iterable<{ readonly topic: string; readonly payload: string }>,
  ): Promise<number> {
    const before = bytesIn(folder.path)
    let sent = 0
    let taken: Promise<void>[] = []
    for (const { topic, payload } of messages) {
      sent += topic.length + payload.length
      taken.push(take({ topic, payload: Buffer.from(payload), receivedAt: NOW }))
      if (taken.length === 1_000) await Promise.all(taken.splice(0))
    }
    await Promise.all(taken)
    await keep.drained()
    taken = []
    const grown = bytesIn(folder.path) - before
    return grown / sent
  }

  it('takes little of back-fills whose readings are full of unknown fields', async () => {
    const vendor = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`v${n}`, n]))
    const messages = Array.from({ length: 25 }, (_, m) => ({
      topic: 'windbreak/v1/0/mast-1/reading',
      payload: JSON.stringify(
        Array.from({ length: 1_000 }, (_, n) => ({ ts: NOW - m * 1_000 - n, pm10: n, ...vendor })),
      ),
    }))
    expect(await diskPerByte(messages)).toBeLessThan(3)
    expect(await operations.read.quarantine.count()).toBe(25 * 17)
  })

  it('takes little of small messages with a fault in every field', async () => {
    const wrong = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, -1e9]))
    const other = Object.fromEntries(QUANTITIES.map((quantity) => [quantity, 'x']))
    function* faulty() {
      for (let n = 0; n < 4_000; n++) {
        const payload = JSON.stringify([
          { ts: NOW - n, ...wrong },
          { ts: NOW, ...other },
        ])
        yield { topic: 'windbreak/v1/0/mast-1/reading', payload }
      }
    }
    expect(await diskPerByte(faulty())).toBeLessThan(3)
  })

  it('takes little of the shortest readings, one a message', async () => {
    function* short() {
      for (let n = 0; n < 250_000; n++)
        yield { topic: 'windbreak/v1/0/mast-1/reading', payload: `{"ts":${NOW - n * 1_000},"pm10":1}` }
    }
    expect(await diskPerByte(short())).toBeLessThan(3)
  })

  it('takes little of very many tiny topics', async () => {
    const before = { rows: await operations.read.quarantine.count(), counted: keep.counters().quarantined }
    function* tiny() {
      for (let n = 0; n < 200_000; n++) yield { topic: `t/${n}`, payload: '{}' }
    }
    expect(await diskPerByte(tiny())).toBeLessThan(3)
    expect((await operations.read.quarantine.count()) - before.rows).toBeLessThan(5_000)
    // Not one is lost: what is not kept singly is in the count of its sender.
    expect(keep.counters().quarantined - before.counted).toBe(200_000)
    const { read } = operations
    const all = await allPages((page) => read.quarantine.list({ ...page, device: null, reason: 'bad-topic' }))
    const singly = (await operations.read.quarantine.count()) - before.rows - 1
    expect(all.filter(({ topic }) => topic === 'unknown sender')).toMatchObject([
      { sample: '', detail: expect.stringContaining('only counted'), times: 200_000 - singly },
    ])
    expect(keep.health(NOW).quarantine).toMatchObject({
      status: 'degraded',
      problem: expect.stringContaining('unknown sender'),
    })
  })
})
