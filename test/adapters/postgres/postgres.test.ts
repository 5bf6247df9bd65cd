/** The operations contract on a real PostgreSQL server. */
import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import { describeOperations } from '../../contracts/operations.suite.ts'
import { postgresIsMissing, startPostgres, type TestPostgres } from '../../support/postgres.ts'

describe.skipIf(postgresIsMissing())('PostgreSQL', () => {
  let server: TestPostgres

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.remove())

  describeOperations('keeps the contract', async () => openPostgres({ url: await server.url(), schema: 'drill' }))
})
