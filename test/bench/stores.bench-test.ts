/**
 * The reading stores as they fill: how fast they take rows, answer, and start, at `ROWS` stored rows (1e6 unless told:
 * ROWS=1e6,1e7,5e7). 1,000 devices, each once a minute with eight quantities; the last row is of about now.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDuckDbStore } from '../../server/adapters/duckdb/duckdb-store.ts'
import { openInfluxStore } from '../../server/adapters/influx/influx-store.ts'
import type { Quantity } from '../../server/domain/air/quantity.ts'
import type { Reading } from '../../server/domain/air/reading.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/domain/units.ts'
import type { ReadingStore, SeriesQuery } from '../../server/ports/reading-store.ts'
import { bytesIn } from '../support/folder-size.ts'
import { influxdPath, startInfluxd } from '../support/influxd.ts'
import { devicesNamed, enterDistrict } from '../support/live-district.ts'
import { isMissing, temporaryFolder } from '../support/real-server.ts'
import { startServer } from '../support/server.ts'
import { memoryMbOf, pause, print, quantile, rounded } from './support/figures.ts'

const SIZES = (process.env.ROWS ?? '1e6').split(',').map(Number)
const DEVICES = devicesNamed(1_000)
const BATCH = 5_000
/** What a second of the district brings. */
const SECOND_OF_ROWS = 17
/** Rows of which the rate is told at each size. */
const LAST_ROWS = 100_000
const SAMPLES = 7
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE
const FROM = NOW - Math.ceil(Math.max(...SIZES) / DEVICES.length) * MINUTE

const EIGHT: readonly Quantity[] = [
  'pm10',
  'pm25',
  'tsp',
  'windSpeed',
  'windDirection',
  'temperature',
  'humidity',
  'noise',
]

/** The same row each time it is asked for; a day's course, and noise that compresses no better than a sensor's. */
function rowAt(row: number): Reading {
  const [minute, device] = [Math.floor(row / DEVICES.length), row % DEVICES.length]
  const ts = FROM + minute * MINUTE + ((device * 37) % 60) * SECOND
  const noise = ((Math.imul(row + 1, 2_654_435_761) >>> 8) % 1_000) / 1_000
  const course = Math.sin((2 * Math.PI * (ts % DAY)) / DAY)
  const pm10 = Math.round(90 + 50 * course + 40 * noise)
  return {
    device: DEVICES[device]!,
    ts,
    receivedAt: ts + 500,
    seq: null,
    values: {
      pm10,
      pm25: Math.round(pm10 * (0.4 + 0.2 * noise)),
      tsp: Math.round(pm10 * (1.5 + noise)),
      windSpeed: rounded(2.5 + 2 * course + 2 * noise),
      windDirection: Math.round(360 * noise) % 360,
      temperature: rounded(18 + 7 * course + noise),
      humidity: Math.round(50 - 15 * course + 10 * noise),
      noise: rounded(55 + 8 * course + 6 * noise),
    },
    quality: {},
  }
}

/** `first` and the rows after it. Returns the ms each batch took to store. */
async function append(store: ReadingStore, first: number, rows: number, batch: number): Promise<number[]> {
  const tookMs: number[] = []
  for (let at = first; at < first + rows; at += batch) {
    const readings = Array.from({ length: Math.min(batch, first + rows - at) }, (_, n) => rowAt(at + n))
    const startedAt = performance.now()
    expect(await store.write(readings)).toEqual({ kind: 'stored' })
    tookMs.push(performance.now() - startedAt)
  }
  return tookMs
}

/** Rows a second. */
function rateOf(rows: number, tookMs: readonly number[]): number {
  return Math.round((rows * 1_000) / tookMs.reduce((sum, one) => sum + one, 0))
}

const median = (values: readonly number[]) =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )

async function fill(name: string, store: ReadingStore, from: number, size: number): Promise<void> {
  const bulk = Math.max(from, size - LAST_ROWS)
  await append(store, from, bulk - from, BATCH)
  const last = await append(store, bulk, size - bulk, BATCH)
  const again = await append(store, bulk, size - bulk, BATCH)
  const small = await append(store, size, 40 * SECOND_OF_ROWS, SECOND_OF_ROWS)
  print(`${name}, append`, {
    rows: size,
    'rows/s': rateOf(size - bulk, last),
    'the same again/s': rateOf(size - bulk, again),
    [`ms for ${SECOND_OF_ROWS} rows`]: rounded(median(small)),
    most: rounded(Math.max(...small)),
  })
}

