/** The analysis page in a real browser, over sixty days of hourly values that were imported. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/live-district.ts'
import { TOKENS } from '../support/server.ts'
import { axeViolations, isBrowserMissing, openBrowser, openScreen, overflow } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

const FROM = Date.parse('2026-08-01T00:00+08:00')
const HOUR = 3_600_000
const SUBJECT = 'of=device:D6&quantity=pm10&from=2026-08-01&to=2026-09-29'

/** Dust comes with a north-west wind; Mondays at eight are bad, and the fifth of September is the worst day. */
function reading(h: number) {
  const ts = FROM + h * HOUR
  const local = new Date(ts + 8 * HOUR)
  const windDirection = (h * 47) % 360
  const windSpeed = 0.5 + ((h * 13) % 60) / 10
  const isNorthWest = windDirection > 280 && windDirection < 350
  const isMonday = local.getUTCDay() === 1 && local.getUTCHours() === 8
  const isWorst = local.toISOString().startsWith('2026-09-05')
  const pm10 = 40 + (isNorthWest ? 25 * windSpeed : 0) + (isMonday ? 180 : 0) + (isWorst ? 300 : 0)
  return { device: 'D6', ts, pm10, windSpeed, windDirection }
}

describe.skipIf(isBrowserMissing)('the analysis page', () => {
  let browser: Browser
  let drill: WindyDrill
  beforeAll(async () => {
    drill = await startWindyDrill()
    const lines = Array.from({ length: 60 * 24 }, (_, h) => JSON.stringify(reading(h))).join('\n')
    const answer = await fetch(`${drill.server.url}/api/v1/import/readings`, {
      ...{ method: 'POST', body: lines },
      headers: { authorization: `Bearer ${TOKENS.officer}`, 'content-type': 'application/x-ndjson' },
    })
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('1440')])
    const span = `from=${FROM}&to=${FROM + 60 * 24 * HOUR}`
    const count = () => drill.server.get<{ readings: number }>(`/readings/count?${span}`)
    await until(count, ({ readings }) => readings === 60 * 24)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  it.each([
    { name: 'desk', width: 1440, height: 900, language: 'zh-CN', theme: 'light' },
    { name: 'phone', width: 360, height: 800, language: 'en', theme: 'dark' },
  ] as const)('answers each question in words beside the picture: $name', async (facts) => {
    const { page, context, complaints } = await openScreen(browser, facts)
    await page.goto(`${drill.server.url}/analysis?${SUBJECT}#key=${TOKENS.officer}`)
    const zh = facts.language === 'zh-CN'
    await page.getByText(zh ? /西北风、风速约 .* 时最高/ : /Highest with NW wind/).waitFor()
    await page.getByText(zh ? /周一 8 时最高/ : /Highest on Mon at 8:00/).waitFor()
    await page.getByText(zh ? /最高的一天是 2026-09-05/ : /highest day is 2026-09-05/).waitFor()
    await page.getByText(zh ? /西北?风最多。/ : /most from N?W\./).waitFor()
    expect(await axeViolations(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page
      .getByRole('button', { name: zh ? '表格' : 'Table' })
      .first()
      .click()
    await page.getByRole('columnheader').first().waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('says that a period has no data, and that days are the wrong way round', async () => {
    const { page, context } = await openScreen(browser)
    await page.goto(`${drill.server.url}/analysis?of=device:D6&from=2020-01-01&to=2020-01-31#key=${TOKENS.officer}`)
    await page.getByText('这段时间没有数据，不代表正常。').first().waitFor()
    await page.getByRole('textbox', { name: '从' }).fill('2020-03-01')
    await page.getByText('起止日期颠倒了，或不是日期。').waitFor()
    expect(page.url()).toContain('from=2020-03-01')
    await context.close()
  })
})
