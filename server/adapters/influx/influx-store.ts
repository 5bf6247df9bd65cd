/**
 * InfluxDB 1.x, 2.x or 3 as a `ReadingStore`: one `write` is one request, and its answer is the whole truth. Before it
 * says that a batch is to blame it writes a point that is surely good, and says `unavailable` if that is refused too.
 *
 * Opening never fails because the server is away: version and (1.x) database are looked after when first needed.
 * Keeps no queue and tries nothing twice; the spool in front of it does. Two writes may be under way at once.
 */
import { seriesBuilder } from '../../domain/air/buckets.ts'
import { firstUnstorable, pointsOf } from '../../domain/air/points.ts'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'
import type { Ms } from '../../domain/units.ts'
import { type ReadingStore, StoreUnavailable, type WriteOutcome } from '../../ports/reading-store.ts'
import {
  createDatabase,
  emptyDatabase,
  type InfluxVersion,
  isDone,
  queryRequest,
  versionOf,
  writeRequest,
} from './dialect.ts'
import { type Answer, type InfluxHttp, openHttp } from './http.ts'
import { countSelect, meanSelect, parseAnswer, rawSelect, type Table } from './influxql.ts'
import { GOOD_POINT, PRESENT, toLines } from './line-protocol.ts'
import { outcomeOf, whyNot } from './write-outcome.ts'

export interface InfluxSettings {
  readonly url: string
  /** 1.x: `user:password`; empty for none. */
  readonly token: string
  /** 2.x only; empty elsewhere. */
  readonly org: string
  /** 2.x: the bucket; 1.x and 3: the database. */
  readonly bucket: string
  /** null: ask the server. */
  readonly version: InfluxVersion | null
  /** After it a server that does not answer counts as unavailable. */
  readonly timeoutMs?: Ms
}

/** A longer list of devices is asked for in several SELECTs: a condition nests one level per device. */
const DEVICES_PER_SELECT = 250

/** Only a database with this ending is ever emptied. */
const DRILL_ENDING = '_drill'

/** Rejects only on settings that can never work (a URL that is none). */
export async function openInfluxStore(settings: InfluxSettings): Promise<ReadingStore> {
  const http = openHttp({ url: settings.url, token: settings.token, timeoutMs: settings.timeoutMs ?? 10_000 })
  const versionKnown = rememberVersion(http, settings.version)

  async function select(influxql: string): Promise<readonly Table[]> {
    const version = await versionKnown()
    const answer = await http.send(queryRequest(version, settings, influxql))
    if (answer.kind === 'silent' || answer.status !== 200) throw new StoreUnavailable(whyNot(answer))
    const parsed = parseAnswer(answer.body)
    if (parsed.kind === 'tables') return parsed.tables
    // 1.x makes the database on the first write: until then there is nothing in it.
    if (version === 1 && /database not found/.test(parsed.why)) return []
    throw new StoreUnavailable(`InfluxDB cannot answer: ${parsed.why}`)
  }

  return {
    async write(batch) {
      const why = firstUnstorable(batch)
      if (why) return { kind: 'refused', why }
      const points = pointsOf(batch)
      if (points.length === 0) return { kind: 'stored' }
      return versionKnown().then((version) => writeFairly(http, version, settings, toLines(points)), unavailable)
    },

    async series(query) {
      const quantities = [...new Set(query.quantities)]
      const devices = [...new Set(query.devices)]
      const { everyMs, alignMs } = query
      const built = seriesBuilder(query)
      const take = async (influxql: string, columns: readonly Quantity[]) => {
        for (const table of await select(influxql)) addTable(table, columns, built.add)
      }
      if (quantities.length === 0 || query.to <= query.from) return []
      for (let start = 0; start < devices.length; start += DEVICES_PER_SELECT) {
        const some = devices.slice(start, start + DEVICES_PER_SELECT)
        if (everyMs === null) await take(rawSelect(some, quantities, query), quantities)
        else
          for (const quantity of quantities)
            await take(meanSelect(some, quantity, query, { everyMs, alignMs }), [quantity])
      }
      return built.series()
    },

    async count(from, to) {
      const [table] = from < to ? await select(countSelect({ from, to })) : []
      const counted = (field: string) => Number(table?.values[0]?.[table.columns.indexOf(field)] ?? 0)
      const values: Partial<Record<Quantity, number>> = {}
      for (const quantity of QUANTITIES) if (counted(quantity) > 0) values[quantity] = counted(quantity)
      return { readings: counted(PRESENT), values }
    },

    async clear() {
      if (!settings.bucket.endsWith(DRILL_ENDING))
        throw new Error(`only a database whose name ends in ${DRILL_ENDING} is ever emptied, not ${settings.bucket}`)
      const version = await versionKnown()
      const answer = await emptyDatabase(http, version, settings)
      if (!isEmptied(version, answer))
        throw new StoreUnavailable(`the drill's database was not emptied: ${whyNot(answer)}`)
    },

    async close() {
      http.close()
    },
  }
}

/** Asks once it is needed, and again until there is an answer. */
function rememberVersion(http: InfluxHttp, configured: InfluxVersion | null): () => Promise<InfluxVersion> {
  let known = configured
  return async () => {
    if (known) return known
    const ping = await http.send({ method: 'GET', path: '/ping' })
    known = versionOf(ping)
    if (!known) throw new StoreUnavailable(`cannot tell the version of InfluxDB: ${whyNot(ping)}`)
    return known
  }
}

/** A server that turns a good point away as well (a full disk, a proxy's limit) is in trouble: no reading is to blame. */
async function writeFairly(
  http: InfluxHttp,
  version: InfluxVersion,
  settings: InfluxSettings,
  lines: string,
): Promise<WriteOutcome> {
  const outcome = await writeLines(http, version, settings, lines)
  if (outcome.kind !== 'refused') return outcome
  const good = await writeLines(http, version, settings, GOOD_POINT)
  if (good.kind === 'stored') return outcome
  return { kind: 'unavailable', why: `InfluxDB turns away even a point that is surely good: ${good.why}` }
}

async function writeLines(
  http: InfluxHttp,
  version: InfluxVersion,
  settings: InfluxSettings,
  lines: string,
): Promise<WriteOutcome> {
  const request = writeRequest(version, settings, lines)
  const answer = await http.send(request)
  if (version !== 1 || !isDatabaseMissing(answer)) return outcomeOf(answer)
  const created = await createDatabase(http, settings)
  if (!isDone(created))
    return {
      kind: 'unavailable',
      why: `the database ${settings.bucket} is missing and could not be made: ${whyNot(created)}`,
    }
  return outcomeOf(await http.send(request))
}

function isDatabaseMissing(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 404 && /database not found/.test(answer.body)
}

/** In version 3 a database that is not there is as good as an empty one: the next write makes it. */
function isEmptied(version: InfluxVersion, answer: Answer): boolean {
  if (version === 1) return isDone(answer)
  return answer.kind === 'answered' && (answer.status < 300 || (version === 3 && answer.status === 404))
}

function unavailable(error: unknown): WriteOutcome {
  if (error instanceof StoreUnavailable) return { kind: 'unavailable', why: error.message }
  throw error
}

type AddPoint = (device: string, quantity: Quantity, ts: number, value: number | null) => void

function addTable(table: Table, columns: readonly Quantity[], add: AddPoint): void {
  const device = table.tags?.device ?? ''
  for (const row of table.values) {
    for (const [index, quantity] of columns.entries()) {
      const value = row[index + 1]
      if (typeof value === 'number') add(device, quantity, Number(row[0]), value)
    }
  }
}
