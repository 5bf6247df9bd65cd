/**
 * Tells each device up to which of its numbers everything is safe (`ack`, architecture.md 4), so that it may forget them.
 *
 * The ledger is on disk before a device hears of it: after a restart it never knows less than it promised. It follows
 * shipping with a cursor of its own and catches up at start from what that cursor still holds. At most one word per
 * device and second; a word that could not be handed over is said again.
 */
import type { Reading } from '../domain/air/reading.ts'
import { noteSafe, type SeqLedger } from '../domain/air/seq-ledger.ts'
import { SECOND } from '../domain/units.ts'
import type { Log } from '../ports/log.ts'
import type { SpoolCursor, SpoolSeq } from '../ports/spool.ts'
import { createRetrying, type MachineClock } from './retrying.ts'
import { decodeSpoolRecord } from './spool-record.ts'

export interface DeviceAcksParts {
  readonly cursor: SpoolCursor
  readonly load: () => Promise<string | null>
  /** Durable when it resolves. */
  readonly save: (text: string) => Promise<void>
  readonly publish: (topic: string, payload: string) => Promise<void>
  /** null for a device that cannot be spoken to. */
  readonly topicOf: (device: string) => string | null
  readonly clock: MachineClock
  readonly log: Log
}

export interface DeviceAcks {
  /** Restores the ledger. `shippedUpTo` is where shipping's cursor stands. */
  recover(shippedUpTo: SpoolSeq): Promise<void>
  /** These readings are safe, and with them every record up to `upTo`. */
  safe(readings: readonly Reading[], upTo: SpoolSeq): void
  /** Says what is still to be said, once, and ends. */
  stop(): Promise<void>
}

const RECORDS_PER_READ = 1_000

export function createDeviceAcks(parts: DeviceAcksParts): DeviceAcks {
  const { cursor, clock, log } = parts
  const retrying = createRetrying({ name: 'device-acks', clock, log })
  let ledger: SeqLedger = {}
  let upToRecord: SpoolSeq = cursor.committed()
  let toTell = new Set<string>()
  let speaking: Promise<void> | null = null

  function note(readings: readonly Reading[], upTo: SpoolSeq): void {
    const before = ledger
    ledger = noteSafe(ledger, readings)
    upToRecord = Math.max(upToRecord, upTo)
    for (const { device } of readings) if (ledger[device]?.upTo !== before[device]?.upTo) toTell.add(device)
  }

  async function speakEverySecond(): Promise<void> {
    while (upToRecord > cursor.committed() || toTell.size > 0) {
      if (!retrying.isStopped()) await clock.wait(SECOND)
      const isSaid = await retrying.until(async () => {
        await speak()
        return null
      })
      if (!isSaid) return
    }
  }

  async function speak(): Promise<void> {
    const [saved, savedUpTo, devices] = [ledger, upToRecord, toTell]
    await parts.save(JSON.stringify(saved))
    await cursor.commit(savedUpTo)
    toTell = new Set()
    const told = await Promise.allSettled([...devices].map((device) => tell(device, saved)))
    const failed = told.find((one) => one.status === 'rejected')
    ;[...devices].forEach((device, index) => {
      if (told[index]?.status === 'rejected') toTell.add(device)
    })
    if (failed) throw failed.reason
  }

  async function tell(device: string, saved: SeqLedger): Promise<void> {
    const topic = parts.topicOf(device)
    const seqs = saved[device]
    if (topic !== null && seqs) await parts.publish(topic, JSON.stringify({ upTo: seqs.upTo }))
  }

  return {
    async recover(shippedUpTo) {
      ledger = parseLedger(await parts.load(), log)
      for (;;) {
        const records = await cursor.read(RECORDS_PER_READ)
        const shipped = records.filter(({ seq }) => seq <= shippedUpTo)
        for (const { seq, payload } of shipped) note(decodeSpoolRecord(payload).readings, seq)
        if (shipped.length === 0 || shipped.length < records.length) return
      }
    },
    safe(readings, upTo) {
      note(readings, upTo)
      speaking ??= speakEverySecond().finally(() => {
        speaking = null
      })
    },
    async stop() {
      retrying.stop()
      await speaking
    },
  }
}

function parseLedger(text: string | null, log: Log): SeqLedger {
  if (text === null) return {}
  try {
    // Written by `speak` above and nobody else.
    return JSON.parse(text) as SeqLedger
  } catch (error) {
    log.warn('device-acks.ledger-unreadable', { error })
    return {}
  }
}
