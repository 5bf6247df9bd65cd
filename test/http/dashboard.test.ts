import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDashboard } from '../../server/http/dashboard.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { temporaryFolder } from '../support/real-server.ts'

const folder = temporaryFolder()
let world: HttpWorld

beforeAll(async () => {
  mkdirSync(join(folder.path, 'assets'))
  writeFileSync(join(folder.path, 'index.html'), '<!doctype html><head><title>page</title></head>')
  const manifest = {
    'start.ts': { file: 'assets/start.js', imports: ['_shared.js'], css: ['assets/start.css'] },
    '_shared.js': { file: 'assets/shared.js', imports: ['start.ts'] },
    'site/start.ts': { file: 'assets/card.js' },
  }
  writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder.path, 'assets', 'main-1234.js'), 'export {}')
  for (const coding of ['br', 'gz']) writeFileSync(join(folder.path, 'assets', `main-1234.js.${coding}`), coding)
  writeFileSync(join(folder.path, 'boot.js'), '// boot')
  world = await openHttpWorld()
  addDashboard(world.app, { folder: folder.path, demoToken: 'officer-token' })
})
afterAll(async () => {
  await world.close()
  folder.remove()
})

describe('the dashboard behind the API', () => {
  it.each(['/', '/orders', '/site/site-002', '/places/%E4%B8%80'])('answers %s with its one page', async (path) => {
    const { status, text, headers } = await world.get(path)
    expect({ status, title: text.includes('<title>page</title>') }).toEqual({ status: 200, title: true })
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('serves its files, those with a hash in their name for good', async () => {
    expect((await world.get('/assets/main-1234.js')).headers.get('cache-control')).toContain('immutable')
    expect((await world.get('/boot.js')).text).toBe('// boot')
  })

  it('tells with the page what it needs first, and a site card only what that needs', async () => {
    const hrefs = async (path: string) =>
      [...(await world.get(path)).text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)
    expect(await hrefs('/orders')).toEqual(['/assets/start.js', '/assets/shared.js', '/assets/start.css'])
    expect(await hrefs('/site/site-1')).toEqual(['/assets/card.js'])
  })

  it.each([
    { accepts: 'gzip, deflate, br', coding: 'br' },
    { accepts: 'gzip', coding: 'gzip' },
    { accepts: 'identity', coding: null },
  ])('sends what the build compressed to a browser that takes $accepts', async ({ accepts, coding }) => {
    const { headers } = await world.get('/assets/main-1234.js', { headers: { 'accept-encoding': accepts } })
    const of = (name: string) => headers.get(name)
    expect([of('content-encoding'), of('content-type')]).toEqual([coding, 'text/javascript; charset=utf-8'])
    expect(of('vary')).toContain('Accept-Encoding')
    expect(of('cache-control')).toContain('immutable')
  })

  it('compresses long answers of the API, and says that it depends on the browser', async () => {
    const url = 'http://127.0.0.1/api/v1/openapi.json'
    const { headers } = await world.app.request(url, { headers: { 'accept-encoding': 'gzip, br' } })
    expect([headers.get('content-encoding'), headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
    expect((await world.get('/api/v1/openapi.json')).headers.get('content-encoding')).toBeNull()
  })

  it('says that a file of an earlier build is gone, not a page in its place', async () => {
    expect((await world.get('/assets/main-0000.js')).status).toBe(404)
  })

  it('leaves the API its own answers, and nobody gets out of the folder', async () => {
    expect((await world.get('/api/v1/no-such-path')).status).toBe(404)
    expect((await world.get('/api/v1/clock')).status).toBe(200)
    expect((await world.get('/..%2f..%2fetc/passwd')).text).not.toContain('root:')
  })

  it('signs the visitor of a demo in by a cookie that scripts cannot read', async () => {
    const cookie = (await world.get('/')).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^windbreak_session=officer-token; .*HttpOnly.*SameSite=Strict/)
    const session = await world.get('/api/v1/session', { headers: { cookie: 'windbreak_session=officer-token' } })
    expect(session.body).toMatchObject({ role: 'dutyOfficer' })
    const stranger = await world.get('/api/v1/session', { headers: { cookie: 'windbreak_session=left-over' } })
    expect(stranger.body).toMatchObject({ role: 'viewer', actor: 'anonymous' })
  })
})
