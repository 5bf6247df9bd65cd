/**
 * A device that does everything right, beside those that do not: publishes steadily, remembers what was acknowledged
 * and what the server said is safe.
 */
import mqtt from 'mqtt'

export interface GoodDevice {
  /** Stops publishing; resolves with how many readings were sent, all of them acknowledged. */
  finish(): Promise<number>
  /** The last `upTo` on its `ack` topic; null before the first. */
  safeUpTo(): number | null
  end(): Promise<void>
}

const EVERY_MS = 20

/** `seq` runs from 1; `ts` are different from each other. */
export async function startGoodDevice(url: string, device: string): Promise<GoodDevice> {
  const client = await mqtt.connectAsync(url, { clientId: device, username: device, reconnectPeriod: 0 })
  let safeUpTo: number | null = null
  client.on('message', (_topic, payload) => {
    safeUpTo = (JSON.parse(payload.toString()) as { upTo: number }).upTo
  })
  await client.subscribeAsync(`windbreak/v1/+/${device}/ack`, { qos: 1 })
  const sent: Promise<unknown>[] = []
  let lastTs = 0
  const timer = setInterval(() => {
    lastTs = Math.max(lastTs + 1, Date.now())
    const reading = JSON.stringify({ ts: lastTs, seq: sent.length + 1, pm10: sent.length % 500 })
    sent.push(client.publishAsync(`windbreak/v1/0/${device}/reading`, reading, { qos: 1 }))
  }, EVERY_MS)
  return {
    async finish() {
      clearInterval(timer)
      await Promise.all(sent)
      return sent.length
    },
    safeUpTo: () => safeUpTo,
    async end() {
      clearInterval(timer)
      await client.endAsync(true)
    },
  }
}
