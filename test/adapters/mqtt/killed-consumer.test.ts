/** A consumer is killed while messages flow: whatever it did not acknowledge reaches the next one. */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mosquittoIsMissing, startMosquitto } from '../../support/mosquitto.ts'

const ROOT = join(import.meta.dirname, '../../..')
const KILLS = 4
const PER_ROUND = 2_000
const MESSAGES = (KILLS + 1) * PER_ROUND

describe.skipIf(mosquittoIsMissing())('killed consumer', () => {
  // Below the checkout, because the bundle looks for its packages in the folders above it.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.windbreak-child-'))
  const program = join(folder, 'child.mjs')
  const file = join(folder, 'kept')

  beforeAll(() =>
    build({
      entryPoints: [join(import.meta.dirname, 'consuming-child.ts')],
      outfile: program,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
    }),
  )
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function startConsumer(url: string): Promise<ChildProcess> {
    const child = fork(program, [url, file], { execArgv: [] })
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the consumer ended with ${code}`)
    })
    ended.catch(() => undefined)
    await Promise.race([once(child, 'message'), ended])
    return child
  }
  const kept = () => readFileSync(file, 'utf8').split('\n').filter(Boolean)

  it(`gets all of ${MESSAGES} messages over ${KILLS} kills`, async () => {
    const mosquitto = await startMosquitto()
    const publisher = await mqtt.connectAsync(mosquitto.url, { clientId: 'many' })
    let answered = 0

    async function publishRound(): Promise<void> {
      const last = answered + PER_ROUND
      while (answered < last) {
        const texts = Array.from({ length: 50 }, (_, n) => String(answered + n))
        await Promise.all(texts.map((text) => publisher.publishAsync('windbreak/v1/0/d/reading', text, { qos: 1 })))
        answered += texts.length
      }
    }

    let consumer = await startConsumer(mosquitto.url)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const publishing = publishRound()
      await vi.waitFor(() => expect(kept().length).toBeGreaterThan(kill * PER_ROUND + 300), {
        timeout: 20_000,
        interval: 2,
      })
      consumer.kill('SIGKILL')
      await once(consumer, 'exit')
      await publishing
      consumer = await startConsumer(mosquitto.url)
    }
    await publishRound()
    await vi.waitFor(() => expect(new Set(kept()).size).toBe(MESSAGES), { timeout: 20_000, interval: 50 })
    consumer.kill('SIGTERM')
    await once(consumer, 'exit')
    await publisher.endAsync(true)
    await mosquitto.end('SIGKILL')
    console.log(`${kept().length - MESSAGES} of ${MESSAGES} messages came twice`)
  })
})
