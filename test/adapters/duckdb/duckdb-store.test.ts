import { describe } from 'vitest'
import { openDuckDbStore } from '../../../server/adapters/duckdb/duckdb-store.ts'
import { readingStoreContract } from '../../contracts/reading-store.suite.ts'
import { temporaryFolder } from '../../support/real-server.ts'

describe('DuckDB', () => {
  readingStoreContract(async () => {
    const folder = temporaryFolder()
    const store = await openDuckDbStore({ path: `${folder.path}/readings.duckdb` })
    return {
      store,
      async end() {
        await store.close()
        folder.remove()
      },
    }
  })
})
