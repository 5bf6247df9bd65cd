/** The whole program on a machine whose clock is set by an hour, also while it is down. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HealthView } from '../../server/contract/health.ts'
import type { AuditLineView } from '../../server/contract/record.ts'
import { HOUR, type Ms } from '../../server/domain/units.ts'
import { blow, enterDistrict, quickRules, until } from '../support/live-district.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer, TOKENS } from '../support/server.ts'

const folder = temporaryFolder()
const clockFile = join(folder.path, 'clock')
const setBy = (ms: Ms) => writeFileSync(clockFile, String(ms))
let server: RunningServer

function start(): Promise<RunningServer> {
  return startServer({
    WINDBREAK_DATA_DIR: join(folder.path, 'data'),
    WINDBREAK_RULES_FILE: quickRules(folder.path),
    WINDBREAK_RULES: 'windy-day=automatic',
    TEST_CLOCK_FILE: clockFile,
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../support/set-clock.mjs')).href}`,
  })
}

const control = async () => (await server.get<HealthView>('/health')).parts.control
const orders = async () => (await server.get<{ items: { number: string }[] }>('/orders')).items
const clockLines = async () =>
  (await server.get<{ items: AuditLineView[] }>('/audit?subject=clock')).items.map(({ action, actor }) => [
    action,
    actor,
  ])

beforeAll(async () => {
  setBy(0)
  server = await start()
  await enterDistrict(server, [])
})
afterAll(async () => {
  await server.end('SIGKILL')
  folder.remove()
})

it('an hour ahead stops control in plain sight; a chief’s word lets it go on after a restart, and nothing is ordered twice', async () => {
  await blow(server, 8)
  await until(orders, (found) => found.length === 3, 30_000)

  setBy(HOUR)
  await until(control, ({ clock }) => clock?.kind === 'stepped', 10_000)
  expect(await control()).toMatchObject({ status: 'down', clock: { byS: 3_600 } })

  await until(clockLines, (lines) => lines.length === 1, 10_000)
  // A start cannot know that the clock is ahead; the next one, by the right clock, can.
  await server.end('SIGKILL')
  server = await start()
  const judged = await control()
  await until(control, ({ lastTickAt }) => lastTickAt !== judged.lastTickAt, 10_000)
  await server.end('SIGKILL')
  setBy(0)
  server = await start()
  await until(control, ({ clock }) => clock?.kind === 'behind', 10_000)
  expect(server.said()).toContain('/control/re-anchor')
  await expect(server.post('/control/re-anchor', { reason: '已对时' }, TOKENS.officer)).rejects.toThrow('403')

  await server.post('/control/re-anchor', { reason: '已对时' }, TOKENS.chief)
  await until(control, ({ status, clock }) => clock === null && status !== 'down', 10_000)
  await expect(server.post('/control/re-anchor', { reason: '已对时' }, TOKENS.chief)).rejects.toThrow('409')
  await blow(server, 8)
  const before = await control()
  await until(control, ({ lastTickAt }) => lastTickAt !== before.lastTickAt, 10_000)
  expect(await orders()).toHaveLength(3)
  expect(await clockLines()).toEqual([
    ['clock.reanchored', 'chief'],
    ['clock.doubted', 'system'],
    ['clock.doubted', 'system'],
  ])
})
