import { describe } from 'vitest'
import { openInfluxStore } from '../../../server/adapters/influx/influx-store.ts'
import { readingStoreContract } from '../../contracts/reading-store.suite.ts'
import { influxdPath, startInfluxd } from '../../support/influxd.ts'
import { isMissing } from '../../support/real-server.ts'

describe.skipIf(isMissing('influxd', influxdPath))('InfluxDB 1.x', () => {
  readingStoreContract(async () => {
    const server = await startInfluxd()
    const store = await openInfluxStore({
      url: server.url,
      token: '',
      org: '',
      bucket: 'contract_drill',
      version: null,
    })
    return {
      store,
      async end() {
        await store.close()
        await server.end()
      },
    }
  })
})
