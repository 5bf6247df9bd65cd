/** From the device to the eye: publish at the broker → the number on the overview in a real browser. */
import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
import { isBrowserMissing, openBrowser, openScreen } from '../e2e/support/browser.ts'
import { openEmbedded } from '../support/set-up.ts'
import { pause, print, quantile, rounded } from './support/figures.ts'

const SAMPLES = 100
const STATION = 'station-1'

describe.skipIf(isBrowserMissing)('the overview in a browser', () => {
  it('shows a reading after', async () => {
    const setUp = await openEmbedded()
    const server = await setUp.start()
    await server.post('/import', {
      townships: [{ id: 't1', name: '侯寨乡' }],
      devices: [{ id: STATION, name: '官方站', kind: 'officialStation', townshipId: 't1' }],
    })
    const browser = await openBrowser()
    const { page, context } = await openScreen(browser)
    await page.goto(server.url)
    await page.getByText('实时', { exact: true }).waitFor()
    await page.evaluate(() => {
      const seen: Record<string, number> = {}
      Object.assign(window, { seen })
      new MutationObserver(() => {
        const at = Date.now()
        for (const { textContent } of document.querySelectorAll('.value')) seen[textContent ?? ''] ??= at
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    const device = await mqtt.connectAsync(setUp.mqttUrl, { clientId: STATION, username: STATION })
    const published = new Map<string, number>()
    for (let n = 0; n < SAMPLES; n += 1) {
      const pm10 = 100 + n
      published.set(String(pm10), Date.now())
      const reading = JSON.stringify({ ts: Date.now(), pm10 })
      await device.publishAsync(`windbreak/v1/0/${STATION}/reading`, reading, { qos: 1 })
      // Slower than the pulse of one second, or a value would be overtaken by the next; and not in step with it.
      await pause(1_100 + Math.random() * 400)
    }
    await pause(3_000)
    const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen)
    const delays = [...published].flatMap(([value, at]) => (seen[value] ? [seen[value] - at] : []))
    expect(delays).toHaveLength(SAMPLES)
    const sorted = delays.toSorted((a, b) => a - b)
    print('publish to the number in the browser, with the pulse of a second', {
      samples: SAMPLES,
      'median ms': rounded(quantile(sorted, 0.5), 0),
      'p99 ms': rounded(quantile(sorted, 0.99), 0),
    })
    await device.endAsync()
    await context.close()
    await browser.close()
    await server.end()
    await setUp.end()
  }, 300_000)
})
