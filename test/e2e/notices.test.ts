/** A notice from above through the screens, in real Chromium: pasted, checked, ordered, told to the site, answered, lifted. */
import { writeFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKENS } from '../support/server.ts'
import { axeViolations, isBrowserMissing, openBrowser, openScreen } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

const PASTED = `郑环攻坚办〔2026〕86号
关于实施临时管控的紧急通知
各区县（市）攻坚办：
受大风天气影响，自11月20日13时至11月20日20时实施临时管控：停止土石方作业和渣土运输，裸露黄土全部覆盖。请于11月20日15时前反馈落实情况。
郑州市攻坚办
2026年11月20日`

describe.skipIf(isBrowserMissing)('a notice from above', () => {
  let browser: Browser
  let drill: WindyDrill

  beforeAll(async () => {
    drill = await startWindyDrill()
    await drill.play(2, 2)
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  async function open(path: string, key: string, facts: Parameters<typeof openScreen>[1] = {}) {
    const screen = await openScreen(browser, facts)
    await screen.page.goto(`${drill.server.url}${path}#key=${key}`)
    return screen
  }

  const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

  it('is read from its text, recorded and ordered within a few presses; the site is told why', async () => {
    const { page, context, complaints } = await open('/notices', TOKENS.officer)
    await page.getByText('还没有登记过上级指令').waitFor()
    await page.getByRole('button', { name: '接收上级指令' }).click()
    await field(page, '粘贴或输入原文').fill(PASTED)
    await page.getByRole('button', { name: '识别', exact: true }).click()
    await page.getByText('识别依据').waitFor()
    expect(await field(page, '文号').inputValue()).toBe('郑环攻坚办〔2026〕86号')
    expect(await field(page, '开始').inputValue()).toBe('2026-11-20T13:00')
    expect(await field(page, '结束').inputValue()).toBe('2026-11-20T20:00')
    expect(await field(page, '反馈时限').inputValue()).toBe('2026-11-20T15:00')
    const checked = await page.locator('fieldset label:has(input:checked)').allInnerTexts()
    expect(checked.map((one) => one.trim())).toEqual(['停止土石方', '停止渣土运输', '裸土覆盖'])
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByRole('heading', { name: '上级指令 郑环攻坚办〔2026〕86号' }).waitFor()
    await page.getByRole('button', { name: '立即下达' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '立即下达' }).click()
    await page.getByText('应管控', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await context.close()

    const { items } = await drill.server.get<{ items: { place: string; cause: { kind: string } }[] }>(
      '/orders?limit=500',
    )
    expect(items.length).toBeGreaterThan(3)
    expect(items.every(({ cause }) => cause.kind === 'notice')).toBe(true)
    const site = await open(`/site/${items[0]?.place}`, TOKENS.officer, { width: 390, height: 844 })
    await site.page.getByText('按上级指令 郑环攻坚办〔2026〕86号').waitFor()
    await site.context.close()
  }, 120_000)

  it('stands on the board with the reply it wants, and offers nobody a release', async () => {
    const { page, context, complaints } = await open('/', TOKENS.chief)
    await page.getByRole('heading', { name: '正在管控' }).waitFor()
    await page.locator('.state').getByText('上级指令 郑环攻坚办〔2026〕86号').waitFor()
    await page.locator('.owed').getByText('郑环攻坚办〔2026〕86号').waitFor()
    expect(complaints).toEqual([])
    const [order] = (await drill.server.get<{ items: { id: string }[] }>('/orders?limit=1')).items
    await page.goto(`${drill.server.url}/orders/${order?.id}`)
    await page.getByText('上级指令 郑环攻坚办〔2026〕86号 有效期内不得解除').waitFor()
    expect(await page.getByRole('button', { name: /解除/ }).count()).toBe(0)
    await context.close()
  }, 60_000)

  it('an exemption is approved from an order’s page, told there with its number, and taken back from the list', async () => {
    const { items } = await drill.server.get<{ items: { id: string }[] }>('/orders?state=issued&limit=1')
    const { page, context, complaints } = await open(`/orders/${items[0]?.id}`, TOKENS.officer)
    await page.getByRole('button', { name: '豁免', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '批准豁免' }).click()
    expect(await dialog.getByText('请填写。').count()).toBeGreaterThan(0)
    await dialog.getByLabel('豁免文号').fill('市豁〔2026〕3号')
    await dialog.getByLabel('提出部门').fill('市政府')
    await dialog.getByLabel('理由').fill('抢险工程')
    await dialog.getByLabel('到期').fill('2026-11-21T08:00')
    await dialog.getByLabel('市级批准').check()
    await dialog.getByRole('button', { name: '批准豁免' }).click()
    await page
      .getByText(/豁免至 .*市豁〔2026〕3号/)
      .first()
      .waitFor()
    await page.goto(`${drill.server.url}/exemptions`)
    await page.getByRole('button', { name: '撤回' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('工程已停')
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
    await page.getByText('已撤回', { exact: true }).first().waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('is reported on with the figures of the moment, and lifted; then the release is proposed', async () => {
    const { items } = await drill.server.get<{ items: { id: string }[] }>('/notices')
    const { page, context } = await open(`/notices/${items[0]?.id}`, TOKENS.officer)
    await page.getByRole('button', { name: '生成上报稿' }).click()
    const said = await field(page, '上报文字').inputValue()
    expect(said).toMatch(/^（演练）\n关于落实《郑环攻坚办〔2026〕86号》/)
    expect(said).toMatch(/截至 .*：应管控 \d+ 处/)
    const arriving = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载表格' }).click()
    expect((await arriving).suggestedFilename()).toMatch(/^（演练）落实情况 郑环攻坚办〔2026〕86号 .*\.xlsx$/)
    await page.getByRole('button', { name: '已发出' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '已发出' }).click()
    await page.getByText(/上报$/).waitFor()
    await page.getByRole('button', { name: '登记解除' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('市攻坚办来电')
    await page.getByRole('dialog').getByRole('button', { name: '登记解除' }).click()
    await page.getByRole('button', { name: '解除管控' }).waitFor()
    await context.close()
  }, 60_000)

  it('comes as a long picture and as a page for A4, without navigation', async () => {
    const { items } = await drill.server.get<{ items: { id: string }[] }>('/notices')
    const { page, context, complaints } = await open(`/notices/${items[0]?.id}`, TOKENS.officer, { theme: 'dark' })
    const arriving = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载长图' }).click()
    expect((await arriving).suggestedFilename()).toMatch(/^（演练）.*\.png$/)
    await page.getByRole('link', { name: '打印页' }).click()
    await page.getByRole('heading', { name: /^（演练）关于落实/ }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: '打印', exact: true }).isVisible()).toBe(false)
    const [ink, paper] = await page.evaluate(() => {
      const article = getComputedStyle(document.querySelector('article')!)
      return [article.color, getComputedStyle(document.body).backgroundColor]
    })
    expect([ink, paper]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    const file = await page.pdf({ preferCSSPageSize: true })
    if (process.env.PICTURES) writeFileSync(`${process.env.PICTURES}/print.pdf`, file)
    expect(file.toString('latin1')).toMatch(/MediaBox \[0 0 59[45]\.?\d* 84[12]/)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('keeps a photo of the paper, which nobody can take away', async () => {
    const { items } = await drill.server.get<{ items: { id: string }[] }>('/notices')
    const { page, context, complaints } = await open(`/notices/${items[0]?.id}`, TOKENS.officer)
    const buffer = await page.screenshot()
    const files = [
      { name: '第一页.png', mimeType: 'image/png', buffer },
      { name: '附件.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
    ]
    await page.getByLabel('添加照片').setInputFiles(files)
    await page.getByText('附件.pdf 不是 JPEG、PNG 或 WebP 图片，没有上传。').waitFor()
    const photo = page.getByRole('img', { name: /^照片 1，/ })
    await photo.scrollIntoViewIfNeeded()
    await expect.poll(() => photo.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1_440)
    expect(await page.getByRole('button', { name: /删除/ }).count()).toBe(0)
    expect(await page.getByLabel('拍照').getAttribute('capture')).toBe('environment')
    expect(await axeViolations(page)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
    const viewer = await openScreen(browser)
    await viewer.page.goto(`${drill.server.url}/notices/${items[0]?.id}`)
    await viewer.page.getByRole('img', { name: /^照片 1，/ }).waitFor()
    await viewer.context.close()
  }, 60_000)

  it('says which field is missing and keeps what was typed', async () => {
    const { page, context } = await open('/notices/new', TOKENS.officer, { language: 'en' })
    await field(page, 'Issuer').fill('市攻坚办')
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByText('Still to fill in or correct: 2.').waitFor()
    expect(await page.getByText('Please fill in', { exact: true }).count()).toBe(2)
    expect(await field(page, 'Issuer').inputValue()).toBe('市攻坚办')
    await context.close()
  }, 60_000)

  it.each([
    ['zh-CN', 'light', 1440, 900],
    ['en', 'dark', 390, 844],
  ] as const)(
    'has pages that fit the screen: %s %s %i×%i',
    async (language, theme, width, height) => {
      const { items } = await drill.server.get<{ items: { id: string }[] }>('/notices')
      const one = `/notices/${items[0]?.id}`
      for (const path of ['/notices', '/notices/new', one, `${one}/amend`, `${one}/print`]) {
        const { page, context, complaints } = await open(path, TOKENS.officer, { language, theme, width, height })
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.getByRole('heading', { level: 2 }).first().waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(
          0,
        )
        if (process.env.PICTURES) {
          const name = path.replaceAll('/', '_').slice(-20)
          await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}.png`, fullPage: true })
        }
        expect(complaints, path).toEqual([])
        await context.close()
      }
    },
    60_000,
  )
})
