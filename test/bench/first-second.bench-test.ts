/**
 * The first second of the overview: 1.6 Mbit/s, 150 ms, a processor four times slower, an empty cache, a district of the
 * size of the demo's under orders. When something true can be read, when its numbers stand, when the first curve is drawn.
 */
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { ERQI, registryOf } from '../../simulators/district/erqi.ts'
import { isBrowserMissing, openBrowser, openScreen } from '../e2e/support/browser.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer, TOKENS } from '../support/server.ts'
import { pause, print, quantile, rounded } from './support/figures.ts'

const RUNS = 5
const START = Date.parse('2026-11-20T13:00:00+08:00')
/** What Chrome calls "slow 4G": bytes per second, and ms of a round trip. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }

interface Seen {
  useful?: number
  numbers?: number
  chart?: number
  shift: number
}

/** In the page, before anything of it runs: notes when each first stands there. */
function watch(): void {
  const seen: Seen = { shift: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) seen.shift += entry.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
  const look = () => {
    const state = document.querySelector('#district-state')?.textContent ?? ''
    if (state !== '' && state !== '情况不明') seen.useful ??= performance.now()
    const counts = [...document.querySelectorAll('ol .count')].map(({ textContent }) => Number(textContent))
    if (counts.some((count) => count > 0)) seen.numbers ??= performance.now()
    if (document.querySelector('.median')) seen.chart ??= performance.now()
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function startWindyDistrict(folder: string): Promise<RunningServer> {
  const server = await startServer({
    WINDBREAK_DATA_DIR: folder,
    WINDBREAK_REALM: 'drill',
    WINDBREAK_DRILL_START: new Date(START).toISOString(),
    WINDBREAK_MQTT_PORT: 'off',
    WINDBREAK_RULES: 'windy-day=automatic,*=off',
  })
  await server.post('/import', registryOf(ERQI), TOKENS.officer)
  const lines: object[] = []
  for (let at = START - 6 * HOUR; at <= START + 30 * MINUTE; at += at < START ? 10 * MINUTE : MINUTE) {
    for (const { id, kind, exposure } of ERQI.devices) {
      if (kind === 'dustMonitor' && !exposure && at % (10 * MINUTE) !== 0) continue
      const wind = exposure || kind === 'weatherBureau' ? { windSpeed: at < START ? 2 : 7, windDirection: 90 } : {}
      lines.push({ device: id, ts: at, pm10: 80, pm25: 35, ...wind })
    }
  }
  const headers = { authorization: `Bearer ${TOKENS.officer}`, 'content-type': 'application/x-ndjson' }
  const send = async (some: readonly object[]) => {
    const body = some.map((line) => JSON.stringify(line)).join('\n')
    const answer = await fetch(`${server.url}/api/v1/import/readings`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(await answer.text())
  }
  for (const instant of new Set(lines.map((line) => (line as { ts: number }).ts))) {
    if (instant > START) await server.post('/clock', { advanceTo: instant }, TOKENS.officer)
    await send(lines.filter((line) => (line as { ts: number }).ts === instant))
  }
  await server.post('/clock', { advanceTo: START + 31 * MINUTE }, TOKENS.officer)
  return server
}

describe.skipIf(isBrowserMissing)('the first second of the overview', () => {
  it('on a slow phone line', async () => {
    const folder = temporaryFolder()
    const server = await startWindyDistrict(folder.path)
    const { items } = await server.get<{ items: unknown[] }>('/orders?limit=1')
    expect(items).toHaveLength(1)
    const browser = await openBrowser()
    const runs: Seen[] = []
    let bytes = 0
    for (let run = 0; run < RUNS; run += 1) {
      const { page, context } = await openScreen(browser)
      await page.addInitScript(watch)
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', NETWORK)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      bytes = 0
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength
      })
      await page.goto(server.url, { waitUntil: 'commit' })
      await page.locator('.median').first().waitFor({ state: 'attached', timeout: 60_000 })
      await pause(3_000)
      runs.push(await page.evaluate(() => (window as unknown as { seen: Seen }).seen))
      await context.close()
    }
    const median = (of: (seen: Seen) => number | undefined) =>
      quantile(
        runs.map((seen) => of(seen) ?? Number.NaN).toSorted((a, b) => a - b),
        0.5,
      )
    print('overview, 1.6 Mbit/s, 150 ms, processor ÷ 4, empty cache', {
      'useful ms': rounded(
        median((seen) => seen.useful),
        0,
      ),
      'numbers ms': rounded(
        median((seen) => seen.numbers),
        0,
      ),
      'first chart ms': rounded(
        median((seen) => seen.chart),
        0,
      ),
      'layout shift': rounded(
        median((seen) => seen.shift),
        3,
      ),
      'kB over the line': Math.round(bytes / 1_000),
    })
    await browser.close()
    await server.end()
    folder.remove()
  }, 600_000)
})
