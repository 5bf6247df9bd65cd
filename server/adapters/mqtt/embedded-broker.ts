/**
 * Inbox that is a broker itself (aedes, MQTT 3.1.1): devices connect to this process, no server is needed.
 *
 * Promises: a PUBACK means kept, since the answer waits for `take`; a message that could not be kept ends its
 * connection unanswered, so the device sends it again. A device speaks only for itself and hears only its own words.
 * It keeps sessions and waiting words in memory: after a restart devices connect and subscribe anew.
 */
import { type EventEmitter, once } from 'node:events'
import { createServer, type Server, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Aedes, type Client, type PublishPacket } from 'aedes'
import { DEVICE_ID } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Admission, BrokerStatus, DoorKeeper, InboundMessage, Inbox, Trespass } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import { BrokerCannotListen } from './broker-cannot-listen.ts'
import { createDoorway, DOOR_LIMITS, type DoorLimits } from './doorway.ts'
import { createTaking, type HeldAcks, type Taking } from './held-acks.ts'
import { createSessions } from './sessions.ts'
import { mayPublish, maySubscribe } from './topics.ts'

export interface EmbeddedBrokerSettings {
  readonly host: string
  /** 0 takes any free port; `status().url` tells which. */
  readonly port: number
  /** `windbreak/v1`, or `windbreak-drill/v1`. */
  readonly root: string
  readonly door: DoorKeeper
  /** When a message is received; the machine's clock unless given. */
  readonly now?: () => EpochMs
  readonly limits?: Partial<DoorLimits>
}

/** A device hears commands and acks; this leaves room for one that changes its mind. */
const MOST_SUBSCRIPTIONS = 16
/** Packets a device may send before its CONNECT is answered. */
const MOST_BEFORE_CONNACK = 1_000
const LONGEST_GOODBYE_MS = 1_000
/** Of different lines about devices; then old ones may be said again. */
const MOST_REMEMBERED = 1_000

/** Who is at the other end, by the user name it connected with. */
interface Peer {
  readonly device: string
  /** What it came in with. */
  readonly by: string
  readonly acks: HeldAcks
  /** Filters it was granted on this connection. */
  readonly subscriptions: Set<string>
}

