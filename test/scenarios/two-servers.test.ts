/** Two servers on one mosquitto, InfluxDB and PostgreSQL: one judges, the other stands by and takes over. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditVerdict } from '../../server/domain/audit.ts'
import { blow, enterDistrict, healthOf, until } from '../support/live-district.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type LaunchedServer, type RunningServer, runServer, TOKENS } from '../support/server.ts'
import { isSetUpMissing, type OutsideSetUp, openOutside } from '../support/set-up.ts'

describe.skipIf(isSetUpMissing('outside'))('a second server on the same databases', () => {
  const folder = temporaryFolder()
  let setUp: OutsideSetUp
  let first: RunningServer
  let second: LaunchedServer
  let leading: RunningServer

  const orders = async (server: RunningServer) => (await server.get<{ items: { id: string }[] }>('/orders')).items
  const secondSettings = { WINDBREAK_HTTP_PORT: '0', WINDBREAK_DATA_DIR: join(folder.path, 'second') }

  beforeAll(async () => {
    setUp = await openOutside()
    first = await setUp.start({ WINDBREAK_RULES: 'windy-day=automatic' })
    await enterDistrict(first, [])
    await blow(first, 8)
    await until(
      () => orders(first),
      (found) => found.length === 3,
    )
    second = setUp.launch({ ...secondSettings, WINDBREAK_RULES: 'windy-day=automatic' })
  })
  afterAll(async () => {
    for (const server of [first, leading]) server?.process.kill('SIGKILL')
    second?.process.kill('SIGKILL')
    await setUp.end()
    folder.remove()
  })

  it('stands by, says so in health, and takes nothing', async () => {
    const url = await second.standsBy
    const health = await (await fetch(`${url}/api/v1/health`)).json()
    expect(health).toMatchObject({
      status: 'degraded',
      standsBy: { for: expect.any(String), since: expect.any(String) },
    })
    const headers = { authorization: `Bearer ${TOKENS.chief}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ id: 'x', name: 'x' })
    const refused = await fetch(`${url}/api/v1/townships`, { method: 'POST', headers, body })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(/stands by: .+ has judged since/) })
    expect((await healthOf(first)).parts.operations.status).toBe('ok')
  })

  it('refuses to start where the setting says so, in plain words', async () => {
    const refusing = {
      ...setUp.environment,
      WINDBREAK_DATA_DIR: join(folder.path, 'third'),
      WINDBREAK_SECOND: 'refuse',
    }
    const { code, said } = await runServer(refusing)
    expect(code).toBe(1)
    expect(said).toMatch(/^DATABASE_URL: another server judges on this database \(.+, since .+\); stop it/m)
  })

  it('takes over within ten seconds from one that stands still, which stores nothing any more and ends', async () => {
    first.process.kill('SIGSTOP')
    const stoppedAt = Date.now()
    leading = await second.ready
    console.log(`taken over after ${Date.now() - stoppedAt} ms`)
    expect(Date.now() - stoppedAt).toBeLessThan(10_000)
    await blow(leading, 8)
    const late = first.post('/townships', { id: 'late', name: 'late' }).catch((error: unknown) => String(error))
    first.process.kill('SIGCONT')
    expect(await late).toMatch(/503|fetch failed/)
    const ended = await new Promise((resolve) => first.process.once('exit', resolve))
    expect(ended).toBe(1)
    expect(first.said()).toContain('has taken over')

    await blow(leading, 9)
    const townships = (await leading.get<{ items: { id: string }[] }>('/townships')).items.map(({ id }) => id)
    expect(townships).toEqual(['t1'])
    expect(await orders(leading)).toHaveLength(3)
    expect(await leading.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true })
  })

  it('gives it back at once to the next when it is told to end', async () => {
    expect(await leading.end('SIGTERM')).toBe(0)
    const began = Date.now()
    first = await setUp.start({ WINDBREAK_RULES: 'windy-day=automatic' })
    console.log(`started after ${Date.now() - began} ms`)
    expect((await healthOf(first)).parts.operations.status).toBe('ok')
    expect(await orders(first)).toHaveLength(3)
  })
})
