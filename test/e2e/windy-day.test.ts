/** The demo's day in a real browser against the real program: a draft is issued, a site answers, the line is cut. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { A_CALL, TOKENS } from '../support/server.ts'
import { isBrowserMissing, openBrowser, openScreen, type Screen } from './support/browser.ts'
import { HOSTILE_NAMES } from './support/district.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

describe.skipIf(isBrowserMissing)('a windy day on the screen', () => {
  let browser: Browser
  let drill: WindyDrill
  let office: Screen

  beforeAll(async () => {
    drill = await startWindyDrill({ WINDBREAK_COUNTDOWN_SECONDS: '300' })
    browser = await openBrowser()
    office = await openScreen(browser)
    await office.page.goto(`${drill.server.url}/#key=${TOKENS.officer}`)
  })

  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  it('begins calm, says that it is a drill, and keeps no key in the address', async () => {
    const { page } = office
    await page.getByRole('heading', { level: 1, name: '正常' }).waitFor()
    await page.getByText('演练', { exact: true }).click()
    await page.getByText('演练：数据和指令都不是真的').waitFor()
    await page.getByText('演练', { exact: true }).click()
    expect(page.url()).not.toContain('key')
    expect(await page.title()).toContain('演练')
  })

  it('shows the realm’s time in the district’s zone, although the browser is elsewhere', async () => {
    await office.page.getByText('演练时间 11-20 13:00:00').waitFor()
  })

  it('shows the draft with its reason and countdown without a reload', async () => {
    await drill.play(19, 7.2)
    const { page } = office
    await page.getByRole('heading', { level: 1, name: '待下达' }).waitFor()
    await page.getByRole('heading', { name: /大风过程：管控指令待下达/ }).waitFor()
    // The drill's clock reaches the screen within a second of what happened.
    await page
      .getByRole('timer')
      .filter({ hasText: /^(10|\d):\d\d$/ })
      .waitFor()
  })

  it('asks why before it holds, and shows who held it', async () => {
    const { page } = office
    await page.getByRole('button', { name: '暂缓' }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('button', { name: '暂缓' }).click()
    await dialogue.getByText('请填写理由。').waitFor()
    // Almost five minutes are left at most: what would end no later is not offered.
    const offered = await dialogue.getByRole('option').allTextContents()
    expect(offered.map((one) => /\d+(?= 分钟)/.exec(one)?.[0])).toContain('10')
    expect(offered.join()).not.toMatch(/[^\d]1 分钟/)
    await dialogue.getByLabel('暂缓理由').fill('核对气象台')
    await dialogue.getByRole('button', { name: '暂缓' }).click()
    await page.getByText(/已暂缓至 \d\d:\d\d.核对气象台/).waitFor()
  })

  it('issues the draft by click, after one confirmation', async () => {
    const { page } = office
    await page.getByRole('button', { name: '立即下达' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '立即下达' }).click()
    await page.getByRole('heading', { level: 1, name: '正在管控' }).waitFor()
    await page.getByRole('heading', { name: '等我决定' }).waitFor({ state: 'detached' })
    expect((await drill.server.get<{ items: object[] }>('/orders?limit=500')).items.length).toBe(54)
  })

  it('shows what a site acknowledged on its phone without a reload, and after one', async () => {
    const site = await openScreen(browser, { width: 390, height: 844 })
    await site.page.goto(`${drill.server.url}/site/S1#key=${TOKENS.site}`)
    await site.page.getByText('演练，不用停工').waitFor()
    await site.page.getByRole('button', { name: '收到，马上落实' }).click()
    await site.page.getByText(/✓ \d\d:\d\d 已签收/).waitFor()
    expect(site.complaints).toEqual([])

    // Of 54 places one has signed: delivered to it, and to nobody else as far as is known.
    const acknowledged = office.page
      .getByRole('listitem')
      .filter({ hasText: '已送达' })
      .filter({ hasText: '未送达 53' })
    await acknowledged.waitFor()
    await office.page.reload()
    await acknowledged.waitFor()
    await site.context.close()
  })

  it('keeps a tap that did not reach the server, says so, and sends it once the line is back', async () => {
    const site = await openScreen(browser, { width: 360, height: 800 })
    await site.page.goto(`${drill.server.url}/site/S2#key=${TOKENS.otherSite}`)
    await site.page.getByRole('button', { name: '收到，马上落实' }).waitFor()
    await site.context.setOffline(true)
    await site.page.getByRole('button', { name: '收到，马上落实' }).click()
    await site.page.getByText('待上传', { exact: true }).waitFor()
    await site.page.getByText(/没有连上服务器/).waitFor()
    expect((await orderOf('S2')).acknowledgedAt).toBeNull()
    await site.context.setOffline(false)
    await site.page.getByText(/✓ \d\d:\d\d 已签收/).waitFor()
    expect((await orderOf('S2')).acknowledgedAt).not.toBeNull()
    await site.page
      .getByRole('button', { name: /^已落实/ })
      .first()
      .click()
    await site.page.getByText(/✓ \d\d:\d\d 已报/).waitFor()
    await site.context.close()
  })

  it('shows the office what a site sees as a preview, and takes its look for nobody’s', async () => {
    const preview = await openScreen(browser, { width: 390, height: 844 })
    await preview.page.goto(`${drill.server.url}/site/S5#key=${TOKENS.officer}`)
    await preview.page.getByText('预览', { exact: true }).waitFor()
    await preview.page.getByText('工地还没有签收。').waitFor()
    expect(await preview.page.getByRole('button', { name: /收到|已落实/ }).count()).toBe(0)
    const { id } = await orderOf('S5')
    expect(await drill.server.get(`/orders/${id}`)).toMatchObject({ deliveredAt: null, seenAt: null, version: 1 })
    await preview.context.close()
  })

  it('asks the office who said so before it reports a measure done for a site', async () => {
    const town = await openScreen(browser)
    const { id } = await orderOf('S6')
    await town.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.officer}`)
    await town.page.getByRole('button', { name: '电话代报' }).first().click()
    const dialogue = town.page.getByRole('dialog')
    await dialogue.getByRole('button', { name: '电话代报' }).click()
    await dialogue.getByText('请填写。').first().waitFor()
    await dialogue.getByLabel('通话对象').fill('孙工')
    await dialogue.getByLabel('电话号码').fill('0371-11111111')
    await dialogue.getByLabel('对方怎么说').fill('都停了')
    await dialogue.getByRole('button', { name: '电话代报' }).click()
    await town.page.getByText('officer 代 孙工').first().waitFor()
    await town.page
      .getByText(/已落实.代报/)
      .first()
      .waitFor()
    expect(town.complaints).toEqual([])
    await town.context.close()
  })

  it('shows what changed when an order moved on, and lets the person decide again', async () => {
    const chief = await openScreen(browser)
    const { id } = await orderOf('S3')
    await chief.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.chief}`)
    await chief.page.getByRole('button', { name: '撤销' }).click()
    const dialogue = chief.page.getByRole('dialog')
    await dialogue.getByLabel('撤销理由').fill('测风杆故障')
    await drill.server.post(`/orders/${id}/acknowledge`, A_CALL, TOKENS.officer)
    await dialogue.getByRole('button', { name: '撤销' }).click()
    await dialogue.getByText('情况刚刚有变化').waitFor()
    expect((await orderOf('S3')).state).toBe('issued')
    await dialogue.getByRole('button', { name: '仍要执行' }).click()
    await chief.page.getByText('已撤销（误报）').first().waitFor()
    expect((await orderOf('S3')).state).toBe('cancelled')
    await chief.context.close()
  })

  it('offers no release while the episode goes on to an officer, and not as the loudest button to the chief', async () => {
    const { id } = await orderOf('S7')
    const officer = await openScreen(browser)
    await officer.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.officer}`)
    await officer.page.getByText('提前解除需带班领导').waitFor()
    expect(await officer.page.getByRole('button', { name: '解除' }).count()).toBe(0)
    await officer.context.close()
    const chief = await openScreen(browser)
    await chief.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.chief}`)
    const early = chief.page.getByRole('button', { name: '提前解除' })
    await early.waitFor()
    expect(await early.getAttribute('class')).not.toContain('primary')
    await chief.context.close()
  })

  it('records who was called when a township acknowledges for a site', async () => {
    const town = await openScreen(browser)
    const { id } = await orderOf('S8')
    await town.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.township}`)
    await town.page.getByRole('button', { name: '电话代签收' }).click()
    const dialogue = town.page.getByRole('dialog')
    await dialogue.getByLabel('通话对象').fill('王工')
    await dialogue.getByLabel('电话号码').fill('0371-00000000')
    await dialogue.getByLabel('对方怎么说').fill('已经停了')
    await dialogue.getByRole('button', { name: '电话代签收' }).click()
    await town.page.getByText('电话代签收：王工，0371-00000000，“已经停了”').waitFor()
    expect(town.complaints).toEqual([])
    await town.context.close()
  })

  it('keeps hostile names inert', async () => {
    const { page } = office
    await page.getByRole('button', { name: HOSTILE_NAMES[0] }).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toContain('风障')
  })

  it('says that it is cut off, and lists what opened and closed meanwhile once it is back', async () => {
    const { page, context } = office
    expect(office.complaints).toEqual([])
    await context.setOffline(true)
    await page.getByText('已断开').waitFor()
    await page.getByText('不是现在的情况').waitFor()
    const before = await page.getByText('进行中').count()
    expect(before).toBe(1)
    await drill.play(150, 1.5)
    await context.setOffline(false)
    await page.getByText('已恢复连接').waitFor()
    await page.getByRole('heading', { name: /建议解除管控/ }).waitFor()
    await page.getByRole('heading', { level: 1, name: '待解除' }).waitFor()
  })

  it('says why a release is refused inside the dialogue, where the officer looks', async () => {
    const officer = await openScreen(browser)
    const { id } = await orderOf('S9')
    await officer.page.goto(`${drill.server.url}/orders/${id}#key=${TOKENS.officer}`)
    // The episode opens again between the look and the press.
    await officer.page.route('**/release', (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"status":403}' }),
    )
    await officer.page.getByRole('button', { name: '解除管控' }).click()
    const dialogue = officer.page.getByRole('dialog')
    await dialogue.getByLabel('解除理由').fill('现场已清')
    await dialogue.getByRole('button', { name: '解除管控' }).click()
    await dialogue.getByRole('alert').getByText('提前解除需带班领导').waitFor()
    await officer.context.close()
  })

  it('says may resume on the site card only after the release', async () => {
    const site = await openScreen(browser, { width: 390, height: 844 })
    await site.page.goto(`${drill.server.url}/site/S1#key=${TOKENS.site}`)
    await site.page.getByText('在管指令').waitFor()
    expect(await site.page.getByText('再恢复作业').count()).toBe(0)
    await office.page.getByRole('button', { name: '解除管控' }).click()
    await office.page.getByRole('dialog').getByRole('button', { name: '解除管控' }).click()
    await office.page.getByRole('heading', { level: 1, name: '正常' }).waitFor()
    await site.page.reload()
    await site.page.getByText('请先自查覆盖、冲洗出入口，再恢复作业。').waitFor()
    await site.context.close()
  })

  async function orderOf(place: string) {
    const { items } = await drill.server.get<{ items: { id: string; state: string; acknowledgedAt: string | null }[] }>(
      `/orders?place=${place}`,
    )
    const [order] = items
    if (!order) throw new Error(`${place} has no order`)
    return order
  }
})
