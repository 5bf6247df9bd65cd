/** What a start costs after kills that come faster than checkpoints. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blow, enterDistrict, until } from '../support/live-district.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { startServer } from '../support/server.ts'

it('never goes through the same records again at a later start', async () => {
  const folder = temporaryFolder()
  const environment = { WINDBREAK_DATA_DIR: folder.path, WINDBREAK_LOG_LEVEL: 'warn' }
  const first = await startServer(environment)
  await enterDistrict(first, [])
  await blow(first, 3)
  await blow(first, 4)
  await first.end('SIGKILL')

  const second = await startServer(environment)
  // Without waiting for the next checkpoint in time: the one of the start names both records.
  const checkpoint = await until(
    async () => JSON.parse(readFileSync(join(folder.path, 'checkpoint.json'), 'utf8')) as { seq: number },
    () => true,
    5_000,
  )
  expect(checkpoint.seq).toBe(2)
  await second.end('SIGKILL')
  folder.remove()
})
