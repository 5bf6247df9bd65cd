/**
 * KEEP, second half: spool → reading store and quarantine → cursor.
 *
 * Nothing is dropped: a store that cannot be reached is waited for, a reading it will never take is set aside, and the
 * cursor moves only after both are safe. Everything may therefore happen twice, and harms nothing when it does. Nobody
 * waits for this road; control and display look at what intake kept.
 */
import type { Reading, Refused } from '../../domain/air/reading.ts'
import { SAMPLE_LENGTH } from '../../domain/air/refusal.ts'
import { type EpochMs, SECOND } from '../../domain/units.ts'
import type { QuarantineBook } from '../../ports/books/quarantine.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { SpoolCursor, SpoolSeq } from '../../ports/spool.ts'
import { createRetrying, type MachineClock } from '../common/retrying.ts'
import { quarantineKey } from './quarantine-key.ts'
import { decodeSpoolRecord, type KeptRecord } from './spool-record.ts'

export interface ShippingParts {
  readonly cursor: SpoolCursor
  /** The newest record of the spool. */
  readonly lastSeq: () => SpoolSeq
  readonly store: Pick<ReadingStore, 'write'>
  /** Adds to the quarantine; rejects when the operations database cannot be reached. */
  readonly quarantine: QuarantineBook['add']
  /** All readings of the records up to `upTo` are safe: `stored` in the store, `setAside` in the quarantine. */
  readonly onStored: (stored: readonly Reading[], upTo: SpoolSeq, setAside: readonly Reading[]) => void
  readonly clock: MachineClock
  readonly crash: CrashPoint
  readonly log: Log
  /** A batch is closed once it has this many; the record that reaches it is taken whole. */
  readonly batchReadings?: number
}

export interface ShippingStatus {
  /** Records the reading store does not have yet. */
  readonly pending: number
  /** When the oldest of them was seen first, by the machine's clock, to the second; null when there is none.
   * What an earlier process left behind counts from the start of this one. */
  readonly oldestUnsentAt: EpochMs | null
  /** Why it does not go on; null when it does. */
  readonly problem: string | null
}

export interface Shipping {
  start(): void
  /** A new record is durable. */
  poke(): void
  /** Finishes the batch under way; gives up one that waits for a store, which loses nothing. */
  stop(): Promise<void>
  /** Resolves once everything up to `untilSeq` is safe; rejects when stopped before. */
  drain(untilSeq: SpoolSeq): Promise<void>
  status(): ShippingStatus
}

interface Record extends KeptRecord {
  readonly seq: SpoolSeq
}

type Parcel = readonly [Record, ...Record[]]
type QuarantineEntry = Parameters<QuarantineBook['add']>[0][number]

const RECORDS_PER_READ = 5_000
const QUARANTINE_PER_CALL = 500

