/** 交接班 in a real browser: written by one, taken over by another, on a desk and a phone. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKENS } from '../support/server.ts'
import { axeViolations, isBrowserMissing, openBrowser, openScreen, overflow } from './support/browser.ts'
import { startWindyDrill, type WindyDrill } from './support/windy-drill.ts'

describe.skipIf(isBrowserMissing)('the hand-over page', () => {
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

  it('carries notes and promises from one shift to the next', async () => {
    const desk = await openScreen(browser)
    await desk.page.goto(`${drill.server.url}/handover#key=${TOKENS.officer}`)
    await desk.page.getByText('还没有交接记录。').waitFor()
    await desk.page.getByRole('button', { name: '交班' }).click()
    await desk.page.getByRole('alert').waitFor()
    await desk.page.getByLabel('要交代的事').fill('三标段已约谈，风还没停')
    await desk.page.getByLabel('承诺事项').fill('三标段15点前盖好\n\n回电气象台')
    await desk.page.getByRole('button', { name: '交班' }).click()
    await desk.page.getByText('等别人接班（单子是您写的）').waitFor()
    expect(await desk.page.getByRole('button', { name: '已兑现' }).count()).toBe(2)
    expect(await axeViolations(desk.page)).toEqual([])

    const phone = await openScreen(browser, { width: 360, height: 800 })
    await phone.page.goto(`${drill.server.url}/handover#key=${TOKENS.chief}`)
    await phone.page.getByRole('button', { name: '接班' }).click()
    await phone.page.getByText(/chief .* 接班/).waitFor()
    await phone.page.getByRole('button', { name: '已兑现' }).first().click()
    await phone.page.getByText(/三标段15点前盖好\s*·\s*已兑现/).waitFor()
    expect(await phone.page.getByRole('button', { name: '已兑现' }).count()).toBe(1)
    expect(await overflow(phone.page)).toBeLessThanOrEqual(0)
    expect(await axeViolations(phone.page)).toEqual([])
    expect([...desk.complaints, ...phone.complaints]).toEqual([])
    await desk.page.reload()
    await desk.page.getByText(/chief .* 接班/).waitFor()
    await desk.context.close()
    await phone.context.close()
  })
})
