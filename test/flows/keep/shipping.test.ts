import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import type { Reading, Refused } from '../../../server/domain/air/reading.ts'
import type { MachineClock } from '../../../server/flows/common/retrying.ts'
import { createShipping, type Shipping, type ShippingParts } from '../../../server/flows/keep/shipping.ts'
import { encodeSpoolRecord } from '../../../server/flows/keep/spool-record.ts'
import type { SetAside } from '../../../server/ports/books/set-aside.ts'
import type { WriteOutcome } from '../../../server/ports/reading-store.ts'
import type { Spool } from '../../../server/ports/spool.ts'
import { memoryDisk } from '../../adapters/spool/memory-disk.ts'
import { memoryReadingStore } from '../../support/memory-reading-store.ts'

const reading = (ts: number, pm10 = 1): Reading => ({
  device: 'mast-1',
  ts,
  receivedAt: ts,
  seq: null,
  values: { pm10 },
  quality: {},
})
const refused = (detail: string): Refused => ({
  device: 'mast-1',
  topic: 'windbreak/v1/0/mast-1/reading',
  receivedAt: 5,
  reason: 'out-of-range',
  field: detail,
  count: 1,
  detail,
  sample: '{}',
})

/** Waits end at once; what was waited for is noted. */
function impatientClock(): MachineClock & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => 1_000,
    async wait(ms) {
      waits.push(ms)
      await new Promise(setImmediate)
    },
  }
}

