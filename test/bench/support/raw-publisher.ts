/**
 * Publishes at a steady rate with as little work as possible, so that what is measured is not the publisher: MQTT
 * 3.1.1 packets by hand over plain sockets, QoS 1, eight quantities a message. Counts PUBACKs and how long each took.
 */
import { createConnection, type Socket } from 'node:net'
import { MINUTE } from '../../../server/domain/units.ts'

export interface Offer {
  readonly port: number
  /** One connection each, under its own user name; one connection may speak for many devices where the broker lets it. */
  readonly connections: readonly { readonly user: string; readonly devices: readonly string[] }[]
  readonly perSecond: number
  readonly messages: number
  /** What is handed over before then is answered, but its delay is not counted. */
  readonly warmMs?: number
}

export interface Offered {
  readonly messages: number
  /** From the first publish to the last PUBACK. */
  readonly tookMs: number
  /** From handing a message to the socket to its PUBACK; sorted. */
  readonly delaysMs: readonly number[]
}

const TICK_MS = 5
const MOST_UNANSWERED = 2_000

interface Line {
  readonly socket: Socket
  readonly devices: readonly string[]
  readonly sentAt: Map<number, number>
  sent: number
}

/** Each message of a device has a ms of its own: old enough that the fastest does not reach the future, yet not late. */
const lastTsOf = new Map<string, number>()
const AGE_MS = 4 * MINUTE

export async function publishRaw(offer: Offer): Promise<Offered> {
  const { port, connections, perSecond, messages, warmMs = 0 } = offer
  const delaysMs: number[] = []
  let answered = 0
  let countFrom = Number.POSITIVE_INFINITY
  let done: () => void = () => undefined
  const allAcknowledged = new Promise<void>((resolve) => {
    done = resolve
  })
  const onAck = (sentAt: number) => {
    if (sentAt >= countFrom) delaysMs.push(performance.now() - sentAt)
    answered += 1
    if (answered === messages) done()
  }
  const lines = await Promise.all(connections.map(({ user, devices }) => connect(port, user, devices, onAck)))
  const startedAt = performance.now()
  countFrom = startedAt + warmMs
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.min(messages, ((performance.now() - startedAt) / 1_000) * perSecond)
    for (let tries = 0; sent < due && tries < lines.length; ) {
      const line = lines[sent % lines.length]!
      if (line.sentAt.size >= MOST_UNANSWERED) break
      publish(line)
      sent += 1
    }
  }, TICK_MS)
  await allAcknowledged
  clearInterval(timer)
  const tookMs = performance.now() - startedAt
  for (const { socket } of lines) socket.destroy()
  return { messages, tookMs, delaysMs: delaysMs.sort((a, b) => a - b) }
}

function publish(line: Line): void {
  const device = line.devices[line.sent % line.devices.length]!
  const id = (line.sent % 65_535) + 1
  line.sent += 1
  const ts = Math.max((lastTsOf.get(device) ?? 0) + 1, Date.now() - AGE_MS)
  lastTsOf.set(device, ts)
  const n = line.sent
  const payload = `{"ts":${ts},"seq":${n},"pm10":${n % 400},"pm25":${n % 200},"tsp":${n % 600},"windSpeed":3.4,"windDirection":${n % 360},"temperature":21.5,"humidity":44,"noise":61.2}`
  const topic = `windbreak/v1/0/${device}/reading`
  const body = Buffer.alloc(2 + topic.length + 2 + payload.length)
  let at = body.writeUInt16BE(topic.length)
  at += body.write(topic, at)
  at = body.writeUInt16BE(id, at)
  body.write(payload, at)
  line.sentAt.set(id, performance.now())
  line.socket.write(Buffer.concat([Buffer.from([0x32, ...lengthBytes(body.length)]), body]))
}

function lengthBytes(length: number): number[] {
  return length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7]
}

/** Resolves once the broker has answered CONNECT. */
function connect(
  port: number,
  user: string,
  devices: readonly string[],
  onAck: (sentAt: number) => void,
): Promise<Line> {
  const socket = createConnection(port, '127.0.0.1').setNoDelay(true)
  const line: Line = { socket, devices, sentAt: new Map(), sent: 0 }
  const field = (text: string) => [text.length >> 8, text.length & 0xff, ...Buffer.from(text)]
  const variable = [...field('MQTT'), 4, 0b1000_0010, 0, 60, ...field(user), ...field(user)]
  socket.write(Buffer.from([0x10, ...lengthBytes(variable.length), ...variable]))
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      let at = 0
      // CONNACK and PUBACK are both four bytes; nothing else is sent to one who subscribed to nothing.
      for (; at + 4 <= bytes.length; at += 4) {
        if (bytes[at] === 0x20) {
          if (bytes[at + 3] !== 0) reject(new Error(`the broker refused ${user}: ${bytes[at + 3]}`))
          resolve(line)
          continue
        }
        const id = bytes.readUInt16BE(at + 2)
        onAck(line.sentAt.get(id)!)
        line.sentAt.delete(id)
      }
      rest = bytes.subarray(at)
    })
  })
}
