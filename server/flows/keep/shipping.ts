/**
 * KEEP, second half: spool → reading store and quarantine → cursor.
 *
 * Nothing is dropped: a store that cannot be reached is waited for, a reading it will never take is set aside whole,
 * and the cursor moves only after both are safe. Everything may therefore happen twice, and harms nothing when it does. Nobody
 * waits for this road; control and display look at what intake kept. At the rates of a district it gathers for up to a
 * second, because what a write costs hardly depends on how much is written.
 */
import type { Reading } from '../../domain/air/reading.ts'
import { type EpochMs, type Ms, SECOND } from '../../domain/units.ts'
import type { QuarantineBook } from '../../ports/books/quarantine.ts'
import type { SetAsideBook } from '../../ports/books/set-aside.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { ReadingStore, WriteOutcome } from '../../ports/reading-store.ts'
import type { SpoolCursor, SpoolSeq } from '../../ports/spool.ts'
import { createRetrying, type MachineClock } from '../common/retrying.ts'
import { writeHalving } from './halving.ts'
import { quarantinedOf, type ShippedRecord, setAsideOf } from './shipped-rows.ts'
import { decodeSpoolRecord } from './spool-record.ts'

export interface ShippingParts {
  readonly cursor: SpoolCursor
  /** The newest record of the spool. */
  readonly lastSeq: () => SpoolSeq
  readonly store: Pick<ReadingStore, 'write'>
  /** Adds to the quarantine; rejects when the operations database cannot be reached. */
  readonly quarantine: QuarantineBook['add']
  /** Keeps whole what the store refused; rejects like `quarantine`. */
  readonly setAside: SetAsideBook['add']
  /** Nothing of the records up to `upTo` is owed any more but what is set aside; `stored` is in the store. */
  readonly onStored: (stored: readonly Reading[], upTo: SpoolSeq) => void
  readonly clock: MachineClock
  readonly crash: CrashPoint
  readonly log: Log
  /** A batch is closed once it has this many; the record that reaches it is taken whole. */
  readonly batchReadings?: number
  /** How long the oldest record may wait for others; 0 ships each as it comes. */
  readonly lingerMs?: Ms
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
  /** A new record is durable; what is in it need not be read again. */
  poke(record: ShippedRecord): void
  /** Finishes the batch under way; gives up one that waits for a store, which loses nothing. */
  stop(): Promise<void>
  /** Resolves once everything up to `untilSeq` is safe; rejects when stopped before. */
  drain(untilSeq: SpoolSeq): Promise<void>
  status(): ShippingStatus
}

type Parcel = readonly [ShippedRecord, ...ShippedRecord[]]

const RECORDS_PER_READ = 5_000
const ROWS_PER_CALL = 500
/** Beyond it they are read from the spool. */
const MOST_FRESH = 4_000
const LINGER_MS: Ms = SECOND
/** So many are worth a write of their own. */
const ENOUGH_RECORDS = 2_000

export function createShipping(parts: ShippingParts): Shipping {
  const { cursor, clock, crash, batchReadings = 5_000, lingerMs = LINGER_MS } = parts
  const retrying = createRetrying({ name: 'shipping', clock, log: parts.log })
  const ages = createAges(clock)
  let ahead: ShippedRecord[] = []
  /** Records that memory still has as they were taken in. */
  const fresh = new Map<SpoolSeq, ShippedRecord>()
  let readUpTo: SpoolSeq = 0
  let running: Promise<void> = Promise.resolve()
  let isPoked = true
  let wake = () => {}
  let hurry = () => {}
  let drains: { readonly untilSeq: SpoolSeq; readonly settle: () => void; readonly fail: (why: Error) => void }[] = []

  async function run(): Promise<void> {
    while (!retrying.isStopped()) {
      isPoked = false
      await linger()
      const parcel = await gather()
      if (parcel) await ship(parcel)
      else if (!isPoked && !retrying.isStopped()) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  /** Waits for company, unless enough waits already, the oldest has waited long enough, or somebody waits for the end. */
  async function linger(): Promise<void> {
    const oldest = ages.oldest()
    if (oldest === null || ahead.length > 0 || isUrgent()) return
    const waitMs = oldest + lingerMs - clock.now()
    if (waitMs <= 0) return
    const hurried = new Promise<void>((resolve) => {
      hurry = resolve
    })
    await Promise.race([clock.wait(waitMs), hurried])
  }

  function isUrgent(): boolean {
    return drains.length > 0 || retrying.isStopped() || parts.lastSeq() - cursor.committed() >= ENOUGH_RECORDS
  }

  /** The next batch; null when there is nothing, or no time. */
  async function gather(): Promise<Parcel | null> {
    const taken: ShippedRecord[] = []
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
      ahead = records.map(({ seq, payload }) => fresh.get(seq) ?? { seq, ...decodeSpoolRecord(payload) })
      for (const { seq } of records) fresh.delete(seq)
      readUpTo = records.at(-1)?.seq ?? readUpTo
      return null
    })
  }

  async function ship(parcel: Parcel): Promise<void> {
    const upTo = parcel.at(-1)!.seq
    const readings = parcel.flatMap((record) => record.readings)
    crash('shipping.before-write')
    const written = await writeHalving(readings, writeUntilAnswered)
    if (written.kind === 'unavailable') return
    crash('shipping.written')
    const { culprits } = written
    if (!(await addAll(setAsideOf(parcel, culprits), parts.setAside))) return
    if (!(await addAll(quarantinedOf(parcel, culprits), parts.quarantine))) return
    const isCommitted = await retrying.until(async () => {
      await cursor.commit(upTo)
      return null
    })
    if (!isCommitted) return
    ages.forget(upTo)
    tell(readings, upTo, new Set(culprits.map(({ reading }) => reading)))
    settleDrains()
  }

  /** `unavailable` only when stopped. */
  async function writeUntilAnswered(batch: readonly Reading[]): Promise<WriteOutcome> {
    let outcome: WriteOutcome = { kind: 'unavailable', why: 'shipping was stopped' }
    await retrying.until(async () => {
      outcome = await parts.store.write(batch)
      return outcome.kind === 'unavailable' ? outcome.why : null
    })
    return outcome
  }

  /** false when stopped before all of it was added. */
  async function addAll<T>(rows: readonly T[], add: (some: readonly T[]) => Promise<void>): Promise<boolean> {
    for (let at = 0; at < rows.length; at += ROWS_PER_CALL) {
      const some = rows.slice(at, at + ROWS_PER_CALL)
      const isAdded = await retrying.until(async () => {
        await add(some)
        return null
      })
      if (!isAdded) return false
    }
    return true
  }

  function tell(readings: readonly Reading[], upTo: SpoolSeq, culprits: ReadonlySet<Reading>): void {
    const stored = culprits.size === 0 ? readings : readings.filter((reading) => !culprits.has(reading))
    try {
      parts.onStored(stored, upTo)
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
    poke(record) {
      if (fresh.size < MOST_FRESH && record.seq > readUpTo) fresh.set(record.seq, record)
      ages.note(parts.lastSeq())
      isPoked = true
      wake()
      if (isUrgent()) hurry()
    },
    async stop() {
      retrying.stop()
      wake()
      hurry()
      await running
      for (const { fail } of drains.splice(0)) fail(new Error('shipping was stopped'))
    },
    drain: (untilSeq) =>
      new Promise((settle, fail) => {
        drains.push({ untilSeq, settle, fail })
        settleDrains()
        if (drains.length > 0) hurry()
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
