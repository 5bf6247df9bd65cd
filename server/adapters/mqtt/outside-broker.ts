/**
 * Inbox behind an outside MQTT broker (mosquitto, EMQX …): connects, and connects again for as long as it is open.
 *
 * Promises: what was not kept is never acknowledged, and comes again after a pause, through the persistent session
 * the broker keeps under our fixed client id. So delivery is at least once. It does not promise what the broker
 * itself loses: see reliability.md 2, findings 1 and 2. Who spoke for whom only the broker knows: `acl-files.ts`.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { EpochMs } from '../../domain/units.ts'
import type { BrokerStatus, Inbox } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import { createTaking, type Taking } from './held-acks.ts'
import { type Connection, connect, type Dial, discardSession } from './outside-connection.ts'
import { plainReason, refusesVersion, withoutCredentials } from './plain-problem.ts'

export interface OutsideBrokerSettings {
  /** `mqtt://` or `mqtts://`, with user name and password where the broker wants them. */
  readonly url: string
  /** Fixed: the broker keeps what we did not acknowledge under this name. */
  readonly clientId: string
  /** `windbreak/v1`, or `windbreak-drill/v1`. */
  readonly root: string
  /** 5 unless said otherwise; falls back to 4 (MQTT 3.1.1) when the broker does not speak 5. */
  readonly protocolVersion?: 4 | 5
  /** Forgets what the broker kept for us: the leftovers of an earlier drill must not arrive in this one. */
  readonly discardOldSession?: boolean
  /** Messages the broker may send before the first is acknowledged; in MQTT 3.1.1 the broker alone decides. */
  readonly maxInFlight?: number
  /** When a message is received; the machine's clock unless given. */
  readonly now?: () => EpochMs
  readonly pauses?: Pauses
}

/** Milliseconds of machine time, in drills too: they are for the network. */
export interface Pauses {
  /** After a message that could not be kept. */
  readonly notKeptMs: number
  /** After the first failed attempt; doubles from one to the next. */
  readonly firstMs: number
  readonly longestMs: number
}

const PAUSES: Pauses = { notKeptMs: 2_000, firstMs: 1_000, longestMs: 30_000 }

export function openOutsideBroker(settings: OutsideBrokerSettings, log: Log): Inbox {
  const url = withoutCredentials(settings.url)
  const pauses = settings.pauses ?? PAUSES
  const closing = new AbortController()
  let connection: Connection | null = null
  let problem: string | null = 'not connected yet'
  let taking: Taking | null = null
  let ended: Promise<void> = Promise.resolve()

  const dial = (protocolVersion: 4 | 5): Dial => ({
    url: settings.url,
    clientId: settings.clientId,
    protocolVersion,
    root: settings.root,
    maxInFlight: settings.maxInFlight ?? 1_000,
    now: settings.now ?? Date.now,
    signal: closing.signal,
  })

  /** A repeated fault is logged once, then when it changes. */
  function report(found: string): void {
    if (found !== problem) log.warn('mqtt.not-connected', { url, problem: found })
    problem = found
  }

  async function stayConnected(into: Taking, onFirstAttempt: () => void): Promise<void> {
    let protocolVersion = settings.protocolVersion ?? 5
    let mustDiscard = settings.discardOldSession ?? false
    let failures = 0
    let hadSession = false
    while (!closing.signal.aborted) {
      try {
        if (mustDiscard) await discardSession(dial(protocolVersion))
        mustDiscard = false
        connection = await connect(dial(protocolVersion), into)
        if (hadSession && !connection.sessionPresent) log.warn('mqtt.session-lost', { url })
        log.info('mqtt.connected', { url, protocolVersion, sessionPresent: connection.sessionPresent })
        hadSession = true
        failures = 0
        problem = null
        onFirstAttempt()
        await untilEnded(connection)
      } catch (error) {
        if (closing.signal.aborted) break
        if (protocolVersion === 5 && refusesVersion(error)) {
          log.info('mqtt.older-protocol', { url, protocolVersion: 4 })
          protocolVersion = 4
          continue
        }
        report(`cannot reach ${url}: ${plainReason(error)}`)
        onFirstAttempt()
        await pause(Math.min(pauses.firstMs * 2 ** failures, pauses.longestMs))
        failures = Math.min(failures + 1, 16)
      }
    }
    onFirstAttempt()
  }

  async function untilEnded(open: Connection): Promise<void> {
    const ending = await open.ended
    connection = null
    if (closing.signal.aborted) return
    switch (ending.kind) {
      case 'lost':
        report(`lost ${url}: ${ending.reason}`)
        return pause(pauses.firstMs)
      case 'not-kept':
        log.error('mqtt.message-not-kept', { topic: ending.topic, error: ending.error })
        problem = `a message could not be kept: ${plainReason(ending.error)}`
        return pause(pauses.notKeptMs)
    }
  }

  /** Ends early when the inbox closes. */
  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: closing.signal }).catch(() => undefined)
  }

  return {
    /** Resolves after the first attempt, whether it succeeded or not: `status` tells, and it goes on trying. */
    start: (take) =>
      new Promise((resolve) => {
        taking = createTaking(take)
        ended = stayConnected(taking, resolve)
      }),
    status: (): BrokerStatus => ({
      kind: 'outside',
      url,
      connected: connection !== null,
      problem,
      trespasses: 0,
      turnedAway: 0,
    }),
    publish: async (topic, payload) => {
      if (!connection) throw new Error(`not handed over: ${problem ?? 'closed'}`)
      await connection.publish(topic, payload)
    },
    // The broker's: what a device has open ends when the password file is read again.
    recheck: () => undefined,
    close: async () => {
      closing.abort()
      await connection?.finish()
      await ended
      // Those of a connection that was lost are kept too; the broker will send them once more.
      await taking?.idle()
      problem = 'closed'
    },
  }
}
