/**
 * The devices' side of MQTT: one connection per device, user name and client id its own id, its secret the password,
 * quality of service 1.
 * A message counts as acknowledged only when its PUBACK came.
 */
import mqtt, { type MqttClient } from 'mqtt'
import { DrillError } from './drill-error.ts'
import type { OutgoingMessage } from './messages.ts'

/** A broker that leaves a message unanswered for so long will not answer it in a drill. */
const LONGEST_ANSWER_MS = 60_000

export interface DeviceConnections {
  /** Sends all at once, each device's in order; resolves with the number acknowledged, which is all of them. */
  publish(messages: readonly OutgoingMessage[]): Promise<number>
  close(): Promise<void>
}

/** `secrets`: of each device, by its id. */
export async function connectDevices(url: string, secrets: ReadonlyMap<string, string>): Promise<DeviceConnections> {
  const clients = new Map<string, MqttClient>()
  try {
    await Promise.all(
      [...secrets].map(async ([device, password]) => {
        const options = { clientId: device, username: device, password, clean: true, reconnectPeriod: 1_000 }
        const client = await mqtt.connectAsync(url, options, false)
        // A lost connection shows as a missing PUBACK; mqtt.js connects again and sends what was not answered.
        client.on('error', () => {})
        clients.set(device, client)
      }),
    )
  } catch (error) {
    for (const client of clients.values()) client.end(true)
    throw new DrillError(`the devices cannot connect to ${withoutPassword(url)}: ${reasonOf(error)}`, { cause: error })
  }

  async function publishOne({ device, payload }: OutgoingMessage): Promise<void> {
    const client = clients.get(device)
    if (!client) throw new Error(`device ${device} has no connection`)
    await client.publishAsync(`windbreak-drill/v1/0/${device}/reading`, payload, { qos: 1 })
  }

  return {
    publish: async (messages) => {
      let timer: NodeJS.Timeout | undefined
      const tooLate = new Promise<never>((_, reject) => {
        const complaint = `the broker did not acknowledge all of ${messages.length} messages within 60 s`
        timer = setTimeout(() => reject(new DrillError(complaint)), LONGEST_ANSWER_MS)
      })
      try {
        await Promise.race([Promise.all(messages.map(publishOne)), tooLate])
        return messages.length
      } catch (error) {
        if (error instanceof DrillError) throw error
        throw new DrillError(`a reading could not be published: ${reasonOf(error)}`, { cause: error })
      } finally {
        clearTimeout(timer)
      }
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.endAsync(true)))
    },
  }
}

function reasonOf(error: unknown): string {
  // A refused connection to both addresses of localhost comes as an AggregateError without a message.
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@')
}
