/**
 * KEEP, its front door: messages in, acknowledged once durable; readings out to the store, and to whoever looks at the
 * present.
 */
import type { CountersView } from '../../contract/health.ts'
import { readMessage } from '../../domain/air/read-message.ts'
import type { Device } from '../../domain/place.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Inbox } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { Spool } from '../../ports/spool.ts'
import type { Metric, OfferHealth } from '../common/offered.ts'
import type { MachineClock } from '../common/retrying.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import { createDeviceAcks, type DeviceAcks } from './device-acks.ts'
import { createFlood } from './flood.ts'
import type { TakeReadings } from './import-readings.ts'
import { createCounters, createIntake, type Kept } from './intake.ts'
import { keepHealth, type SpoolHealth } from './keep-health.ts'
import { keepMetrics } from './keep-metrics.ts'
import { createSetAside, type SetAsideDesk } from './set-aside.ts'
import { createShipping } from './shipping.ts'
import { createTrespassRecord } from './trespass.ts'
import { createTrimming, type TrimLimits } from './trimming.ts'

export interface KeepParts {
  readonly spool: Spool
  readonly store: Pick<ReadingStore, 'write'>
  readonly operations: Operations
  /** Where messages arrive; the first one carries words to devices. */
  readonly inboxes: readonly Inbox[]
  readonly deviceOf: (id: string) => Device | undefined
  /** `windbreak/v1`, or `windbreak-drill/v1` in a drill. */
  readonly topicRoot: string
  readonly quarantine: TrimLimits
  /** Why nothing may be kept now, for want of room; null while it may. */
  readonly refusal: () => string | null
  /** What devices were promised, across restarts. */
  readonly acksFile: { load(): Promise<string | null>; save(text: string): Promise<void> }
  /** The realm's. */
  readonly clock: Clock
  readonly machine: MachineClock
  readonly crash: CrashPoint
  readonly log: Log
  /** In the order of the records, before the message is acknowledged. */
  readonly onKept: (kept: Kept) => void
}

export interface Keep {
  /** Takes imported readings down the same road as messages. */
  readonly takeReadings: TakeReadings
  readonly shipAgain: SetAsideDesk['shipAgain']
  readonly counters: () => CountersView
  /** For a drill's player, who waits for what is still on its way through the broker. */
  readonly arrivals: Pick<Arrivals, 'count' | 'reached'>
  readonly health: OfferHealth
  readonly metrics: readonly Metric[]
  /** Removes from the quarantine what is too old or too much; never rejects. */
  trim(): Promise<void>
  /** Resolves when the reading store has everything that was taken in. */
  drained(): Promise<void>
  /** Ships what waits from before. */
  start(): Promise<void>
  /** Opens the doors: from now on messages come. */
  listen(): Promise<void>
  /** Closes the doors; what is on its way becomes durable first. */
  stopListening(): Promise<void>
  /** Gives up a batch that waits for a store, which loses nothing. */
  stopShipping(): Promise<void>
}

/** A label fixed at provisioning, so that later one session can own one part of the devices. */
const SHARD = '0'

export function openKeep(parts: KeepParts): Keep {
  const { spool, inboxes, deviceOf, topicRoot, clock, machine, crash, log } = parts
  const counters = createCounters()
  const arrivals = createArrivals(machine.wait)
  const flood = createFlood(machine.now)
  const shippingCursor = spool.cursor('shipping')
  const acksCursor = spool.cursor('device-acks')

  const setAside = createSetAside({
    ...{ operations: parts.operations, store: parts.store, clock },
    onStored: (stored) => {
      counters.stored += stored.length
      deviceAcks.safe(stored, acksCursor.committed())
    },
  })
  const deviceAcks: DeviceAcks = createDeviceAcks({
    cursor: acksCursor,
    ...parts.acksFile,
    notSetAside: setAside.without,
    publish: async (topic, payload) => inboxes[0]?.publish(topic, payload),
    topicOf: (device) => (deviceOf(device) ? `${topicRoot}/${SHARD}/${device}/ack` : null),
    clock: machine,
    log,
  })
  const shipping = createShipping({
    cursor: shippingCursor,
    lastSeq: () => spool.state().lastSeq,
    store: parts.store,
    quarantine: (items) => parts.operations.change((books) => books.quarantine.add(items)),
    setAside: setAside.add,
    onStored: (stored, upTo) => {
      counters.stored += stored.length
      deviceAcks.safe(stored, upTo)
    },
    clock: machine,
    crash,
    log,
  })
  const intake = createIntake({
    spool,
    clock,
    root: topicRoot,
    deviceOf,
    readMessage,
    refusal: parts.refusal,
    wait: machine.wait,
    crash,
    counters,
    log,
    onKept: (kept) => {
      parts.onKept(kept)
      shipping.poke(kept)
      arrivals.note(kept.messages)
    },
    onOnlyCounted: flood.note,
  })
  const trimming = createTrimming({ ...parts.quarantine, operations: parts.operations, clock, log })
  const isRegistered = (device: string) => deviceOf(device) !== undefined
  const trespasses = createTrespassRecord({ operations: parts.operations, isRegistered, clock, machine, log })
  const spoolHealth = (): SpoolHealth => ({
    ...spool.state(),
    ...shipping.status(),
    accepting: spool.state().accepting && parts.refusal() === null,
  })

  return {
    takeReadings: intake.takeReadings,
    shipAgain: setAside.shipAgain,
    counters: () => ({ ...counters }),

    arrivals,
    health: (now) => {
      const storeProblem = shipping.status().problem
      const broker = inboxes[0]?.status() ?? null
      const state = { broker, storeProblem, setAside: setAside.count(), spool: spoolHealth() }
      return keepHealth({ ...state, quarantine: { ...flood.status(), removed: trimming.removed() } }, now)
    },
    metrics: keepMetrics(() => counters, spoolHealth, machine.now),
    trim: trimming.trim,
    drained: () => shipping.drain(spool.state().lastSeq),
    async start() {
      // A consumer counts from its first word on; else a restart could drop what one that never finished is still owed.
      for (const cursor of [shippingCursor, acksCursor]) await cursor.commit(cursor.committed())
      await setAside.load()
      await deviceAcks.recover(shippingCursor.committed())
      shipping.start()
    },
    async listen() {
      for (const inbox of inboxes) {
        await inbox.start(intake.take, trespasses.note)
      }
    },
    async stopListening() {
      await deviceAcks.stop()
      for (const inbox of inboxes) await inbox.close()
      await trespasses.stop()
    },
    stopShipping: shipping.stop,
  }
}
