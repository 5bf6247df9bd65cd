/**
 * Takes the README's screenshots from a demo that was just started: `node test/e2e/take-screenshots.mjs <phone card address>`.
 * Waits for the draft, issues it by click, goes on while the simulated people answer. Look at what it took.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'

const card = process.argv[2]
if (!card?.includes('/site/')) throw new Error('usage: node test/e2e/take-screenshots.mjs <phone card address>')
const base = new URL(card).origin
const site = new URL(card).pathname.split('/').at(-1)

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
})

async function open(address, { width, height, locale = 'zh-CN', colorScheme = 'light' }) {
  const context = await browser.newContext({ viewport: { width, height }, locale, colorScheme, deviceScaleFactor: 1 })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

async function take(page, name) {
  if (!/\/(site|wall)/.test(page.url())) await page.getByText(/^(实时|Live)$/).waitFor()
  await wait(2_000)
  await page.screenshot({ path: join(import.meta.dirname, '../../web/screenshots', `${name}.png`) })
}

const of = async (path) => (await (await fetch(`${base}/api/v1${path}`)).json()).items

const desk = await open(base, { width: 1440, height: 900 })
const issue = desk.getByRole('button', { name: '立即下达' })
await issue.waitFor({ timeout: 300_000 })
await take(desk, 'board-draft')
const phone = await open(card, { width: 390, height: 844 })
await issue.click()
await desk.getByRole('dialog').getByRole('button', { name: '立即下达' }).click()
await phone.getByRole('button', { name: /收到/ }).waitFor()
await take(phone, 'site-card')

while ((await of('/orders?limit=500')).filter((one) => one.compliedAt !== null).length < 150) await wait(2_000)
await take(await open(`${base}/wall`, { width: 1920, height: 1080, colorScheme: 'dark' }), 'board-wall-dark')
await take(await open(base, { width: 390, height: 844, locale: 'en-GB' }), 'board-phone-english')
await take(await open(`${base}/places/${site}`, { width: 1440, height: 900 }), 'place')
const done = (await of('/orders?limit=500')).find((one) => one.compliedAt !== null && one.placeKind !== 'roadSection')
await take(await open(`${base}/orders/${done.id}`, { width: 1440, height: 900, locale: 'en-GB' }), 'order-english')
await browser.close()