export function createShipping(parts: ShippingParts): Shipping {
  const { cursor, clock, crash, batchReadings = 5_000 } = parts
  const retrying = createRetrying({ name: 'shipping', clock, log: parts.log })
  const ages = createAges(clock)
  let ahead: Record[] = []
  let running: Promise<void> = Promise.resolve()
  let isPoked = true
  let wake = () => {}
  let drains: { readonly untilSeq: SpoolSeq; readonly settle: () => void; readonly fail: (why: Error) => void }[] = []

  async function run(): Promise<void> {
    while (!retrying.isStopped()) {
      isPoked = false
      const parcel = await gather()
      if (parcel) await ship(parcel)
      else if (!isPoked && !retrying.isStopped()) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  /** The next batch; null when there is nothing, or no time. */
  async function gather(): Promise<Parcel | null> {
    const taken: Record[] = []
    let size = 0
    while (size < batchReadings) {
      if (ahead.length === 0 && !(await readOn())) return null
      const record = ahead.shift()
      if (!record) break
      taken.push(record)
      size += record.readings.length + record.refused.length
    }
    const [first, ...rest] = taken
    return first ? [first, ...rest] : null
  }

  async function readOn(): Promise<boolean> {
    return retrying.until(async () => {
      const records = await cursor.read(RECORDS_PER_READ)
      ahead = records.map(({ seq, payload }) => ({ seq, ...decodeSpoolRecord(payload) }))
      return null
    })
  }

  async function ship(parcel: Parcel): Promise<void> {
    const upTo = parcel.at(-1)!.seq
    const readings = parcel.flatMap((record) => record.readings)
    const setAside: { reading: Reading; why: string }[] = []
    crash('shipping.before-write')
    if (!(await write(readings, setAside))) return
    crash('shipping.written')
    if (!(await quarantine(entriesOf(parcel, setAside)))) return
    const isCommitted = await retrying.until(async () => {
      await cursor.commit(upTo)
      return null
    })
    if (!isCommitted) return
    ages.forget(upTo)
    tell(readings, upTo, new Set(setAside.map(({ reading }) => reading)))
    settleDrains()
  }

  /** false when stopped before all of it was stored or set aside. */
  async function write(readings: readonly Reading[], setAside: { reading: Reading; why: string }[]): Promise<boolean> {
    const [first] = readings
    if (!first) return true
    let refusedWhy: string | null = null
    const isAnswered = await retrying.until(async () => {
      const outcome = await parts.store.write(readings)
      if (outcome.kind === 'unavailable') return outcome.why
      refusedWhy = outcome.kind === 'refused' ? outcome.why : null
      return null
    })
    if (!isAnswered) return false
    if (refusedWhy === null) return true
    if (readings.length === 1) {
      setAside.push({ reading: first, why: refusedWhy })
      return true
    }
    // The first half goes first, so that of two readings at one instant the later still wins.
    const middle = Math.ceil(readings.length / 2)
    return (await write(readings.slice(0, middle), setAside)) && write(readings.slice(middle), setAside)
  }

  async function quarantine(entries: readonly QuarantineEntry[]): Promise<boolean> {
    for (let at = 0; at < entries.length; at += QUARANTINE_PER_CALL) {
      const some = entries.slice(at, at + QUARANTINE_PER_CALL)
      const isAdded = await retrying.until(async () => {
        await parts.quarantine(some)
        return null
      })
      if (!isAdded) return false
    }
    return true
  }

  function tell(readings: readonly Reading[], upTo: SpoolSeq, setAside: ReadonlySet<Reading>): void {
    const stored = setAside.size === 0 ? readings : readings.filter((reading) => !setAside.has(reading))
    try {
      parts.onStored(stored, upTo, [...setAside])
    } catch (error) {
      parts.log.error('shipping.listener-failed', { upTo, error })
    }
  }

  function settleDrains(): void {
    const due = drains.filter(({ untilSeq }) => untilSeq <= cursor.committed())
    drains = drains.filter(({ untilSeq }) => untilSeq > cursor.committed())
    for (const { settle } of due) settle()
  }

  return {
    start() {
      cursor.rewind()
      if (parts.lastSeq() > cursor.committed()) ages.note(parts.lastSeq())
      running = run()
    },
    poke() {
      ages.note(parts.lastSeq())
      isPoked = true
      wake()
    },
    async stop() {
      retrying.stop()
      wake()
      await running
      for (const { fail } of drains.splice(0)) fail(new Error('shipping was stopped'))
    },
    drain: (untilSeq) =>
      new Promise((settle, fail) => {
        drains.push({ untilSeq, settle, fail })
        settleDrains()
      }),
    status: () => ({
      pending: Math.max(0, parts.lastSeq() - cursor.committed()),
      oldestUnsentAt: ages.oldest(),
      problem: retrying.problem(),
    }),
  }
}

/** Since when records wait: one mark per second is enough to tell. */
function createAges(clock: MachineClock) {
  const marks: { seq: SpoolSeq; readonly at: EpochMs }[] = []
  return {
    note(seq: SpoolSeq): void {
      const last = marks.at(-1)
      const now = clock.now()
      if (last && now - last.at < SECOND) last.seq = seq
      else marks.push({ seq, at: now })
    },
    forget(upTo: SpoolSeq): void {
      while (marks[0] && marks[0].seq <= upTo) marks.shift()
    },
    oldest: (): EpochMs | null => marks[0]?.at ?? null,
  }
}

function entriesOf(parcel: Parcel, setAside: readonly { reading: Reading; why: string }[]): QuarantineEntry[] {
  const refused = parcel.flatMap(({ seq, refused }) => refused.map((one) => ({ refused: one, seq })))
  const byStore = setAside.map(({ reading, why }) => ({
    refused: refusedByStore(reading, why),
    seq: parcel.find(({ readings }) => readings.includes(reading))!.seq,
  }))
  return [...refused, ...byStore].map(({ refused: one, seq }) => ({ ...one, key: quarantineKey(one), spoolSeq: seq }))
}

/** The reading's topic is no longer known; what was measured stands in the sample. */
function refusedByStore({ receivedAt, ...rest }: Reading, why: string): Refused {
  return {
    device: rest.device,
    topic: '',
    receivedAt,
    reason: 'store-refused',
    detail: why,
    sample: JSON.stringify(rest).slice(0, SAMPLE_LENGTH),
  }
}
