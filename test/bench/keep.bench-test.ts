/**
 * The road KEEP: publisher → mosquitto → server (on disk, then acknowledged) → InfluxDB, against mosquitto with a bare
 * subscriber in the same run; and how long the embedded broker takes to acknowledge. With memory at rest and at work.
 */
import { describe, expect, it } from 'vitest'
import { enterDistrict, healthOf } from '../support/live-district.ts'
import { mosquittoIsMissing } from '../support/mosquitto.ts'
import type { RunningServer } from '../support/server.ts'
import { isSetUpMissing, openEmbedded, openOutside, type SetUp } from '../support/set-up.ts'
import { memoryMbOf, pause, print, rounded } from './support/figures.ts'
import { DEVICES, outsideRoad, walkBare, walkSteps } from './support/steps.ts'

async function startWith(setUp: SetUp): Promise<RunningServer> {
  const server = await setUp.start()
  await enterDistrict(server, DEVICES)
  await pause(2_000)
  print('memory at rest, MB', memoryMbOf(server.process.pid!))
  return server
}

describe.skipIf(mosquittoIsMissing() || isSetUpMissing('outside'))('end to end, against a bare subscriber', () => {
  it('carries the offered load from device to InfluxDB', async () => {
    const bare = await walkBare()
    const setUp = await openOutside()
    const server = await startWith(setUp)
    const walked = await walkSteps(outsideRoad(setUp, server))
    print('memory at work, MB', memoryMbOf(server.process.pid!))
    const ratio = rounded(walked.most / bare.most, 2)
    print('ratio', { 'server/s': Math.round(walked.most), 'bare/s': Math.round(bare.most), ratio })
    const { counters } = await healthOf(server)
    print('said again by mosquitto', { messages: counters.duplicate })
    await server.end()
    const lost = walked.published - (await setUp.points()).length
    print('lost', { messages: walked.published, lost })
    expect(lost).toBe(0)
    await setUp.end()
  })
})

describe('the embedded broker', () => {
  it('acknowledges what is on disk, and DuckDB gets it', async () => {
    const setUp = await openEmbedded()
    const server = await startWith(setUp)
    const walked = await walkSteps({
      name: 'embedded broker, server, DuckDB',
      port: Number(new URL(setUp.mqttUrl).port),
      consumer: 'server',
      programs: { publisher: process.pid, server: server.process.pid! },
      async arrived() {
        const { stored, duplicate } = (await healthOf(server)).counters
        return stored - duplicate
      },
    })
    print('memory at work, MB', memoryMbOf(server.process.pid!))
    await server.end()
    const lost = walked.published - (await setUp.points()).length
    print('lost', { messages: walked.published, lost })
    expect(lost).toBe(0)
    await setUp.end()
  })
})
