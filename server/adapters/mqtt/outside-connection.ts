/**
 * One connection to an outside broker: taken messages flow in, their PUBACKs are held back until they are kept.
 *
 * It never connects again by itself: whoever opened it opens the next, so an acknowledgement can never reach a
 * connection it does not belong to. `_sendPacket` is a private part of MQTT.js, which has no public way to answer
 * later than the next message; `test/adapters/mqtt/outside-broker.test.ts` fails when it no longer holds acks back.
 */
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient, type Packet } from 'mqtt'
import type { EpochMs } from '../../domain/units.ts'
import type { InboundMessage } from '../../ports/inbox.ts'
import type { Taking } from './held-acks.ts'
import { createLanes } from './lanes.ts'
import { plainReason, withoutCredentials } from './plain-problem.ts'
import { DATA_KINDS } from './topics.ts'

const SESSION_SECONDS = 7 * 24 * 3_600
/** A half-open link shows after one and a half of these. */
const KEEPALIVE_SECONDS = 10
const NO_ANSWER_MS = 10_000
const LONGEST_GOODBYE_MS = 2_000

export interface Dial {
  readonly url: string
  readonly clientId: string
  readonly protocolVersion: 4 | 5
  readonly root: string
  readonly maxInFlight: number
  readonly now: () => EpochMs
  /** Aborted when the inbox closes, so that no attempt outlives it. */
  readonly signal: AbortSignal
}

export type Ending =
  /** The network or the broker ended it. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** We cut it, so that the broker sends again what could not be kept. */
  | { readonly kind: 'not-kept'; readonly error: unknown; readonly topic: string }

export interface Connection {
  /** Whether the broker still had our session, with what was queued for us. */
  readonly sessionPresent: boolean
  readonly ended: Promise<Ending>
  publish(topic: string, payload: string): Promise<void>
  /** Takes no more, waits until what is under way is kept and acknowledged, then says goodbye. */
  finish(): Promise<void>
}

/** Rejects with what MQTT.js or the network said. */
export function connect(dial: Dial, taking: Taking): Promise<Connection> {
  const client = createClient(dial, { clean: false, sessionSeconds: SESSION_SECONDS })
  const waiting = new Set<(error: Error) => void>()
  let isFinishing = false
  let fault: unknown = new Error('the broker closed the connection')
  let notKept: Ending | null = null

  const acks = taking.forConnection((error, { topic }) => {
    notKept ??= { kind: 'not-kept', error, topic }
    client.end(true)
  })
  holdAcksBack(client, (packet, acknowledge, next) => {
    if (isFinishing) return next()
    acks.accept(toMessage(packet, dial.now()), acknowledge)
    // mosquitto 2.0.11 sends more than the receive maximum while it empties a queue: memory must not follow.
    acks.whenFewerThan(2 * dial.maxInFlight, next)
  })

  const ended = new Promise<Ending>((resolve) => {
    client.once('close', () => {
      acks.drop()
      for (const reject of waiting) reject(new Error(plainReason(fault)))
      resolve(notKept ?? { kind: 'lost', reason: plainReason(fault) })
    })
  })
  client.on('disconnect', ({ reasonCode }) => {
    fault = { code: reasonCode }
  })

  async function finish(): Promise<void> {
    isFinishing = true
    await taking.idle()
    const forced = setTimeout(() => client.stream.destroy(), LONGEST_GOODBYE_MS)
    client.end()
    await ended
    clearTimeout(forced)
  }

  return new Promise((resolve, reject) => {
    const abort = () => client.end(true)
    dial.signal.addEventListener('abort', abort)
    client.on('error', (error) => {
      fault = error
      client.end(true)
    })
    client.once('close', () => {
      dial.signal.removeEventListener('abort', abort)
      reject(fault)
    })
    client.once('connect', ({ sessionPresent }) => {
      client.subscribe(topicsOf(dial.root), (error) => {
        dial.signal.removeEventListener('abort', abort)
        if (!error) return resolve({ sessionPresent, ended, finish, publish: publisher(client, waiting) })
        fault = error
        client.end(true)
      })
    })
    client.connect()
  })
}