export function openEmbeddedBroker(settings: EmbeddedBrokerSettings, log: Log): Inbox {
  const { host, root, door } = settings
  const now = settings.now ?? Date.now
  const limits = { ...DOOR_LIMITS, ...settings.limits }
  const peers = new WeakMap<Client, Peer>()
  const sockets = new Set<Socket>()
  const known = new WeakSet<object>()
  const doorway = createDoorway(limits, () => sockets.size, Date.now)
  const sessions = createSessions<Client>(Date.now)
  const warned = new Set<string>()
  let running: { broker: Aedes; server: Server; taking: Taking } | null = null
  let port = settings.port
  let isClosing = false
  let problem: string | null = 'not started'
  let trespasses = 0

  /** Once per device and fault: a device that comes back each second must not fill the log. */
  function warnOnce(event: string, device: string | undefined, why: string): void {
    if (warned.size >= MOST_REMEMBERED) warned.clear()
    const line = `${event} ${device} ${why}`
    if (warned.has(line)) return
    warned.add(line)
    log.warn(event, { device, why })
  }

  function reportNotKept(error: unknown, { topic }: InboundMessage): void {
    log.error('mqtt.message-not-kept', { topic, error })
  }

  function admit(username: string | undefined, password: Buffer | undefined): Admission {
    if (!username) return { kind: 'out', why: 'no-user-name' }
    if (!DEVICE_ID.test(username)) return { kind: 'out', why: 'no-device-id' }
    const admission = door.admit(username, password)
    if (admission.kind === 'out' || sessions.mayOpen(username)) return admission
    return { kind: 'out', why: 'connected-already' }
  }

  async function openBroker(taking: Taking, onTrespass: (trespass: Trespass) => void) {
    const broker = await Aedes.createBroker({
      queueLimit: MOST_BEFORE_CONNACK,
      connectTimeout: limits.connectWithinMs,
      authenticate: (client, username, password, done) => {
        const admission = admit(username, password)
        if (admission.kind === 'out' || username === undefined) {
          const why = admission.kind === 'out' ? admission.why : ''
          const address = client.conn instanceof Socket ? (client.conn.remoteAddress ?? null) : null
          door.onKnock({ name: username ?? null, address, why })
          warnOnce('mqtt.device-refused', (username ?? client.id)?.slice(0, 64), why)
          done(Object.assign(new Error(why), { returnCode: 5 }), false)
          return
        }
        // Or else a device could end another's connection by using its client id.
        client.id = username
        const acks = taking.forConnection((error, message) => {
          reportNotKept(error, message)
          client.close()
        })
        peers.set(client, { device: username, by: admission.by, acks, subscriptions: new Set() })
        sessions.opened(username, client)
        known.add(client.conn)
        done(null, true)
      },
      authorizePublish: (client, packet, done) => {
        const peer = client && peers.get(client)
        if (!peer) return done(new Error('not connected'))
        // Its secret has ended, or it is not registered any more: it is not answered, and has to come in anew.
        if (!door.mayStay(peer.device, peer.by)) return client.close()
        if (!mayPublish(root, peer.device, packet.topic)) {
          trespasses += 1
          onTrespass({ device: peer.device, topic: packet.topic })
          return done(new Error(`published to ${packet.topic.slice(0, 256)}`))
        }
        // Never answered: the device keeps it and sends it again.
        if (isClosing) return
        packet.retain = false
        // A last will comes when its connection is gone: nobody waits for an answer.
        const acks = client.closed ? taking.forConnection(reportNotKept) : peer.acks
        acks.accept(toMessage(packet, client.conn), done)
      },
      authorizeSubscribe: (client, subscription, done) => {
        const { device, subscriptions = new Set() } = peers.get(client) ?? {}
        const isOwn = device !== undefined && maySubscribe(root, device, subscription.topic)
        const isGranted = isOwn && (subscriptions.has(subscription.topic) || subscriptions.size < MOST_SUBSCRIPTIONS)
        if (isGranted) subscriptions.add(subscription.topic)
        else warnOnce('mqtt.subscription-refused', device, subscription.topic.slice(0, 256))
        done(null, isGranted ? subscription : null)
      },
    })
    broker.on('clientDisconnect', (client) => {
      const peer = peers.get(client)
      peer?.acks.drop()
      if (peer) sessions.closed(peer.device, client)
    })
    // Missing in the types of aedes; unheard it would end the process.
    const failing: EventEmitter = broker
    failing.on('error', (error: Error) => log.error('mqtt.broker-failed', { error }))
    broker.on('clientError', (client, error) => warnOnce('mqtt.device-failed', client.id, error.message))
    broker.on('connectionError', (client, error) => warnOnce('mqtt.device-failed', client?.id, error.message))
    return broker
  }

  function toMessage({ topic, payload }: PublishPacket, connection: object): InboundMessage {
    const address = connection instanceof Socket ? connection.remoteAddress : undefined
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    return { topic, payload: bytes, receivedAt: now(), ...(address === undefined ? {} : { address }) }
  }

  function welcome(broker: Aedes, socket: Socket): void {
    if (!doorway.admits(socket)) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    broker.handle(socket)
    const whyCut = doorway.watch(() => known.has(socket))
    // After `handle`: aedes reads in steps, and while it does, this sees each chunk before the parser.
    socket.on('data', (chunk: Buffer) => {
      const why = whyCut(chunk)
      if (why === null) return
      warnOnce('mqtt.device-failed', socket.remoteAddress, why)
      socket.destroy()
    })
  }

  return {
    /** Rejects with `BrokerCannotListen`. */
    async start(take, onTrespass) {
      const taking = createTaking(take)
      const broker = await openBroker(taking, onTrespass)
      const server = createServer((socket) => welcome(broker, socket))
      try {
        port = await listen(server, host, settings.port)
      } catch (error) {
        broker.close()
        throw error
      }
      server.on('error', (error) => log.error('mqtt.broker-failed', { error }))
      running = { broker, server, taking }
      problem = null
      log.info('mqtt.listening', { url: urlOf(host, port) })
    },
    status: (): BrokerStatus => ({
      kind: 'embedded',
      url: urlOf(host, port),
      connected: running !== null,
      problem: problem ?? doorway.problem(),
      trespasses,
      turnedAway: doorway.turnedAway(),
    }),
    async publish(topic, payload) {
      const broker = running?.broker
      if (!broker) throw new Error(`not handed over: the broker is ${problem}`)
      const packet = {
        cmd: 'publish',
        topic,
        payload: Buffer.from(payload),
        qos: 1,
        retain: false,
        dup: false,
      } as const
      await new Promise<void>((resolve, reject) => {
        broker.publish(packet, (error) => (error ? reject(error) : resolve()))
      })
    },
    recheck() {
      for (const client of sessions.all()) {
        const peer = peers.get(client)
        if (peer && !door.mayStay(peer.device, peer.by)) client.close()
      }
    },
    async close() {
      if (!running) return
      const { broker, server, taking } = running
      isClosing = true
      server.close()
      await taking.idle()
      await sayGoodbye(sockets)
      running = null
      problem = 'closed'
      await new Promise<void>((resolve) => broker.close(resolve))
    },
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw new BrokerCannotListen(host, port, error)
  }
  const address = server.address()
  return address && typeof address === 'object' ? address.port : port
}

/** Ends after what was written has left, so that the last acknowledgements arrive. */
async function sayGoodbye(sockets: ReadonlySet<Socket>): Promise<void> {
  const gone = [...sockets].map((socket) => once(socket, 'close'))
  for (const socket of sockets) socket.end()
  await Promise.race([Promise.allSettled(gone), wait(LONGEST_GOODBYE_MS, undefined, { ref: false })])
}

function urlOf(host: string, port: number): string {
  return `mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`
}
