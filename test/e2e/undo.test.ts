/** 撤回 in a real browser. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKENS } from '../support/server.ts'
import { isBrowserMissing, openBrowser, openScreen } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

describe.skipIf(isBrowserMissing)('taking an act back', () => {
  let browser: Browser
  let drill: WindyDrill
  beforeAll(async () => {
    drill = await startWindyDrill()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await drill?.end()
  })

  it('is offered beside what was done, and says no more that work may resume', async () => {
    const byHand = { reason: '举报', scope: { kind: 'place', place: 'S8' }, measures: ['selfCheck'] }
    await drill.server.post('/manual-controls', byHand)
    const [order] = (await drill.server.get<{ items: { id: string }[] }>('/orders?place=S8')).items
    const { page, context, complaints } = await openScreen(browser)
    await page.goto(`${drill.server.url}/orders/${order?.id}#key=${TOKENS.chief}`)
    await page.getByRole('button', { name: '提前解除' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('点错了')
    await dialog.getByRole('button', { name: /解除/ }).click()
    await page.getByText('可恢复作业').first().waitFor()
    await page.getByRole('button', { name: '撤回' }).click()
    await page.getByText('已撤回，指令恢复原样。').waitFor()
    await page.getByRole('button', { name: '提前解除' }).waitFor()
    expect(await page.getByText('可恢复作业').count()).toBe(0)
    const { state } = await drill.server.get<{ state: string }>(`/orders/${order?.id}`)
    expect(state).toBe('issued')
    expect(complaints).toEqual([])
    await context.close()
  })
})
