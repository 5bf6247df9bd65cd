/**
 * Merges points into the table: a new point is inserted, a known one gets the quantities the batch carries.
 *
 * The batch goes through an appender into a temporary table; then, day by day so that each search is bounded by a
 * narrow time range, update what is there and insert the rest, all in one transaction. Throws what DuckDB throws,
 * with nothing of the batch stored.
 */
import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api'
import { type Point, quantitiesOf } from '../../domain/air/points.ts'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'
import { DAY, type EpochMs } from '../../domain/units.ts'
import { maskColumn, valueColumn } from './tables.ts'

/** DuckDB's own vector size: a chunk holds no more rows. */
const CHUNK_ROWS = 2_048

interface TimeRange {
  readonly first: EpochMs
  /** Included. */
  readonly last: EpochMs
}

export async function mergePointsInto(connection: DuckDBConnection, points: readonly Point[]): Promise<void> {
  const carried = quantitiesCarried(points)
  await stage(connection, points, carried)
  await connection.run('BEGIN')
  try {
    for (const range of daysOf(points)) await mergeRange(connection, range, carried)
    await connection.run('COMMIT')
  } catch (error) {
    // A failed COMMIT has already rolled back, and then ROLLBACK itself fails: the first error tells more.
    await connection.run('ROLLBACK').catch(() => {})
    throw error
  }
}

function quantitiesCarried(points: readonly Point[]): readonly Quantity[] {
  const carried = new Set<Quantity>()
  for (const point of points) for (const quantity of quantitiesOf(point)) carried.add(quantity)
  return QUANTITIES.filter((quantity) => carried.has(quantity))
}

async function stage(connection: DuckDBConnection, points: readonly Point[], carried: readonly Quantity[]) {
  const columns = carried.map((quantity) => `, ${valueColumn(quantity)} DOUBLE, ${maskColumn(quantity)} INTEGER`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming (device VARCHAR, ts BIGINT${columns.join('')})`)
  const types = [VARCHAR, BIGINT, ...carried.flatMap(() => [DOUBLE, INTEGER])]
  const appender = await connection.createAppender('incoming', 'main', 'temp')
  for (let start = 0; start < points.length; start += CHUNK_ROWS) {
    const rows = points.slice(start, start + CHUNK_ROWS)
    const chunk = DuckDBDataChunk.create(types, rows.length)
    chunk.setColumns([
      rows.map((point) => point.device),
      rows.map((point) => BigInt(point.ts)),
      ...carried.flatMap((quantity) => [
        rows.map((point) => point.values[quantity] ?? null),
        rows.map((point) => (point.values[quantity] === undefined ? null : (point.quality[quantity] ?? 0))),
      ]),
    ])
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

async function mergeRange(connection: DuckDBConnection, range: TimeRange, carried: readonly Quantity[]) {
  const inRange = `ts BETWEEN ${range.first} AND ${range.last}`
  const fresh = `SELECT * FROM (FROM incoming WHERE ${inRange}) AS i
    ANTI JOIN (SELECT device, ts FROM reading WHERE ${inRange}) AS r USING (device, ts)`
  const update = `UPDATE reading SET ${carried.map(keepOrReplace).join(', ')}
    FROM incoming AS i WHERE reading.device = i.device AND reading.ts = i.ts AND reading.${inRange} AND i.${inRange}`
  await connection.run(update)
  await connection.run(`INSERT INTO reading BY NAME ${fresh}`)
}

/** A null in the batch means "not carried"; a carried value always brings its mask. */
function keepOrReplace(quantity: Quantity): string {
  return [valueColumn(quantity), maskColumn(quantity)]
    .map((column) => `${column} = coalesce(i.${column}, reading.${column})`)
    .join(', ')
}

/** The batch's range on each day (UTC) it touches, oldest first. */
function daysOf(points: readonly Point[]): readonly TimeRange[] {
  const ranges = new Map<number, TimeRange>()
  for (const { ts } of points) {
    const day = Math.floor(ts / DAY)
    const known = ranges.get(day)
    ranges.set(day, { first: Math.min(known?.first ?? ts, ts), last: Math.max(known?.last ?? ts, ts) })
  }
  return [...ranges.values()].sort((one, other) => one.first - other.first)
}
