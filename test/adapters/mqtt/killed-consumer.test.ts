/** A consumer is killed while messages flow: whatever it did not acknowledge reaches the next one (invariant: no loss). */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
import { mosquittoIsMissing, startMosquitto } from '../../support/mosquitto.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const CHILD = join(import.meta.dirname, 'consuming-child.ts')
const KILLS = 4
const MESSAGES = 8_000

async function startConsumer(url: string, file: string): Promise<ChildProcess> {
  const child = fork(CHILD, [url, file], { execArgv: ['--experimental-strip-types', '--no-warnings'] })
  await once(child, 'message')
  return child
}

describe.skipIf(mosquittoIsMissing())('killed consumer', () => {
  it(`loses none of ${MESSAGES} messages over ${KILLS} kills`, async () => {
    const mosquitto = await startMosquitto()
    const folder = temporaryFolder()
    const file = join(folder.path, 'kept')
    let consumer = await startConsumer(mosquitto.url, file)
    const publisher = await mqtt.connectAsync(mosquitto.url, { clientId: 'many' })

    async function publish(from: number, to: number): Promise<void> {
      for (let start = from; start < to; start += 100) {
        const numbers = Array.from({ length: Math.min(100, to - start) }, (_, n) => String(start + n))
        await Promise.all(
          numbers.map((text) => publisher.publishAsync('windbreak/v1/0/dev-1/reading', text, { qos: 1 })),
        )
      }
    }

    const round = MESSAGES / (KILLS + 1)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const publishing = publish(kill * round, (kill + 1) * round)
      await publish(0, 0)
      consumer.kill('SIGKILL')
      await once(consumer, 'exit')
      await publishing
      consumer = await startConsumer(mosquitto.url, file)
    }
    await publish(KILLS * round, MESSAGES)

    const kept = () => new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))
    const deadline = Date.now() + 20_000
    while (kept().size < MESSAGES && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    consumer.kill('SIGTERM')
    await once(consumer, 'exit')
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    await publisher.endAsync(true)
    await mosquitto.end('SIGKILL')
    folder.remove()
    expect(new Set(lines).size).toBe(MESSAGES)
    console.log(`${lines.length - MESSAGES} of ${MESSAGES} came twice`)
  })
})
