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
  /** Stops offering; resolves when all that was sent is acknowledged, rejects when that takes longer than five minutes. */
  finish(): Promise<void>
  end(): Promise<void>
}

const TICK_MS = 20

export async function startPublisher(settings: PublisherSettings): Promise<Publisher> {
  const { devices, perSecond } = settings
  const sent: Sent[] = []
  const acknowledged = new Set<Sent>()
  const lastTs = new Map<string, number>()
  const clients = await Promise.all(devices.map((device) => connect(settings.url, device)))
  let isEnded = false
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond
    while (sent.length < due) publishNext()
  }, TICK_MS)

  function publishNext(): void {
    const n = sent.length
    const device = devices[n % devices.length]!
    const ts = Math.max((lastTs.get(device) ?? 0) + 1, Date.now())
    lastTs.set(device, ts)
    const one = messageOf(device, ts, n, settings.oneBadIn)
    sent.push(one)
    publish(clients[n % devices.length]!, one)
  }

  function publish(client: MqttClient, one: Sent): void {
    client.publish(`windbreak/v1/0/${one.device}/reading`, one.payload, { qos: 1 }, (error) => {
      if (!error) acknowledged.add(one)
      // The client gives some back when the connection ends early: a device still has them.
      else if (!isEnded) setTimeout(() => publish(client, one), TICK_MS)
    })
  }

  return {
    ledger: { sent, acknowledged },
    async finish() {
      clearInterval(timer)
      const deadline = performance.now() + 300_000
      while (acknowledged.size < sent.length) {
        if (performance.now() > deadline) throw new Error(`${sent.length - acknowledged.size} were not acknowledged`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async end() {
      isEnded = true
      clearInterval(timer)
      await Promise.all(clients.map((client) => client.endAsync(true)))
    },
  }
}

function connect(url: string, device: string): Promise<MqttClient> {
  return mqtt.connectAsync(url, { clientId: device, username: device, reconnectPeriod: 250, connectTimeout: 5_000 })
}

function messageOf(device: string, ts: number, n: number, oneBadIn: number): Sent {
  const pm10 = n % 5_000
  if (n % oneBadIn !== oneBadIn - 1) return { device, ts, pm10, payload: JSON.stringify({ ts, seq: n, pm10 }) }
  const bad = [`{"ts":${ts},"seq":${n},"pm10":`, `{"ts":${ts},"pm10":-5}`, `{"ts":${ts},"pm10":"${n}"}`]
  return { device, ts, pm10: null, payload: bad[Math.floor(n / oneBadIn) % bad.length]! }
}
