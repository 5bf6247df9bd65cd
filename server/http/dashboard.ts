/**
 * The built dashboard behind the API: its files, and its one page for every other path (the page routes by itself).
 *
 * In a demo the page brings a cookie that signs the visitor in as duty officer; the server listens on loopback only.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { setCookie } from 'hono/cookie'
import type { Api } from './api.ts'
import { linksFor } from './first-files.ts'
import { SESSION_COOKIE } from './guards.ts'

export interface DashboardSettings {
  /** Folder with `index.html`. */
  readonly folder: string
  /** null: nobody is signed in by opening the page. */
  readonly demoToken: string | null
}

const A_YEAR = 'public, max-age=31536000, immutable'

export function addDashboard(app: Api, { folder, demoToken }: DashboardSettings): void {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const pageWith = (entry: string) => page.replace('</head>', `${linksFor(folder, entry)}</head>`)
  const [dashboard, siteCard] = [pageWith('start.ts'), pageWith('site/start.ts')]
  // File names carry a hash of their content: a new build has new names.
  app.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.res.headers.set('cache-control', A_YEAR)
    c.res.headers.append('vary', 'Accept-Encoding')
  })
  // The build made them: nothing is compressed when it is asked for.
  app.use('/assets/*', serveStatic({ root: folder, precompressed: true }))
  // A file of an earlier build is gone: the page in its place would be taken for a script.
  app.get('/assets/*', (c) => c.text('there is no such file', 404))
  app.get('*', serveStatic({ root: folder, rewriteRequestPath: (path) => (path === '/' ? '/no-such-file' : path) }))
  app.get('*', (c) => {
    if (demoToken !== null) setCookie(c, SESSION_COOKIE, demoToken, { httpOnly: true, sameSite: 'Strict', path: '/' })
    return c.html(c.req.path.startsWith('/site/') ? siteCard : dashboard, 200, { 'cache-control': 'no-cache' })
  })
}
