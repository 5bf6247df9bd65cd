/** Every page in the states of a windy day: `ONLY=desk` and `STATES=inForce` take fewer. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { isBrowserMissing, openBrowser, openScreen } from '../e2e/support/browser.ts'
import { startWindyDrill, type WindyDrill } from '../e2e/support/windy-drill.ts'
import { TOKENS } from '../support/server.ts'

const FOLDER = join(import.meta.dirname, '../../screenshots')
const SCREENS = [
  { name: 'desk', width: 1440, height: 900, language: 'zh-CN', theme: 'light', paths: ['/'] },
  { name: 'desk-en', width: 1440, height: 900, language: 'en', theme: 'light', paths: ['/'] },
  { name: 'small', width: 1280, height: 720, language: 'zh-CN', theme: 'dark', paths: ['/'] },
  { name: 'wall', width: 1920, height: 1080, language: 'zh-CN', theme: 'dark', paths: ['/wall'] },
  { name: 'phone', width: 390, height: 844, language: 'zh-CN', theme: 'light', paths: ['/'] },
] as const
const wanted = (names: string | undefined, name: string) => !names || names.split(',').includes(name)

describe.skipIf(isBrowserMissing)('screenshots', () => {
  let drill: WindyDrill
  let browser: Awaited<ReturnType<typeof openBrowser>>

  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    drill = await startWindyDrill({ WINDBREAK_COUNTDOWN_SECONDS: '180' })
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  async function take(state: string, more: readonly string[] = []): Promise<void> {
    if (!wanted(process.env.STATES, state)) return
    for (const screen of SCREENS) {
      if (!wanted(process.env.ONLY, screen.name)) continue
      for (const path of [...screen.paths, ...(screen.name === 'wall' ? [] : more)]) {
        const { page, context } = await openScreen(browser, screen)
        await page.goto(`${drill.server.url}${path}#key=${TOKENS.chief}`)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await page.waitForFunction(() => !/正在读取|Loading/.test(document.body.textContent ?? ''))
        await page.waitForTimeout(300)
        const name = path === '/' || path === '/wall' ? 'board' : path.slice(1).split('/').slice(0, 2).join('-')
        await page.screenshot({ path: join(FOLDER, `${state}-${name}-${screen.name}.png`) })
        await context.close()
      }
    }
  }

  it('calm', async () => {
    await drill.play(2, 3)
    await take('calm')
  })

  it('draft', async () => {
    await drill.play(18, 7.2)
    await take('draft')
  })

  it('in force', async () => {
    await drill.play(6, 7.2)
    const orders = (await drill.server.get<{ items: { id: string; place: string }[] }>('/orders?limit=500')).items
    for (const { id } of orders.filter(({ place }) => /^S([1-9]|1\d)$/.test(place)).slice(0, 9)) {
      const call = { behalfOf: '赵经理', phone: '0371-1', heard: '马上停' }
      await drill.server.post(`/orders/${id}/acknowledge`, call, TOKENS.officer)
    }
    await drill.play(20, 8.4)
    await take('inForce', [
      '/orders',
      `/orders/${orders[0]?.id}`,
      '/episodes',
      '/places',
      '/places/S6',
      '/system',
      '/stations',
    ])
  })

  it('releasing', async () => {
    await drill.play(150, 2)
    await take('releasing')
  })
})
