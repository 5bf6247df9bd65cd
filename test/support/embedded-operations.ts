/** One embedded operations database for the tests of a file, emptied before each: making a new one takes seconds. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openEmbeddedPostgres } from '../../server/adapters/postgres/open-embedded-postgres.ts'
import type { Operations } from '../../server/ports/operations.ts'
import { EMPTY_CLUSTER, temporaryFolder } from './real-server.ts'

/** Call it at the top of a file; what it returns gives the database once the tests run. */
export function embeddedOperations(): () => Operations {
  const folder = temporaryFolder()
  let operations: Operations

  beforeAll(async () => {
    operations = await openEmbeddedPostgres({ folder: folder.path, schema: 'drill', emptyCluster: EMPTY_CLUSTER })
  })
  beforeEach(() => operations.clear())
  afterAll(async () => {
    await operations.close()
    folder.remove()
  })
  return () => operations
}
