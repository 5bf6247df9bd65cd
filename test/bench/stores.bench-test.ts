/** Rows per second of the reading stores: batches of 5,000 readings of eight quantities, one after the other. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDuckDbStore } from '../../server/adapters/duckdb/duckdb-store.ts'
import { openInfluxStore } from '../../server/adapters/influx/influx-store.ts'
import type { Reading } from '../../server/domain/air/reading.ts'
import type { ReadingStore } from '../../server/ports/reading-store.ts'
import { influxdPath, startInfluxd } from '../support/influxd.ts'
import { isMissing, temporaryFolder } from '../support/real-server.ts'
import { print } from './support/figures.ts'

const BATCH = 5_000
const DEVICES = 1_000
const FROM = Date.UTC(2026, 2, 1)

function batch(n: number): Reading[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const row = n * BATCH + index
    const ts = FROM + Math.floor(row / DEVICES) * 60_000
    const [pm10, direction] = [row % 400, row % 360]
    const values = { pm10, pm25: pm10 / 2, tsp: pm10 * 2, windSpeed: 3.4, windDirection: direction }
    const more = { temperature: 21.5, humidity: 44, noise: 61.2 }
    return {
      device: `dust-${row % DEVICES}`,
      ts,
      receivedAt: ts + 500,
      seq: null,
      values: { ...values, ...more },
      quality: {},
    }
  })
}

async function measure(name: string, store: ReadingStore, batches: number): Promise<void> {
  const rows = batches * BATCH
  for (const pass of ['first', 'again']) {
    let spentMs = 0
    const cpuBefore = process.cpuUsage()
    for (let n = 0; n < batches; n += 1) {
      const readings = batch(n)
      const startedAt = performance.now()
      expect(await store.write(readings)).toEqual({ kind: 'stored' })
      spentMs += performance.now() - startedAt
    }
    const { user, system } = process.cpuUsage(cpuBefore)
    // Of this process: that is all of DuckDB, and of InfluxDB the client alone.
    print(`${name}, ${pass}`, {
      rows,
      'rows/s': Math.round(rows / (spentMs / 1_000)),
      'µs of CPU here each': Math.round((user + system) / rows),
    })
  }
  expect((await store.count(FROM, FROM + 365 * 86_400_000)).readings).toBe(rows)
}

describe('reading stores', () => {
  it('DuckDB', async () => {
    const folder = temporaryFolder()
    const store = await openDuckDbStore({ path: join(folder.path, 'readings.duckdb') })
    await measure('DuckDB', store, 60)
    await store.close()
    folder.remove()
  })

  it.skipIf(isMissing('influxdb', influxdPath))('InfluxDB 1.x', async () => {
    const influxd = await startInfluxd()
    const store = await openInfluxStore({ url: influxd.url, token: '', org: '', bucket: 'bench', version: null })
    await measure('InfluxDB', store, 60)
    await store.close()
    await influxd.end('SIGKILL')
  })
})
