/** Orders by hand in a real browser: decided for one site by one, for the district by two. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKENS } from '../support/server.ts'
import { axeViolations, isBrowserMissing, openBrowser, openScreen, overflow } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

describe.skipIf(isBrowserMissing)('an order by hand', () => {
  let browser: Browser
  let drill: WindyDrill
  beforeAll(async () => {
    drill = await startWindyDrill()
    await drill.play(2, 3)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  const open = async (page: Page, path: string, key: string) => {
    await page.goto(`${drill.server.url}${path}#key=${key}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }

  it('counts whom it would reach before it is sent, and shows who decided why on order, board and site card', async () => {
    const { page, context, complaints } = await openScreen(browser)
    await open(page, '/places/S8', TOKENS.officer)
    await page.getByRole('button', { name: '对此点位手动下达' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '立即下达' }).click()
    await dialog.getByText('至少选一项措施').waitFor()
    await dialog.getByLabel('理由').fill('举报:夜间出土')
    await dialog.getByLabel('自查').check()
    await dialog.getByText('将下达到 1 个点位').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: '立即下达' }).click()
    await page.waitForURL(/\/manual\//)
    await page.getByText('执行中').waitFor()
    await open(page, '/', TOKENS.officer)
    await page.getByText(/手动管控，.*起，至有人结束/).waitFor()
    await page.getByText('决定：举报:夜间出土').waitFor()
    expect(await page.getByRole('region', { name: '落实情况' }).getByRole('listitem').first().textContent()).toContain(
      '1',
    )
    await open(page, '/site/S8', TOKENS.officer)
    await page.getByText('管理部门决定：举报:夜间出土').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('for the whole district waits for another person, fits a phone, and is ended by the chief alone', async () => {
    const desk = await openScreen(browser)
    await open(desk.page, '/manual', TOKENS.officer)
    await desk.page.getByRole('button', { name: '手动下达' }).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByLabel('理由').fill('重大活动保障')
    await dialog.getByLabel('自查').check()
    await dialog.getByText('须由另一人确认').waitFor()
    await dialog.getByRole('button', { name: '提交，等另一人确认' }).click()
    await desk.page.waitForURL(/\/manual\//)
    await desk.page.getByText('等另一人确认（您是提出人）').waitFor()
    await open(desk.page, '/', TOKENS.officer)
    await desk.page.getByText('等另一人确认（您是提出人）').waitFor()
    const address = await desk.page.evaluate(async () => {
      const answer = await fetch('/api/v1/manual-controls?state=open')
      const { items } = (await answer.json()) as { items: { id: string; needsSecond: boolean }[] }
      return `/manual/${items.find((one) => one.needsSecond)?.id}`
    })

    const phone = await openScreen(browser, { width: 360, height: 800 })
    await open(phone.page, address, TOKENS.chief)
    await phone.page.getByRole('button', { name: '立即下达' }).click()
    await phone.page.getByRole('dialog').getByRole('button', { name: '立即下达' }).click()
    await phone.page.getByText('执行中').waitFor()
    expect(await overflow(phone.page)).toBeLessThanOrEqual(0)
    expect(await axeViolations(phone.page)).toEqual([])
    await open(desk.page, address, TOKENS.officer)
    await desk.page.getByText('涉及点位多，结束须由带班领导').waitFor()
    await phone.page.getByRole('button', { name: '结束管控' }).click()
    await phone.page.getByLabel('为什么结束').fill('活动结束')
    await phone.page.getByRole('dialog').getByRole('button', { name: '结束管控' }).click()
    await phone.page.getByText('活动结束').first().waitFor()
    expect([...desk.complaints, ...phone.complaints]).toEqual([])
    await desk.context.close()
    await phone.context.close()
  })
})
