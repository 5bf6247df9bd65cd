/**
 * Many devices that publish at a steady rate at QoS 1, each over a connection of its own, and remember what the broker
 * acknowledged. What was not acknowledged is sent again after a reconnect, as a device with a buffer does.
 */
import mqtt, { type MqttClient } from 'mqtt'
import type { Ledger, Sent } from './conservation.ts'

export interface PublisherSettings {
  readonly url: string
  readonly devices: readonly string[]
  /** Messages per second of all devices together. */
  readonly perSecond: number
  /** One message in this many is bad, in turns: broken JSON, out of range, wrong type. */
  readonly oneBadIn: number
}

export interface Publisher {
  readonly ledger: Ledger
  /** Stops offering; resolves when all that was sent is acknowledged, rejects when that takes longer than two minutes. */
  finish(): Promise<void>
  end(): Promise<void>
}

const TICK_MS = 20
const RECONNECT_MS = 250

export async function startPublisher(settings: PublisherSettings): Promise<Publisher> {
  const { perSecond, oneBadIn } = settings
  const sent: Sent[] = []
  const acknowledged = new Set<Sent>()
  const lastTs = new Map<string, number>()
  const devices = settings.devices.map((id) => createDevice(settings.url, id, (one) => acknowledged.add(one)))
  await Promise.all(devices.map((device) => device.connected))
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond
    while (sent.length < due) publishNext()
  }, TICK_MS)

  function publishNext(): void {
    const n = sent.length
    const device = devices[n % devices.length]!
    const ts = Math.max((lastTs.get(device.id) ?? 0) + 1, Date.now())
    lastTs.set(device.id, ts)
    const one = messageOf(device.id, ts, n, oneBadIn)
    sent.push(one)
    device.publish(one)
  }

  return {
    ledger: { sent, acknowledged },
    async finish() {
      clearInterval(timer)
      const deadline = performance.now() + 120_000
      while (acknowledged.size < sent.length) {
        if (performance.now() > deadline) throw new Error(`${sent.length - acknowledged.size} were not acknowledged`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async end() {
      clearInterval(timer)
      await Promise.all(devices.map((device) => device.end()))
    },
  }
}

/** One device with its buffer: keeps what is not acknowledged, and sends all of it again over each new connection. */
function createDevice(url: string, id: string, onAcknowledged: (one: Sent) => void) {
  const buffer = new Set<Sent>()
  let online: MqttClient | null = null
  let latest: MqttClient
  let isEnded = false
  let connected = () => {}
  const firstConnected = new Promise<void>((resolve) => {
    connected = resolve
  })

  function connect(): void {
    const client = mqtt.connect(url, { clientId: id, username: id, reconnectPeriod: 0 })
    latest = client
    client.on('error', () => undefined)
    client.once('connect', () => {
      online = client
      connected()
      for (const one of buffer) send(client, one)
    })
    client.once('close', () => {
      online = null
      client.end(true)
      if (!isEnded) setTimeout(connect, RECONNECT_MS)
    })
  }

  function send(client: MqttClient, one: Sent): void {
    client.publish(`windbreak/v1/0/${id}/reading`, one.payload, { qos: 1 }, (error) => {
      if (!error && buffer.delete(one)) onAcknowledged(one)
    })
  }

  connect()
  return {
    id,
    connected: firstConnected,
    publish(one: Sent): void {
      buffer.add(one)
      if (online) send(online, one)
    },
    async end(): Promise<void> {
      isEnded = true
      await latest.endAsync(true)
    },
  }
}

function messageOf(device: string, ts: number, n: number, oneBadIn: number): Sent {
  const pm10 = n % 5_000
  if (n % oneBadIn !== oneBadIn - 1) return { device, ts, pm10, payload: JSON.stringify({ ts, seq: n, pm10 }) }
  const bad = [`{"ts":${ts},"seq":${n},"pm10":`, `{"ts":${ts},"pm10":-5}`, `{"ts":${ts},"pm10":"${n}"}`]
  return { device, ts, pm10: null, payload: bad[Math.floor(n / oneBadIn) % bad.length]! }
}
