/**
 * A real browser for tests: no traffic of its own, a zone and a language that are not the district's, and every console
 * error, warning and page error collected, so that a test can demand that there were none.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findProgram, isMissing } from '../../support/real-server.ts'

const program = findProgram('chromium')

/** For `describe.skipIf(…)`. */
export const isBrowserMissing = isMissing('chromium', program)

const ARGUMENTS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
]

/** Chromium makes a socket in the folder for temporary files and ends at once where that has a longer path. */
const LONGEST_TEMPORARY_PATH = 60

export function openBrowser(): Promise<Browser> {
  const isTooLong = Buffer.byteLength(tmpdir()) > LONGEST_TEMPORARY_PATH
  const env = isTooLong ? { ...process.env, TMPDIR: '/tmp' } : process.env
  return chromium.launch({ executablePath: program ?? 'chromium', args: ARGUMENTS, env })
}

export interface Screen {
  readonly context: BrowserContext
  readonly page: Page
  /** Console errors and warnings, and uncaught errors, so far. */
  readonly complaints: string[]
}

export interface ScreenFacts {
  readonly width?: number
  readonly height?: number
  readonly language?: 'zh-CN' | 'en'
  readonly theme?: 'light' | 'dark'
}

export async function openScreen(browser: Browser, facts: ScreenFacts = {}): Promise<Screen> {
  const { width = 1440, height = 900, language = 'zh-CN', theme = 'light' } = facts
  const context = await browser.newContext({
    viewport: { width, height },
    timezoneId: 'America/New_York',
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(
    ([name, look]) => {
      localStorage.setItem('windbreak.language', name)
      localStorage.setItem('windbreak.theme', look)
    },
    [language, theme] as const,
  )
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { context, page, complaints }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Every rule of axe-core the page breaks, with where. The policy forbids foreign scripts, so it comes in by the debugger. */
export async function axeViolations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(
      violations.map(({ id, nodes }) => id + ' at ' + nodes.map(({ target }) => target.join(' ')).join(', '))))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return JSON.parse(String(result.value)) as string[]
}

/** How far the page is wider than the screen, px. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
