/** Every page at every size, in both languages and themes: nothing on the console, nothing axe finds, nothing too wide. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fullTimeText } from '../../web/logic/time-text.ts'
import { REST_AFTER_MS } from '../../web/state/live-rest.ts'
import { TOKENS } from '../support/server.ts'
import { axeViolations, isBrowserMissing, openBrowser, openScreen, overflow } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

const SCREENS = [
  { case: 'desk, Chinese, light', width: 1440, height: 900, language: 'zh-CN', theme: 'light' },
  { case: 'wall, Chinese, dark', width: 1920, height: 1080, language: 'zh-CN', theme: 'dark' },
  { case: 'phone, English, light', width: 390, height: 844, language: 'en', theme: 'light' },
  { case: 'small phone, English, dark', width: 360, height: 800, language: 'en', theme: 'dark' },
] as const

describe.skipIf(isBrowserMissing)('every page', () => {
  let browser: Browser
  let drill: WindyDrill
  let paths: string[] = []

  beforeAll(async () => {
    drill = await startWindyDrill({ WINDBREAK_COUNTDOWN_SECONDS: '600' })
    await drill.play(31, 7.2)
    // Gusts: a raise waits for a decision while orders are in force.
    await drill.play(3, 9.2)
    const [order] = (await drill.server.get<{ items: { id: string }[] }>('/orders?place=S6')).items
    const byHand = { reason: '举报:夜间出土', scope: { kind: 'place', place: 'S7' }, measures: ['selfCheck'] }
    const { id } = await drill.server.post<{ id: string }>('/manual-controls', byHand)
    const [episode] = (await drill.server.get<{ items: { id: string }[] }>('/episodes')).items
    paths = [
      '/',
      '/places',
      '/places/S6',
      '/places/S24',
      '/wall',
      '/orders',
      `/orders/${order?.id}`,
      `/episodes/${episode?.id}`,
      '/episodes',
      '/analysis?of=place:S6',
      '/manual',
      '/handover',
      `/manual/${id}`,
      '/stations',
      '/system',
      '/site/S6',
      '/nonsense',
    ]
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  it.each(SCREENS)(
    'is clean: $case',
    async (facts) => {
      const screen = await openScreen(browser, facts)
      for (const path of paths) {
        await screen.page.goto(`${drill.server.url}${path}#key=${TOKENS.officer}`)
        await screen.page.getByRole('heading', { level: 1 }).waitFor()
        await screen.page.waitForFunction(() => !/正在读取|Loading/.test(document.body.textContent ?? ''))
        expect(await axeViolations(screen.page), path).toEqual([])
        expect(await overflow(screen.page), path).toBeLessThanOrEqual(0)
      }
      expect(screen.complaints).toEqual([])
      await screen.context.close()
    },
    120_000,
  )

  it('can be used by keyboard alone: skip link, navigation, a dialogue that gives the focus back', async () => {
    const { page, context } = await openScreen(browser)
    await page.goto(`${drill.server.url}/#key=${TOKENS.officer}`)
    const issue = page.getByRole('button', { name: '立即下达' })
    await issue.waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await issue.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await issue.evaluate((button) => button === document.activeElement)).toBe(true)
    await context.close()
  })

  it('follows a switch of language and theme, and remembers it', async () => {
    const { page, context } = await openScreen(browser)
    await page.goto(drill.server.url)
    await page.getByText('更多', { exact: true }).first().click()
    await page.getByLabel('语言').selectOption('en')
    await page.getByRole('heading', { level: 1, name: 'Orders in force' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByLabel('Appearance').selectOption('dark')
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    expect(await page.evaluate(() => localStorage.getItem('windbreak.language'))).toBe('en')
    await context.close()
  })

  it.each([
    { locale: 'en-US', lang: 'en' },
    { locale: 'zh-TW', lang: 'zh-CN' },
    { locale: 'de-DE', lang: 'zh-CN' },
  ])('speaks $lang on a first visit of a browser in $locale', async ({ locale, lang }) => {
    const context = await browser.newContext({ locale })
    const page = await context.newPage()
    for (const path of ['/', '/site/S1']) {
      await page.goto(`${drill.server.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.evaluate(() => document.documentElement.lang), path).toBe(lang)
    }
    await context.close()
  })

  it('gives the connection of a hidden tab back, and goes on where it was when somebody looks again', async () => {
    const { page, context } = await openScreen(browser)
    const connections = liveConnections(page)
    const setHidden = (isHidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
        document.dispatchEvent(new Event('visibilitychange'))
      }, isHidden)
    await page.clock.install()
    await page.goto(drill.server.url)
    await page.getByText('实时', { exact: true }).waitFor()
    await setHidden(true)
    await page.clock.fastForward(REST_AFTER_MS)
    await page.getByText('已断开', { exact: true }).waitFor()
    await page.clock.fastForward(5 * REST_AFTER_MS)
    await page.evaluate(() => fetch('/api/v1/clock'))
    expect(connections).toEqual([undefined])
    await setHidden(false)
    await page.getByText('实时', { exact: true }).waitFor()
    expect(connections).toHaveLength(2)
    expect(connections[1]).toMatch(/./)
    await context.close()
  })

  it('gives the connection of a tab back that was opened behind another and never looked at', async () => {
    const { page, context } = await openScreen(browser)
    const connections = liveConnections(page)
    await page.clock.install()
    await page.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => true }))
    await page.goto(drill.server.url)
    await page.getByText('实时', { exact: true }).waitFor()
    await page.clock.fastForward(REST_AFTER_MS)
    await page.getByText('已断开', { exact: true }).waitFor()
    await page.clock.fastForward(5 * REST_AFTER_MS)
    // What was asked before this is known once this is answered.
    await page.evaluate(() => fetch('/api/v1/clock'))
    expect(connections).toHaveLength(1)
    await context.close()
  })

  it('shows nothing of the district before it is known whether it is a drill', async () => {
    const { page, context } = await openScreen(browser)
    let answer = () => {}
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/v1/live', (route) => route.abort())
    await page.route('**/api/v1/clock', async (route) => {
      await isAnswered
      await route.continue()
    })
    const session = page.waitForResponse('**/api/v1/session')
    await page.goto(`${drill.server.url}/orders`)
    await session
    await page.getByText('正在读取…').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(0)
    answer()
    await page.getByRole('heading', { level: 1, name: '管控指令' }).waitFor()
    expect(await page.getByText('演练', { exact: true }).first().isVisible()).toBe(true)
    await context.close()
  })

  it.each([
    { path: '/', curves: '/api/v1/district/curve', drawn: '.median' },
    { path: '/places/S6', curves: '/api/v1/series', drawn: 'canvas' },
  ])('asks for the curves of $path once, not again whenever the clock moves', async ({ path, curves, drawn }) => {
    const { page, context } = await openScreen(browser)
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes(curves)) asked += 1
    })
    await page.goto(`${drill.server.url}${path}`)
    await page.locator(drawn).first().waitFor()
    const before = asked
    expect(before).toBeGreaterThan(0)
    for (let second = 0; second < 3; second += 1) {
      await drill.wait(1_000)
      await page.getByText(fullTimeText(drill.now(), 'Asia/Shanghai').slice(5)).waitFor()
    }
    expect(asked).toBe(before)
    await context.close()
  })

  it('offers nothing to a visitor that only the office may do', async () => {
    const { page, context } = await openScreen(browser)
    await page.goto(drill.server.url)
    await page.getByText('由值班员或带班领导决定').waitFor()
    expect(await page.getByRole('button', { name: '立即下达' }).count()).toBe(0)
    await page.goto(`${drill.server.url}/site/S1`)
    await page.getByText('这个链接只能查看').waitFor()
    expect(await page.getByRole('button', { name: '收到' }).count()).toBe(0)
    await context.close()
  })
})

/** What each connection of the live stream resumes after, as they come. */
function liveConnections(page: Page): (string | undefined)[] {
  const resumed: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/live')) resumed.push(request.headers()['last-event-id'])
  })
  return resumed
}
