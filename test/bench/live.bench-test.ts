/** The road SHOW: from the device to the screen, and what two hundred screens cost. */
import { type ClientRequest, get } from 'node:http'
import { createParser } from 'eventsource-parser'
import { describe, expect, it } from 'vitest'
import { devicesNamed, enterDistrict } from '../support/live-district.ts'
import { mosquittoIsMissing, startMosquitto } from '../support/mosquitto.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openEmbedded } from '../support/set-up.ts'
import { cpuMsOf, memoryMbOf, pause, print, quantile, rounded } from './support/figures.ts'
import { publishRaw } from './support/raw-publisher.ts'

interface Screen {
  readonly request: ClientRequest
  bytes: number
}

function openScreen(
  server: RunningServer,
  onChunk?: (chunk: Buffer) => void,
  headers: Record<string, string> = {},
): Promise<Screen> {
  return new Promise((resolve, reject) => {
    const request = get(`${server.url}/api/v1/live`, { agent: false, headers }, (response) => {
      response.on('data', (chunk: Buffer) => {
        screen.bytes += chunk.length
        onChunk?.(chunk)
      })
      response.on('error', () => undefined)
      resolve(screen)
    })
    request.on('error', reject)
    const screen: Screen = { request, bytes: 0 }
  })
}

function closeScreen({ request }: Screen): void {
  request.removeAllListeners('error').on('error', () => undefined)
  request.destroy()
}

describe('the live stream', () => {
  it('shows a reading after', async () => {
    const samples = 120
    const setUp = await openEmbedded()
    const server = await setUp.start()
    const devices = devicesNamed(samples)
    await enterDistrict(server, devices)
    const delays: number[] = []
    const acknowledgedAt = new Map<string, number>()
    const parser = createParser({
      onEvent({ event, data }) {
        if (event !== 'readings') return
        for (const { device } of (JSON.parse(data) as { readings: { device: string }[] }).readings) {
          const at = acknowledgedAt.get(device)
          if (at !== undefined) delays.push(performance.now() - at)
        }
      },
    })
    const screen = await openScreen(server, (chunk) => parser.feed(chunk.toString()))
    const port = Number(new URL(setUp.mqttUrl).port)
    for (const device of devices) {
      acknowledgedAt.set(device, performance.now())
      await publishRaw({ port, connections: [{ user: device, devices: [device] }], perSecond: 1e6, messages: 1 })
      // Not in step with the pulse of one second.
      await pause(97 + Math.random() * 60)
    }
    await pause(3_000)
    expect(delays).toHaveLength(samples)
    const sorted = delays.toSorted((a, b) => a - b)
    print('device to screen, with the pulse of a second', {
      samples,
      'median ms': rounded(quantile(sorted, 0.5), 0),
      'p99 ms': rounded(quantile(sorted, 0.99), 0),
    })
    closeScreen(screen)
    await server.end()
    await setUp.end()
  })

  it.skipIf(mosquittoIsMissing())('costs with 200 screens and 1,000 readings a second', async () => {
    const [perSecond, seconds] = [1_000, 5]
    const folder = temporaryFolder()
    const mosquitto = await startMosquitto()
    const server = await startServer({ WINDBREAK_DATA_DIR: folder.path, MQTT_URL: mosquitto.url })
    const devices = devicesNamed(1_000)
    await enterDistrict(server, devices)
    const pid = server.process.pid!
    const connections = [{ user: 'gateway', devices }]
    const screens: Screen[] = []
    // Twice without: the first time everything is still being compiled.
    for (const coding of ['none', 'none', 'gzip', 'identity']) {
      for (const screen of screens.splice(0)) closeScreen(screen)
      const headers = { 'accept-encoding': coding }
      while (coding !== 'none' && screens.length < 200) screens.push(await openScreen(server, undefined, headers))
      await pause(1_500)
      const [bytesBefore, cpuBefore] = [screens[0]?.bytes ?? 0, cpuMsOf(pid)]
      await publishRaw({ port: mosquitto.port, connections, perSecond, messages: perSecond * seconds })
      await pause(1_000)
      const share = (cpuMsOf(pid) - cpuBefore) / (seconds * 1_000)
      print('screens', {
        screens: screens.length,
        coding,
        '% of a core': rounded(100 * share),
        'KB/s each': rounded(((screens[0]?.bytes ?? 0) - bytesBefore) / seconds / 1_024),
        'MB now': memoryMbOf(pid).now,
      })
    }
    for (const screen of screens) closeScreen(screen)
    await server.end()
    await mosquitto.end('SIGKILL')
    folder.remove()
  })
})
