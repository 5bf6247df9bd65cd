/**
 * Tells each device up to which of its numbers everything is safe (`ack`, architecture.md 4), so that it may forget them.
 * A reading the store refused is not: the device keeps it, and what follows it, until it is shipped again.
 *
 * The ledger is on disk before a device hears of it: after a restart it never knows less than it promised. It follows
 * shipping with a cursor of its own and catches up at start from what that cursor still holds. At most one word per
 * device and second; a word that could not be handed over is said again.
 */
import type { Reading } from '../../domain/air/reading.ts'
import { type DeviceSeqs, seqsAfter } from '../../domain/air/seq-ledger.ts'
import { type Ms, SECOND } from '../../domain/units.ts'
import type { Log } from '../../ports/log.ts'
import type { SpoolCursor, SpoolSeq } from '../../ports/spool.ts'
import { createRetrying, type MachineClock } from '../common/retrying.ts'
import { decodeSpoolRecord } from './spool-record.ts'

export interface DeviceAcksParts {
  readonly cursor: SpoolCursor
  readonly load: () => Promise<string | null>
  /** Durable when it resolves. */
  readonly save: (text: string) => Promise<void>
  readonly publish: (topic: string, payload: string) => Promise<void>
  /** Those of these readings that the store did not refuse: only they are safe. */
  readonly notSetAside: (readings: readonly Reading[]) => Promise<readonly Reading[]>
  /** null for a device that cannot be spoken to. */
  readonly topicOf: (device: string) => string | null
  readonly clock: MachineClock
  readonly log: Log
  /** A device hears at most one word in this time; 1 s by default. */
  readonly everyMs?: Ms
}

export interface DeviceAcks {
  /** Restores the ledger. `shippedUpTo` is where shipping's cursor stands. */
  recover(shippedUpTo: SpoolSeq): Promise<void>
  /** These readings are in the store, and nothing of the records up to `upTo` is on its way any more. */
  safe(readings: readonly Reading[], upTo: SpoolSeq): void
  /** Says what is still to be said, once, and ends. */
  stop(): Promise<void>
}

const RECORDS_PER_READ = 1_000

export function createDeviceAcks(parts: DeviceAcksParts): DeviceAcks {
  const { cursor, clock, log, everyMs = SECOND } = parts
  const retrying = createRetrying({ name: 'device-acks', clock, log })
  let ledger = new Map<string, DeviceSeqs>()
  let upToRecord: SpoolSeq = cursor.committed()
  const toTell = new Set<string>()
  let speaking: Promise<void> | null = null

  function note(readings: readonly Reading[], upTo: SpoolSeq): void {
    for (const [device, ofDevice] of byDevice(readings)) {
      const before = ledger.get(device) ?? null
      const after = seqsAfter(before, ofDevice)
      if (!after) continue
      ledger.set(device, after)
      if (after.upTo !== before?.upTo) toTell.add(device)
    }
    upToRecord = Math.max(upToRecord, upTo)
  }

  const hasNews = () => upToRecord > cursor.committed() || toTell.size > 0

  async function speakWhileNews(): Promise<void> {
    while (hasNews()) {
      if (!retrying.isStopped()) await clock.wait(everyMs)
      const isSaid = await retrying.until(async () => {
        await speak()
        return null
      })
      if (!isSaid) break
    }
    speaking = null
  }

  async function speak(): Promise<void> {
    const savedUpTo = upToRecord
    const words = [...toTell].map((device) => ({ device, upTo: ledger.get(device)?.upTo }))
    toTell.clear()
    try {
      await parts.save(JSON.stringify([...ledger]))
      await cursor.commit(savedUpTo)
    } catch (error) {
      for (const { device } of words) toTell.add(device)
      throw error
    }
    const told = await Promise.allSettled(words.map(({ device, upTo }) => tell(device, upTo)))
    const failed = words.filter((_, index) => told[index]?.status === 'rejected')
    for (const { device } of failed) toTell.add(device)
    if (failed.length > 0) throw new Error(`${failed.length} devices could not be told what is safe`)
  }

  async function tell(device: string, upTo: number | undefined): Promise<void> {
    const topic = parts.topicOf(device)
    if (topic !== null && upTo !== undefined) await parts.publish(topic, JSON.stringify({ upTo }))
  }

  return {
    async recover(shippedUpTo) {
      ledger = parseLedger(await parts.load(), log)
      for (;;) {
        const records = await cursor.read(RECORDS_PER_READ)
        const shipped = records.filter(({ seq }) => seq <= shippedUpTo)
        const numbered = shipped.flatMap(({ payload }) => decodeSpoolRecord(payload).readings.filter(hasSeq))
        note(await parts.notSetAside(numbered), shipped.at(-1)?.seq ?? upToRecord)
        if (shipped.length === 0 || shipped.length < records.length) return
      }
    },
    safe(readings, upTo) {
      note(readings, upTo)
      if (hasNews() && !retrying.isStopped()) speaking ??= speakWhileNews()
    },
    async stop() {
      retrying.stop()
      await speaking
    },
  }
}

function hasSeq({ seq }: Reading): boolean {
  return seq !== null
}

function byDevice(readings: readonly Reading[]): Map<string, Reading[]> {
  const groups = new Map<string, Reading[]>()
  for (const reading of readings) {
    const group = groups.get(reading.device)
    if (group) group.push(reading)
    else groups.set(reading.device, [reading])
  }
  return groups
}

function parseLedger(text: string | null, log: Log): Map<string, DeviceSeqs> {
  if (text === null) return new Map()
  try {
    // Written by `speak` above and nobody else.
    return new Map(JSON.parse(text) as [string, DeviceSeqs][])
  } catch (error) {
    log.warn('device-acks.ledger-unreadable', { error })
    return new Map()
  }
}
