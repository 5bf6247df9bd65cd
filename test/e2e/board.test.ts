/** Facts that must hold on the board (value of the screen: it cannot lie, and nothing moves), in real Chromium. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { A_CALL, TOKENS } from '../support/server.ts'
import { isBrowserMissing, openBrowser, openScreen } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

const SIZES = [
  { path: '/', width: 1440, height: 900 },
  { path: '/', width: 1280, height: 720 },
  { path: '/', width: 1920, height: 1080 },
  { path: '/wall', width: 1920, height: 1080 },
  { path: '/wall', width: 3840, height: 2160 },
] as const

const LOOKS = [
  { language: 'zh-CN', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const

/** Words of a Chinese screen that are written in Latin letters: units, keys, names of standards and devices. */
const LATIN = /^(PM10|PM2|m|s|g|µg|K|windy|day|MB|x)$/i

describe.skipIf(isBrowserMissing)('the board', () => {
  let browser: Browser
  let drill: WindyDrill

  beforeAll(async () => {
    drill = await startWindyDrill({ WINDBREAK_COUNTDOWN_SECONDS: '180' })
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  async function open(facts: Parameters<typeof openScreen>[1], path = '/', key: string = TOKENS.officer) {
    const screen = await openScreen(browser, facts)
    await screen.page.goto(`${drill.server.url}${path}#key=${key}`)
    await screen.page.locator('.median').first().waitFor({ state: 'attached' })
    return screen
  }

  async function fitsEverywhere(): Promise<void> {
    for (const look of LOOKS) {
      for (const { path, width, height } of SIZES) {
        const { page, context, complaints } = await open({ width, height, ...look }, path)
        const name = `${path} ${width} ${look.language}`
        expect(await scrolls(page), name).toEqual({ across: 0, down: 0 })
        expect(complaints, name).toEqual([])
        await context.close()
      }
    }
  }

  it('fits the screen without a page scroll while calm, and says how far the wind is from the rule', async () => {
    await drill.play(14, 3)
    await fitsEverywhere()
    const { page, context } = await open({})
    await page.getByText(/距 4级管控起点还差 \d\.\d m\/s/).waitFor()
    await context.close()
  }, 120_000)

  it('says on a wall, too, that it is a drill, and offers nothing to press there', async () => {
    const { page, context } = await open({ width: 1920, height: 1080 }, '/wall', TOKENS.chief)
    await page.getByText('演练', { exact: true }).waitFor()
    expect(await page.locator('button:enabled, a[href]:not(.skip), select').count()).toBe(0)
    await context.close()
  })

  it('shows the rule’s own timer before the wind: how long it has held of how long it must', async () => {
    await drill.play(8, 7.2)
    const { page, context } = await open({})
    await page.getByText(/≥ 5\.5 m\/s 已持续 [1-7]\/10 分钟，满则 4级管控/).waitFor()
    await context.close()
  })

  it('fits while a draft waits, shows whom it would reach, and leads there by key without issuing', async () => {
    await drill.play(10, 7.2)
    await fitsEverywhere()
    const { page, context } = await open({})
    await page.getByRole('heading', { name: '将向谁下达' }).waitFor()
    await page
      .getByRole('button', { name: /侯寨乡1号工地/ })
      .first()
      .waitFor()
    expect(await page.title()).toMatch(/^\(1\)/)
    await page.keyboard.press('d')
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('立即下达')
    expect((await drill.server.get<{ items: object[] }>('/orders')).items).toEqual([])
    await context.close()
  }, 120_000)

  it('keeps one ledger: late list, funnel and list of orders count the same, and the parts sum to 应管控', async () => {
    await drill.play(4, 7.2)
    const orders = (await drill.server.get<{ items: { id: string; place: string }[] }>('/orders?limit=500')).items
    for (const { id } of orders.filter(({ place }) => /^S[1-7]$/.test(place))) {
      await drill.server.post(`/orders/${id}/acknowledge`, A_CALL, TOKENS.officer)
    }
    const { page, context } = await open({})
    await page.getByRole('button', { name: '未送达 47' }).waitFor()
    const head = await page.locator('fieldset button b').allTextContents()
    const [undelivered = 0, unsigned = 0, undone = 0] = head.map(Number)
    expect(unsigned + undone + undelivered).toBe(54)
    await page.locator('ol li', { hasText: '应管控' }).locator('b', { hasText: '54' }).waitFor()
    for (const [name, part, count] of [
      ['未送达', 'undelivered', undelivered],
      ['签收未落实', 'undone', undone],
    ] as const) {
      expect(await page.getByText(new RegExp(`${name} ${count}`)).count(), name).toBeGreaterThan(0)
      const { page: listed, context: other } = await openScreen(browser)
      await listed.goto(`${drill.server.url}/orders?state=issued&part=${part}#key=${TOKENS.officer}`)
      await listed.getByText(`${count} 条`, { exact: true }).waitFor()
      await other.close()
    }
    await context.close()
  }, 120_000)

  it('fits while orders are in force; no pane moves while numbers change, and the layout does not shift', async () => {
    await fitsEverywhere()
    const { page, context } = await openScreen(browser)
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
          Object.assign(window, { shift: (window as unknown as { shift: number }).shift + entry.value })
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(`${drill.server.url}/#key=${TOKENS.officer}`)
    await page.locator('.median').first().waitFor({ state: 'attached' })
    await page.locator('.board.inForce').waitFor()
    const before = await paneBoxes(page)
    expect(before.length).toBeGreaterThan(8)
    for (let minute = 0; minute < 4; minute += 1) await drill.play(1, 7.5 + minute / 10)
    await page.getByText(/超时/).first().waitFor()
    expect(await paneBoxes(page)).toEqual(before)
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThanOrEqual(0.05)
    await context.close()
  }, 120_000)

  it('opens a place beside the board and closes it again by key; the address says what is open', async () => {
    const { page, context } = await open({})
    await page.locator('[data-row]').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog')
    await panel.getByText('指令页').waitFor()
    expect(page.url()).toContain('?order=')
    await page.reload()
    await panel.getByText('指令页').waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('order=')
    await context.close()
  })

  it('lights a place in list and map together', async () => {
    const { page, context } = await open({})
    const row = page.locator('[data-row]').first()
    await row.focus()
    await page.locator('.mark.lit .halo').waitFor({ state: 'attached' })
    await context.close()
  })

  it('looks back from the record, with nothing to press, and returns to now', async () => {
    const { page, context } = await open({}, '/', TOKENS.chief)
    await page.getByRole('heading', { level: 1, name: '正在管控' }).waitFor()
    // Half an hour ago nothing was in force.
    await page.keyboard.press('{')
    await page.getByRole('heading', { level: 1, name: '正常' }).waitFor()
    await page.getByText(/回看 \d\d:\d\d/).waitFor()
    expect(await page.getByRole('button', { name: '立即下达' }).count()).toBe(0)
    await page.keyboard.press('n')
    await page.getByRole('heading', { level: 1, name: '正在管控' }).waitFor()
    await context.close()
  })

  it('shows nothing of the present while it reads a minute of the past', async () => {
    const { page, context } = await open({})
    await page.getByText(/阵风 \d+\.\d m\/s/).waitFor()
    let answer = () => {}
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/v1/series**', async (route) => {
      await isAnswered
      await route.continue()
    })
    await page.keyboard.press('{')
    await page.getByText('没有测风设备的数据').waitFor()
    answer()
    await page.getByText(/阵风 \d+\.\d m\/s/).waitFor()
    await context.close()
  })

  it('says that only one township is shown, also when it was chosen on the board itself', async () => {
    const { page, context } = await open({})
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '查找任何内容' }).fill('马寨镇')
    await page.getByRole('option', { name: /^镇办\s*马寨镇/ }).click()
    await page.getByRole('button', { name: /只看：马寨镇/ }).waitFor()
    await page.locator('ol li', { hasText: '应管控' }).locator('b', { hasText: /^9$/ }).waitFor()
    await page.getByRole('button', { name: /只看：马寨镇/ }).click()
    await page.locator('ol li', { hasText: '应管控' }).locator('b', { hasText: '54' }).waitFor()
    await context.close()
  })

  it('finds a place and an order by ⌘K and goes there', async () => {
    const { page, context } = await open({})
    const [order] = (await drill.server.get<{ items: { number: string; id: string }[] }>('/orders?place=S5')).items
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '查找任何内容' }).fill(order!.number)
    // What is found first may still be on its way.
    await page.getByRole('option', { name: order!.number }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/orders/${order!.id}`)
    await context.close()
  })

  it('speaks Chinese on a Chinese screen', async () => {
    const { page, context } = await open({})
    const latin = await page.evaluate(() => {
      const words = new Set<string>()
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        // Names of places are what people called them.
        if (node.parentElement?.closest('bdi, kbd, script, noscript, option, title')) continue
        for (const word of node.textContent?.match(/[A-Za-z]{1,}[A-Za-z0-9]*/g) ?? []) words.add(word)
      }
      return [...words]
    })
    expect(latin.filter((word) => !LATIN.test(word))).toEqual([])
    await context.close()
  })

  it('keeps the list of a phone short, whoever is late', async () => {
    const { page, context } = await openScreen(browser, { width: 390, height: 844 })
    await page.goto(`${drill.server.url}/#key=${TOKENS.officer}`)
    await page.getByRole('button', { name: /名单/ }).click()
    await page.locator('summary', { hasText: '侯寨乡' }).waitFor()
    expect(await page.locator('[data-row]').count()).toBe(24)
    expect(await page.locator('.rows').evaluate(({ scrollHeight }) => scrollHeight)).toBeLessThanOrEqual(1_688)
    await page.locator('summary', { hasText: '侯寨乡' }).click()
    await page.locator('[data-row]:visible').first().waitFor()
    await context.close()
  })
})

/** How far anything reaches beyond the screen: the page itself, and every pane, because what reaches out is cut off. */
function scrolls(page: Page): Promise<{ across: number; down: number }> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement
    const panes = [...document.querySelectorAll('.board > div:not(.panel), .right > div')]
    const boxes = panes.map((pane) => pane.getBoundingClientRect()).filter(({ width }) => width > 0)
    const most = (all: number[]) => Math.ceil(Math.max(0, ...all))
    return {
      across: most([scrollWidth - innerWidth, ...boxes.map(({ right }) => right - innerWidth)]),
      down: most([scrollHeight - innerHeight, ...boxes.map(({ bottom }) => bottom - innerHeight)]),
    }
  })
}

/** Where every pane stands, in whole pixels. */
function paneBoxes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.board > div, .right > div')].map((pane) => {
      const { x, y, width, height } = pane.getBoundingClientRect()
      return [x, y, width, height].map(Math.round).join(' ')
    }),
  )
}