async function ask(name: string, store: ReadingStore, size: number): Promise<void> {
  const end = FROM + Math.floor(size / DEVICES.length) * MINUTE
  const one = [DEVICES[500]!]
  const query = (devices: readonly string[], quantities: readonly Quantity[], spanMs: number, everyMs: number | null) =>
    ({ devices, quantities, from: end - spanMs, to: end, everyMs, alignMs: 0 }) satisfies SeriesQuery
  const questions: Record<string, SeriesQuery> = {
    'latest of 1,000': query(DEVICES, ['pm10'], 2 * MINUTE, null),
    '24 h raw of one, 8 quantities': query(one, EIGHT, DAY, null),
    '90 days hourly of one': query(one, ['pm10'], 90 * DAY, HOUR),
    'one hour raw of 1,000': query(DEVICES, ['pm10'], HOUR, null),
  }
  const facts: Record<string, number> = { rows: size }
  for (const [question, series] of Object.entries(questions)) {
    const tookMs: number[] = []
    for (let n = 0; n < SAMPLES; n += 1) {
      const startedAt = performance.now()
      const found = await store.series(series)
      tookMs.push(performance.now() - startedAt)
      expect(found.some(({ points }) => points.some(([, value]) => value !== null))).toBe(true)
    }
    facts[question] = rounded(median(tookMs))
  }
  print(`${name}, median ms of ${SAMPLES}`, facts)
}

describe('reading stores', () => {
  it('DuckDB', async () => {
    const folder = temporaryFolder()
    const path = join(folder.path, 'readings.duckdb')
    let filled = 0
    for (const size of SIZES) {
      const opening = performance.now()
      const store = await openDuckDbStore({ path })
      const openedMs = performance.now() - opening
      await fill('DuckDB', store, filled, size)
      filled = size
      await ask('DuckDB', store, size)
      await store.close()
      const mb = Math.round(bytesIn(folder.path) / 1e6)
      print('DuckDB, start', {
        rows: size,
        'MB on disk': mb,
        ...(await serverOn(folder.path)),
        'opened before, ms': rounded(openedMs),
      })
    }
    folder.remove()
  })

  it.skipIf(isMissing('influxdb', influxdPath))('InfluxDB 1.x', async () => {
    const influxd = await startInfluxd()
    const store = await openInfluxStore({ url: influxd.url, token: '', org: '', bucket: 'bench', version: null })
    let filled = 0
    for (const size of SIZES) {
      await fill('InfluxDB', store, filled, size)
      filled = size
      await ask('InfluxDB', store, size)
      const memory = memoryMbOf(influxd.pid())
      const startedAt = performance.now()
      await influxd.stop()
      const stoppedMs = performance.now() - startedAt
      const starting = performance.now()
      await influxd.restart()
      const startMs = performance.now() - starting
      await pause(2_000)
      print('InfluxDB, start', {
        rows: size,
        'MB on disk': Math.round(bytesIn(influxd.folder) / 1e6),
        'stops in ms': rounded(stoppedMs, 0),
        'starts in ms': rounded(startMs, 0),
        'MB just started': memoryMbOf(influxd.pid()).now,
        'MB before': memory.now,
        most: memory.most,
      })
    }
    await store.close()
    await influxd.end('SIGKILL')
  })
})

/** The embedded server on a folder that has been used before: until it is ready, and what it takes. */
async function serverOn(folder: string): Promise<Record<string, number>> {
  const environment = { WINDBREAK_DATA_DIR: folder, WINDBREAK_LOG_LEVEL: 'warn' }
  const first = await startServer(environment)
  await enterDistrict(first, DEVICES)
  await first.end()
  const startedAt = performance.now()
  const server = await startServer(environment)
  const startMs = performance.now() - startedAt
  await pause(2_000)
  const pid = server.process.pid!
  const atRest = memoryMbOf(pid).now
  const from = new Date(NOW - 90 * DAY).toISOString()
  const asking = performance.now()
  await server.get(`/series?device=${DEVICES[500]}&quantity=pm10&every=1h&from=${from}`)
  const askedMs = performance.now() - asking
  const facts = {
    'server ready in ms': rounded(startMs, 0),
    'MB at rest': atRest,
    '90 days by HTTP, ms': rounded(askedMs, 0),
    'MB after': memoryMbOf(pid).now,
  }
  await server.end()
  return facts
}