/** Connects once under the same client id with a clean start, so that the broker forgets what it kept for us. */
export function discardSession(dial: Dial): Promise<void> {
  const client = createClient(dial, { clean: true, sessionSeconds: 0 })
  return new Promise((resolve, reject) => {
    let fault: unknown = new Error('the broker closed the connection')
    let isDone = false
    client.on('error', (error) => {
      fault = error
      client.end(true)
    })
    client.once('connect', () => {
      isDone = true
      client.end()
    })
    client.once('close', () => (isDone ? resolve() : reject(fault)))
    dial.signal.addEventListener('abort', () => client.end(true), { once: true })
    client.connect()
  })
}

function createClient(dial: Dial, session: { clean: boolean; sessionSeconds: number }): MqttClient {
  const { username, password } = new URL(dial.url)
  const options: IClientOptions = {
    // Handlers must be there before the first packet: queued messages come with the answer to CONNECT.
    manualConnect: true,
    reconnectPeriod: 0,
    connectTimeout: NO_ANSWER_MS,
    keepalive: KEEPALIVE_SECONDS,
    clientId: dial.clientId,
    clean: session.clean,
    protocolVersion: dial.protocolVersion,
    ...(username ? { username: decodeURIComponent(username), password: decodeURIComponent(password) } : {}),
    ...(dial.protocolVersion === 5
      ? { properties: { sessionExpiryInterval: session.sessionSeconds, receiveMaximum: dial.maxInFlight } }
      : {}),
  }
  return mqtt.connect(withoutCredentials(dial.url), options)
}

/**
 * One subscription per kind, so that the commands and acks we publish never come back, in MQTT 3.1.1 too.
 * Retained messages are not wanted (`rh: 2`): an old value must not look like a new one after each reconnect.
 */
function topicsOf(root: string) {
  return Object.fromEntries(DATA_KINDS.map((kind) => [`${root}/+/+/${kind}`, { qos: 1 as const, rh: 2 }]))
}

type SendPacket = (packet: Packet, done?: () => void, ...more: unknown[]) => void

/** MQTT.js answers as soon as `handleMessage` calls back, which is before the message is kept: those PUBACKs go nowhere. */
function holdAcksBack(
  client: MqttClient,
  accept: (packet: IPublishPacket, acknowledge: () => void, next: () => void) => void,
): void {
  // The private method is not in the type.
  const inner = client as unknown as { _sendPacket: SendPacket }
  const send = inner._sendPacket.bind(client)
  inner._sendPacket = (packet, done, ...more) => {
    if (packet.cmd === 'puback') done?.()
    else send(packet, done, ...more)
  }
  client.handleMessage = (packet, callback) => {
    const { messageId } = packet
    const acknowledge = () => {
      if (messageId !== undefined) send({ cmd: 'puback', messageId, reasonCode: 0 })
    }
    accept(packet, acknowledge, callback)
  }
}

function publisher(client: MqttClient, waiting: Set<(error: Error) => void>): Connection['publish'] {
  // MQTT.js does not count; a broker may cut a client that sends more than it announced (MQTT 5, 4.9).
  const lanes = createLanes(client.serverProperties?.receiveMaximum ?? 65_535)
  return async (topic, payload) => {
    await lanes.enter()
    try {
      await new Promise<void>((resolve, reject) => {
        if (!client.connected) return reject(new Error('not connected'))
        waiting.add(reject)
        client.publish(topic, payload, { qos: 1 }, (error) => {
          waiting.delete(reject)
          if (error) reject(new Error(plainReason(error)))
          else resolve()
        })
      })
    } finally {
      lanes.leave()
    }
  }
}

function toMessage({ topic, payload }: IPublishPacket, receivedAt: EpochMs): InboundMessage {
  return { topic, payload: typeof payload === 'string' ? Buffer.from(payload) : payload, receivedAt }
}