describe('shipping', () => {
  let spool: Spool
  let disk: ReturnType<typeof memoryDisk>
  let store: ReturnType<typeof memoryReadingStore>
  let clock: ReturnType<typeof impatientClock>
  let shipping: Shipping
  let batches: number[]
  let quarantined: { key: string; spoolSeq: number; reason: string; detail: string }[]
  let aside: SetAside[]
  let events: string[]
  let stored: number
  let answer: (batch: readonly Reading[]) => WriteOutcome | null
  let quarantineProblem: string | null

  beforeEach(async () => {
    disk = memoryDisk()
    store = memoryReadingStore()
    clock = impatientClock()
    batches = []
    quarantined = []
    aside = []
    events = []
    stored = 0
    answer = () => null
    quarantineProblem = null
    await openSpool()
  })
  afterEach(async () => {
    await shipping?.stop()
    await spool.close()
  })

  async function openSpool(): Promise<void> {
    const onFatal = (error: unknown) => {
      throw error
    }
    spool = await openFileSpool({ folder: '/spool', maxBytes: 1e9, disk, onFatal })
  }

  function ship(overrides: Partial<ShippingParts> = {}): Shipping {
    shipping = createShipping({
      cursor: spool.cursor('shipping'),
      lastSeq: () => spool.state().lastSeq,
      store: {
        async write(batch) {
          batches.push(batch.length)
          return answer(batch) ?? store.write(batch)
        },
      },
      async setAside(items) {
        aside.push(...items)
      },
      async quarantine(items) {
        if (quarantineProblem) throw new Error(quarantineProblem)
        quarantined.push(...items)
      },
      onStored: (readings) => {
        stored += readings.length
      },
      clock,
      lingerMs: 0,
      crash: (name) => events.push(name),
      log: {
        info: (event) => events.push(event),
        warn: (event) => events.push(event),
        error: (event) => events.push(event),
      },
      ...overrides,
    })
    shipping.start()
    return shipping
  }

  const keep = (readings: readonly Reading[], set: readonly Refused[] = []) =>
    spool.append(encodeSpoolRecord({ readings, refused: set }))
  const inStore = async () => (await store.count(0, 1e15)).readings
  const untilProblem = async (problem: string) => {
    while (shipping.status().problem !== problem) await new Promise(setImmediate)
  }

  it('brings everything from the spool into the store, then commits', async () => {
    for (let ts = 1; ts <= 10; ts++) await keep([reading(ts)])
    await ship().drain(10)
    expect(await inStore()).toBe(10)
    expect(spool.cursor('shipping').committed()).toBe(10)
    expect(events).toEqual(['shipping.before-write', 'shipping.written'])
    expect(shipping.status()).toEqual({ pending: 0, oldestUnsentAt: null, problem: null })
    expect(stored).toBe(10)
  })

  it('wakes when a record comes', async () => {
    ship()
    await shipping.drain(0)
    for (let ts = 1; ts <= 5; ts++) {
      const seq = await keep([reading(ts)])
      shipping.poke({ seq, readings: [reading(ts)], refused: [] })
      await shipping.drain(seq)
    }
    expect(await inStore()).toBe(5)
    expect(clock.waits).toEqual([])
  })

  describe('at the rates of a district', () => {
    /** A wait ends when the test says so. */
    function patientClock() {
      const waits: { ms: number; end: () => void }[] = []
      const wait = (ms: number) => new Promise<void>((end) => waits.push({ ms, end }))
      return { waits, now: () => 1_000, wait }
    }

    async function comes(ts: number): Promise<number> {
      const seq = await keep([reading(ts)])
      shipping.poke({ seq, readings: [reading(ts)], refused: [] })
      return seq
    }

    it('gathers for a second, and writes what came meanwhile at once', async () => {
      const patient = patientClock()
      ship({ clock: patient, lingerMs: 1_000 })
      for (let ts = 1; ts <= 40; ts++) await comes(ts)
      await expect.poll(() => patient.waits.map(({ ms }) => ms)).toEqual([1_000])
      expect(batches).toEqual([])
      patient.waits[0]?.end()
      await expect.poll(() => batches).toEqual([40])
      await expect.poll(() => spool.cursor('shipping').committed()).toBe(40)
    })

    it('waits no longer when somebody waits for the end, or when it is stopped', async () => {
      ship({ clock: patientClock(), lingerMs: 1_000 })
      await comes(1)
      await shipping.drain(await comes(2))
      expect(await inStore()).toBe(2)
      await comes(3)
      await shipping.stop()
    })

    it('waits no longer once enough has come', async () => {
      ship({ clock: patientClock(), lingerMs: 1_000 })
      for (let ts = 1; ts <= 2_000; ts++) await comes(ts)
      await expect.poll(inStore).toBeGreaterThan(1_000)
    })

    it('takes from memory what memory still has, and from the spool what it has not', async () => {
      for (let ts = 1; ts <= 3; ts++) await keep([reading(ts)])
      ship()
      const seq = await keep([reading(4)])
      shipping.poke({ seq, readings: [reading(4, 44)], refused: [] })
      await shipping.drain(seq)
      const query = { devices: ['mast-1'], quantities: ['pm10'], from: 0, to: 9, everyMs: null, alignMs: 0 } as const
      const [series] = await store.series(query)
      expect(series?.points.slice(0, 3)).toEqual([
        [1, 1],
        [2, 1],
        [3, 1],
      ])
      expect(series?.points).toHaveLength(4)
    })
  })

  it('fills batches when many records wait, and never splits a record', async () => {
    for (let n = 0; n < 20; n++) await keep(Array.from({ length: 7 }, (_, index) => reading(n * 7 + index + 1)))
    await ship({ batchReadings: 50 }).drain(20)
    expect(batches).toEqual([56, 56, 28])
    expect(await inStore()).toBe(140)
  })

  it('lets the later of two readings at one instant win', async () => {
    await keep([reading(1, 10)])
    await keep([{ ...reading(1, 11), values: { pm10: 11, noise: 50 } }])
    await ship().drain(2)
    const query = {
      devices: ['mast-1'],
      quantities: ['noise', 'pm10'],
      from: 0,
      to: 9,
      everyMs: null,
      alignMs: 0,
    } as const
    expect((await store.series(query)).map(({ points }) => points)).toEqual([[[1, 50]], [[1, 11]]])
  })

  it('keeps everything while the store is away, asks less and less often, and says so once', async () => {
    let failures = 0
    answer = () => (failures++ < 9 ? { kind: 'unavailable', why: 'connection refused' } : null)
    await keep([reading(1)])
    ship()
    await untilProblem('connection refused')
    expect(shipping.status()).toMatchObject({ pending: 1, oldestUnsentAt: 1_000 })
    await shipping.drain(1)
    expect(clock.waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
    expect(events.filter((event) => event.startsWith('shipping.held'))).toEqual(['shipping.held-up'])
    expect(events.at(-1)).toBe('shipping.written')
    expect(events).toContain('shipping.goes-on')
    expect(await inStore()).toBe(1)
    expect(shipping.status().problem).toBeNull()
  })

  it('sets aside the one reading the store refuses, and stores all others', async () => {
    answer = (batch) => (batch.some(({ ts }) => ts === 613) ? { kind: 'refused', why: 'bad point' } : null)
    for (let n = 0; n < 100; n++) await keep(Array.from({ length: 10 }, (_, index) => reading(n * 10 + index + 1)))
    await ship().drain(100)
    expect(await inStore()).toBe(999)
    expect(stored).toBe(999)
    expect(aside).toEqual([{ key: expect.any(String), reading: reading(613), spoolSeq: 62 }])
    expect(quarantined).toMatchObject([{ reason: 'store-refused', detail: 'bad point', spoolSeq: 62 }])
    expect(batches.length).toBeLessThan(30)
  })

  it('quarantines refusals with their record number; the same fault has the same key', async () => {
    await keep([reading(1)], [refused('a')])
    await keep([], [refused('a'), refused('b')])
    await ship().drain(2)
    expect(quarantined.map(({ spoolSeq, detail }) => [spoolSeq, detail])).toEqual([
      [1, 'a'],
      [2, 'a'],
      [2, 'b'],
    ])
    expect(quarantined[0]!.key).toMatch(/^[\w-]{22}$/)
    expect(quarantined[1]!.key).toBe(quarantined[0]!.key)
    expect(quarantined[2]!.key).not.toBe(quarantined[0]!.key)
  })

  it('commits nothing while the quarantine cannot be written, and goes on when it can', async () => {
    quarantineProblem = 'operations database away'
    await keep([reading(1)], [refused('a')])
    ship()
    await untilProblem('operations database away')
    expect(spool.cursor('shipping').committed()).toBe(0)
    quarantineProblem = null
    await shipping.drain(1)
    expect(quarantined).toHaveLength(1)
    expect(batches).toEqual([1])
  })

  it('stops although the store is away, and a restart ships what was left', async () => {
    answer = () => ({ kind: 'unavailable', why: 'away' })
    await keep([reading(1)])
    ship({ clock: { now: () => 0, wait: () => new Promise(() => {}) } })
    const waiting = shipping.drain(1)
    await untilProblem('away')
    await Promise.all([expect(waiting).rejects.toThrow('stopped'), shipping.stop()])
    await spool.close()
    await openSpool()
    answer = () => null
    await ship().drain(1)
    expect(await inStore()).toBe(1)
  })

  it('ships again what was written but not committed when the process ended, and makes no second point', async () => {
    await keep([reading(1)], [refused('a')])
    quarantineProblem = 'away'
    ship()
    await untilProblem('away')
    await shipping.stop()
    await spool.close()
    await openSpool()
    quarantineProblem = null
    await ship().drain(1)
    expect(batches).toEqual([1, 1])
    expect(await inStore()).toBe(1)
  })

  it('never lets an unreadable record or a listener with a fault block the line', async () => {
    await spool.append(Buffer.from('not a record'))
    await keep([reading(1)])
    await ship({
      onStored: () => {
        throw new Error('a fault')
      },
    }).drain(2)
    expect(quarantined).toMatchObject([{ reason: 'malformed-json', spoolSeq: 1 }])
    expect(await inStore()).toBe(1)
    expect(events).toContain('shipping.listener-failed')
  })
})
