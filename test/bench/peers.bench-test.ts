/**
 * The steps of `keep` against Node-RED with a flow that batches: the same publisher, broker and InfluxDB, one after the
 * other. Only when asked for (`npm run bench -- peers`), because it installs Node-RED from the registry.
 */
import { describe, expect, it } from 'vitest'
import { enterDistrict } from '../support/live-district.ts'
import { startMosquitto } from '../support/mosquitto.ts'
import { isSetUpMissing, openOutside } from '../support/set-up.ts'
import { memoryMbOf, pause, print } from './support/figures.ts'
import { installNodeRed, startNodeRed } from './support/node-red.ts'
import { DEVICES, outsideRoad, pointsWritten, walkSteps } from './support/steps.ts'

const DATABASE = 'node_red'

async function ask(influxUrl: string, q: string, db = ''): Promise<string> {
  const answer = await fetch(`${influxUrl}/query`, { method: 'POST', body: new URLSearchParams({ q, db }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`InfluxDB answered ${answer.status}: ${text}`)
  return text
}

describe.skipIf(isSetUpMissing('outside'))('Node-RED beside the server', () => {
  it('carries the offered load from device to InfluxDB', async () => {
    installNodeRed()
    const setUp = await openOutside()
    const server = await setUp.start()
    await enterDistrict(server, DEVICES)
    const ours = await walkSteps(outsideRoad(setUp, server))
    print('server', { 'MB at work': memoryMbOf(server.process.pid!).now })
    await server.end()
    const lostByUs = ours.published - (await setUp.points()).length
    print('lost by the server', { messages: ours.published, lost: lostByUs })
    expect(lostByUs).toBe(0)

    // A broker of its own: the first one keeps everything for the server, which is away now.
    const mosquitto = await startMosquitto({ maxQueuedMessages: 1_000_000 })
    const influxUrl = setUp.influxd.url
    await ask(influxUrl, `CREATE DATABASE ${DATABASE}`)
    const nodeRed = await startNodeRed({ mqttPort: mosquitto.port, influxUrl, database: DATABASE })
    const pid = nodeRed.process.pid!
    await pause(2_000)
    const theirs = await walkSteps({
      name: 'mosquitto, Node-RED, InfluxDB',
      port: mosquitto.port,
      consumer: 'Node-RED',
      programs: {
        publisher: process.pid,
        mosquitto: mosquitto.pid(),
        'Node-RED': pid,
        InfluxDB: setUp.influxd.pid(),
      },
      arrived: () => pointsWritten(influxUrl),
    })
    print('Node-RED', { 'MB at work': memoryMbOf(pid).now })
    const counted = JSON.parse(await ask(influxUrl, 'SELECT count(pm10) FROM reading', DATABASE))
    const kept = Number(counted.results[0].series?.[0].values[0][1] ?? 0)
    print('lost by Node-RED', { messages: theirs.published, lost: theirs.published - kept })
    print('best rates', { 'server/s': Math.round(ours.most), 'Node-RED/s': Math.round(theirs.most) })
    await nodeRed.end()
    await mosquitto.end('SIGKILL')
    await setUp.end()
  })
})
