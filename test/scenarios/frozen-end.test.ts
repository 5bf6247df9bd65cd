/** A database that neither answers nor hangs up does not keep the program from ending. */
import { expect, it } from 'vitest'
import { postgresIsMissing, startPostgres } from '../support/postgres.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { startServer, TOKENS } from '../support/server.ts'

it.skipIf(postgresIsMissing())('SIGTERM ends the program within seconds although PostgreSQL hangs', async () => {
  const postgres = await startPostgres()
  const folder = temporaryFolder()
  const DATABASE_URL = await postgres.url('windbreak')
  const server = await startServer({ WINDBREAK_DATA_DIR: folder.path, WINDBREAK_MQTT_PORT: 'off', DATABASE_URL })
  postgres.freeze()
  const act = server.post('/townships', { id: 't', name: '侯寨乡' }, TOKENS.chief).catch((error: unknown) => error)
  const ended = await Promise.race([server.end(), new Promise((resolve) => setTimeout(resolve, 15_000, 'still there'))])
  expect(ended, server.said()).not.toBe('still there')
  await act
  postgres.thaw()
  await postgres.remove()
  folder.remove()
})
