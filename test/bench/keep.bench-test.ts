/**
 * The road KEEP: publisher → mosquitto → server (on disk, then acknowledged) → InfluxDB, against mosquitto with a bare
 * subscriber in the same run; and how long the embedded broker takes to acknowledge. With memory at rest and at work.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { devicesNamed, enterDistrict, healthOf } from '../support/live-district.ts'
import { mosquittoIsMissing, startMosquitto } from '../support/mosquitto.ts'
import type { RunningServer } from '../support/server.ts'
import { isSetUpMissing, openEmbedded, openOutside, type SetUp } from '../support/set-up.ts'
import { cpuMsOf, memoryMbOf, pause, print, quantile, rounded } from './support/figures.ts'
import { publishRaw } from './support/raw-publisher.ts'

const STEPS = (process.env.STEPS ?? '1000,5000,10000,20000').split(',').map(Number)
const SECONDS = 3
const DEVICES = devicesNamed(20)
const CONNECTIONS = DEVICES.map((device) => ({ user: device, devices: [device] }))

interface Consumer {
  readonly pid: number
  count(): Promise<number>
}

/** Offers one step; the rate is that of messages which came out at the far end. */
async function offer(name: string, port: number, perSecond: number, consumer: Consumer): Promise<number> {
  const messages = perSecond * SECONDS
  const before = await consumer.count()
  const cpuBefore = cpuMsOf(consumer.pid)
  const startedAt = performance.now()
  const { tookMs, delaysMs } = await publishRaw({ port, connections: CONNECTIONS, perSecond, messages })
  while ((await consumer.count()) - before < messages) await pause(20)
  const rate = messages / ((performance.now() - startedAt) / 1_000)
  print(name, {
    'offered/s': perSecond,
    'published/s': Math.round(messages / (tookMs / 1_000)),
    'arrived/s': Math.round(rate),
    'µs of CPU each': Math.round(((cpuMsOf(consumer.pid) - cpuBefore) * 1_000) / messages),
    'PUBACK p50 ms': rounded(quantile(delaysMs, 0.5)),
    'p99 ms': rounded(quantile(delaysMs, 0.99)),
  })
  return rate
}

async function startWith(setUp: SetUp): Promise<RunningServer> {
  const server = await setUp.start()
  await enterDistrict(server, DEVICES)
  await pause(2_000)
  print('memory at rest, MB', memoryMbOf(server.process.pid!))
  return server
}

function asConsumer(server: RunningServer): Consumer {
  const count = async () => {
    const { stored, duplicate } = (await healthOf(server)).counters
    return stored - duplicate
  }
  return { pid: server.process.pid!, count }
}

describe.skipIf(mosquittoIsMissing() || isSetUpMissing('outside'))('end to end, against a bare subscriber', () => {
  it('carries the offered load from device to InfluxDB', async () => {
    const bare = await bareRates()
    const setUp = await openOutside()
    const server = await startWith(setUp)
    const rates: number[] = []
    const port = Number(new URL(setUp.mqttUrl).port)
    for (const step of STEPS) rates.push(await offer('mosquitto, server, InfluxDB', port, step, asConsumer(server)))
    print('memory at work, MB', memoryMbOf(server.process.pid!))
    const [most, bareMost] = [Math.max(...rates), Math.max(...bare)]
    print('ratio', { 'server/s': Math.round(most), 'bare/s': Math.round(bareMost), ratio: rounded(most / bareMost, 2) })
    const { counters } = await healthOf(server)
    print('said again by mosquitto', { messages: counters.duplicate })
    expect(counters.kept - counters.duplicate).toBe(STEPS.reduce((sum, step) => sum + step * SECONDS, 0))
    await server.end()
    await setUp.end()
  })
})

describe('the embedded broker', () => {
  it('acknowledges what is on disk, and DuckDB gets it', async () => {
    const setUp = await openEmbedded()
    const server = await startWith(setUp)
    const port = Number(new URL(setUp.mqttUrl).port)
    for (const step of STEPS.slice(0, 3)) await offer('embedded broker, server, DuckDB', port, step, asConsumer(server))
    print('memory at work, MB', memoryMbOf(server.process.pid!))
    await server.end()
    await setUp.end()
  })
})

async function bareRates(): Promise<number[]> {
  const mosquitto = await startMosquitto({ maxQueuedMessages: 1_000_000 })
  const child: ChildProcess = fork(join(import.meta.dirname, 'support/bare-subscriber.mjs'), [mosquitto.url], {
    execArgv: [],
  })
  await once(child, 'message')
  const count = async () => {
    const answered = once(child, 'message')
    child.send('count')
    const [answer] = await answered
    return Number(answer)
  }
  const rates: number[] = []
  for (const step of STEPS) {
    rates.push(await offer('mosquitto, bare subscriber', mosquitto.port, step, { pid: child.pid!, count }))
  }
  child.disconnect()
  await mosquitto.end('SIGKILL')
  return rates
}
