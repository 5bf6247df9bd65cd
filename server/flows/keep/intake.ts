/**
 * KEEP, first half: message → readings and refusals → one spool record on disk → everybody who looks at the present.
 *
 * A message counts as taken only once its record is durable, whatever it contained: an unreadable one is kept as a
 * refusal and blocks nobody; of a sender with very many of them only the count is kept. A replay is kept and
 * acknowledged again, and is told apart so that control does not see it twice. Whoever listens through `onKept` hears of records in the order of their numbers and can never stop the intake.
 */
import type { DeviceMessage, MessageContext, MessageRead } from '../../domain/air/read-message.ts'
import { isLate, type Reading, type Refused } from '../../domain/air/reading.ts'
import { refusal } from '../../domain/air/refusal.ts'
import { createRefusalBudget, onlyCounted, type Sender } from '../../domain/air/refusal-budget.ts'
import { createReplayMemory } from '../../domain/air/replay-memory.ts'
import type { Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { InboundMessage } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import { type Spool, SpoolFull, type SpoolSeq } from '../../ports/spool.ts'
import { createCounting } from './counting.ts'
import { encodeSpoolRecord } from './spool-record.ts'

/**
 * Since the start of the process, counted once durable. All in readings, except `messages`.
 * Always: received = kept + quarantined, where both mean "at intake".
 */
export interface Counters {
  /** Messages and imports. */
  messages: number
  /** Readings offered; a message that cannot be read at all counts as one. */
  received: number
  /** Readings in the spool, replays included; one that lost a quantity is kept. */
  kept: number
  /** Of those kept: replays. */
  duplicate: number
  /** Readings and unreadable messages set aside whole. A quantity refused alone is in the quarantine, not in here. */
  quarantined: number
  /** Of those kept: too late for control, replays not counted. */
  late: number
  /** Of those late: history that was imported, which nobody expected sooner. */
  backfilled: number
  /** Readings the reading store has; counted by whoever hears it from shipping. */
  stored: number
}

export interface Kept {
  readonly seq: SpoolSeq
  /** How many messages it stands for: more than one where they are only counted. */
  readonly messages: number
  readonly readings: readonly Reading[]
  /** The readings without replays: what control may take. */
  readonly fresh: readonly Reading[]
  readonly refused: readonly Refused[]
}

export interface IntakeParts {
  readonly spool: Pick<Spool, 'append'>
  /** The realm's. */
  readonly clock: Clock
  /** Topic root: `windbreak/v1`, or `windbreak-drill/v1` in a drill. */
  readonly root: string
  readonly deviceOf: MessageContext['deviceOf']
  readonly readMessage: (message: DeviceMessage, context: MessageContext) => MessageRead
  /** The machine's. */
  readonly wait: (ms: Ms) => Promise<void>
  /** Why nothing may be kept now, in plain words; null while it may. */
  readonly refusal: () => string | null
  readonly crash: CrashPoint
  readonly counters: Counters
  readonly log: Log
  /** Called in the order of `seq`, before the message is acknowledged. */
  readonly onKept: (kept: Kept) => void
  /** Of one more message of this sender only the count of what was wrong is kept. */
  readonly onOnlyCounted: (sender: string) => void
}

/** What was offered, and whether by the door for history. */
interface Offered extends MessageRead {
  readonly isImport?: true
}

export interface Intake {
  /** Resolves once durable. Rejects when it was not kept: then it must not be acknowledged. */
  take(message: InboundMessage): Promise<void>
  /** The same road for readings that came by another door. `offered` counts readings, kept or not; left out, every
   * refusal stands for a whole reading. */
  takeReadings(readings: readonly Reading[], refused: readonly Refused[], offered?: number): Promise<void>
}

export function createCounters(): Counters {
  return { messages: 0, received: 0, kept: 0, duplicate: 0, quarantined: 0, late: 0, backfilled: 0, stored: 0 }
}

export function createIntake(parts: IntakeParts): Intake {
  const { spool, crash, counters, log } = parts
  const replays = createReplayMemory()
  const budget = createRefusalBudget()
  const counting = createCounting((counted) => keep({ readings: [], ...counted }, counted.messages), parts.wait)

  async function take(message: InboundMessage): Promise<void> {
    const read = readSafely(message)
    if (read.refused.length === 0) return keep(read, 1)
    return keepWithin(read, senderOf(read, message), message.topic.length + message.payload.length)
  }

  /** What lies beyond the sender's budget is only counted; its readings are kept like any others. */
  async function keepWithin(read: Offered, sender: Sender, bytes: number): Promise<void> {
    if (budget.allows(sender, read.refused, bytes, parts.clock.now())) return keep(read, 1)
    if (read.readings.length === 0) await counting.add(read.refused, sender, read.offered)
    else await keep({ ...read, refused: onlyCounted(read.refused, sender) }, 1)
    parts.onOnlyCounted(sender.name)
  }

  function senderOf({ refused }: MessageRead, { address }: InboundMessage): Sender {
    const device = refused[0]?.device ?? null
    if (device !== null && parts.deviceOf(device)) return { device, name: `device ${device}` }
    return { device: null, name: address === undefined ? 'unknown sender' : `address ${address}` }
  }

  function readSafely(message: InboundMessage): MessageRead {
    const { root, deviceOf } = parts
    try {
      return parts.readMessage(message, { root, now: parts.clock.now(), deviceOf })
    } catch (error) {
      // A fault of ours: the message goes on record, and those behind it go on.
      log.error('intake.reader-failed', { topic: message.topic, error })
      const text = message.payload.toString('utf8')
      const why = { reason: 'malformed-json', detail: `message: not readable (${String(error)})`, text } as const
      return { readings: [], refused: [refusal({ ...message, device: null }, why)], offered: 1 }
    }
  }

  /** Nothing between the confirmation and `onKept` may wait: the order of the records depends on it. */
  async function keep(read: Offered, messages: number): Promise<void> {
    const refusal = parts.refusal()
    if (refusal !== null) throw new SpoolFull(refusal)
    const record = encodeSpoolRecord(read)
    crash('intake.before-append')
    const seq = await spool.append(record)
    crash('intake.appended')
    // Only now: a message that was not kept comes again, and then it is no replay.
    const fresh = read.readings.filter((reading) => !replays.isReplay(reading))
    count(read, fresh, messages)
    try {
      parts.onKept({ seq, messages, fresh, readings: read.readings, refused: read.refused })
    } catch (error) {
      log.error('intake.listener-failed', { seq, error })
    }
  }

  function count({ readings, offered, isImport }: Offered, fresh: readonly Reading[], messages: number): void {
    counters.messages += messages
    counters.received += offered
    counters.kept += readings.length
    counters.quarantined += offered - readings.length
    counters.duplicate += readings.length - fresh.length
    const late = fresh.filter(isLate).length
    counters.late += late
    if (isImport) counters.backfilled += late
  }

  return {
    take,
    async takeReadings(readings, refused, offered = readings.length + refused.length) {
      if (refused.length === 0) return keep({ readings, refused, offered, isImport: true }, 1)
      const bytes = refused.reduce((sum, { sample }) => sum + sample.length, 0)
      await keepWithin({ readings, refused, offered, isImport: true }, { device: null, name: 'import' }, bytes)
    },
  }
}
