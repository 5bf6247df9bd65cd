/** What the reading store refuses is owed to it: seen in health, kept whole, not promised to the device, shipped again. */
import { describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import type { Device } from '../../../server/domain/place.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { type Keep, openKeep } from '../../../server/flows/keep/open-keep.ts'
import type { Inbox, TakeMessage } from '../../../server/ports/inbox.ts'
import type { WriteOutcome } from '../../../server/ports/reading-store.ts'
import { memoryDisk } from '../../adapters/spool/memory-disk.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { memoryReadingStore } from '../../support/memory-reading-store.ts'

const NOW = Date.UTC(2026, 2, 1)
const mast: Device = {
  ...{ id: 'mast-1', name: 'mast', kind: 'weatherMast', townshipId: 't', placeId: null, latitude: null },
  ...{ longitude: null, intervalMs: MINUTE, exposure: 'open', underMaintenance: false },
}
const BY = { actor: 'officer', reason: 'the field was mended' }

const operations = embeddedOperations()

/** A keep over one disk; `again` is the next process. `answer` stands for the store: null lets it take the batch. */
function rig() {
  const disk = memoryDisk()
  const store = memoryReadingStore()
  const told: string[] = []
  let acks: string | null = null
  let answer: (pm10: readonly (number | undefined)[]) => WriteOutcome | null = () => null
  let take: TakeMessage = async () => undefined
  const inbox: Inbox = {
    start: async (taking) => {
      take = taking
    },
    status: () => ({ kind: 'embedded', url: 'mqtt://b', connected: true, problem: null, trespasses: 0, turnedAway: 0 }),
    publish: async (_topic, payload) => void told.push(payload),
    recheck: () => undefined,
    close: async () => undefined,
  }

  async function open(): Promise<Keep> {
    const onFatal = (error: unknown) => {
      throw error
    }
    const keep = openKeep({
      spool: await openFileSpool({ folder: '/spool', maxBytes: 1e9, disk, onFatal }),
      store: {
        write: async (batch) => answer(batch.map(({ values }) => values.pm10)) ?? store.write(batch),
      },
      operations: operations(),
      inboxes: [inbox],
      deviceOf: (id) => (id === mast.id ? mast : undefined),
      topicRoot: 'windbreak/v1',
      refusal: () => null,
      quarantine: { keepForMs: 1e12, mostRows: 1e6 },
      acksFile: {
        load: async () => acks,
        save: async (text) => {
          acks = text
        },
      },
      clock: { now: () => NOW },
      machine: { now: () => NOW, wait: () => new Promise(setImmediate) },
      crash: () => undefined,
      log: { info() {}, warn() {}, error() {} },
      onKept: () => undefined,
    })
    await keep.start()
    await keep.listen()
    return keep
  }

  return {
    open,
    told,
    refuse(pm10: number | null) {
      answer = (values) => (pm10 !== null && values.includes(pm10) ? { kind: 'refused', why: 'field type' } : null)
    },
    beAway() {
      answer = () => ({ kind: 'unavailable', why: 'away' })
    },
    send: (...readings: object[]) =>
      take({
        topic: 'windbreak/v1/0/mast-1/reading',
        payload: Buffer.from(JSON.stringify(readings)),
        receivedAt: NOW,
      }),
    inStore: async () => (await store.count(0, 1e15)).readings,
    end: async (keep: Keep) => {
      await keep.stopListening()
      await keep.stopShipping()
    },
  }
}

const storeHealth = (keep: Keep) => keep.health(NOW).readingStore
const three = [1, 2, 3].map((seq) => ({ ts: NOW - 3 + seq, seq, pm10: seq }))

describe('a reading the store refuses', () => {
  it('degrades health, is owed whole, and its device is not told that it is safe', async () => {
    const { open, send, refuse, told, inStore, end } = rig()
    refuse(2)
    const keep = await open()
    await send(...three)
    await keep.drained()
    expect(await inStore()).toBe(2)
    expect(keep.counters()).toMatchObject({ kept: 3, stored: 2 })
    expect(storeHealth(keep)).toMatchObject({
      status: 'degraded',
      setAside: 1,
      problem: expect.stringMatching(/1 read/),
    })
    const [aside] = await operations().read.setAside.list({ after: null, limit: 10 })
    expect(aside?.reading).toMatchObject({
      device: 'mast-1',
      ts: NOW - 1,
      receivedAt: NOW,
      seq: 2,
      values: { pm10: 2 },
    })
    const { items } = await operations().read.quarantine.list({ limit: 9, cursor: null, device: null, reason: null })
    expect(items).toMatchObject([{ reason: 'store-refused', detail: 'field type' }])
    await end(keep)
    expect(told).toEqual(['{"upTo":1}'])
  })

  it('is shipped again by one call, on record, and then the device is told', async () => {
    const { open, send, refuse, told, inStore, end } = rig()
    refuse(2)
    const keep = await open()
    await send(...three)
    await keep.drained()
    expect(await keep.shipAgain(BY)).toEqual({ stored: 0, refused: 1, left: 1, problem: null })
    refuse(null)
    expect(await keep.shipAgain(BY)).toEqual({ stored: 1, refused: 0, left: 0, problem: null })
    expect(await keep.shipAgain(BY)).toEqual({ stored: 0, refused: 0, left: 0, problem: null })
    expect(await inStore()).toBe(3)
    expect(storeHealth(keep)).toMatchObject({ status: 'ok', setAside: 0 })
    const { items } = await operations().read.audit.list({ limit: 9, cursor: null, subject: 'readings' })
    expect(items).toMatchObject([
      { action: 'readings.shipped-again', actor: 'officer', cause: BY.reason, details: { stored: 1, refused: 0 } },
      { action: 'readings.shipped-again', details: { stored: 0, refused: 1 } },
    ])
    await end(keep)
    expect(told.at(-1)).toBe('{"upTo":3}')
  })

  it('stays owed while the store is away, and over a restart', async () => {
    const { open, send, refuse, beAway, told, end } = rig()
    refuse(2)
    const keep = await open()
    await send(...three)
    await keep.drained()
    beAway()
    expect(await keep.shipAgain(BY)).toEqual({ stored: 0, refused: 0, left: 1, problem: 'away' })
    await end(keep)
    const next = await open()
    expect(storeHealth(next)).toMatchObject({ status: 'degraded', setAside: 1 })
    await end(next)
    expect(told).toEqual(['{"upTo":1}'])
  })

  it('is owed once, however often its device sends it again', async () => {
    const { open, send, refuse, end } = rig()
    refuse(2)
    const keep = await open()
    for (let n = 0; n < 5; n++) await send(...three)
    await keep.drained()
    expect(storeHealth(keep)).toMatchObject({ setAside: 1 })
    await end(keep)
  })
})
