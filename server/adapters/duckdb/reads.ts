/** The questions a reading store answers, as SQL for DuckDB. Every one is bounded in time. Throws what DuckDB throws. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { bucketOffset, seriesBuilder } from '../../domain/air/buckets.ts'
import { FIRST_BARRING_MASK } from '../../domain/air/quality.ts'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import type { ReadingCount, Series, SeriesQuery } from '../../ports/reading-store.ts'
import { literal, maskColumn, valueColumn } from './tables.ts'

export async function readSeries(connection: DuckDBConnection, query: SeriesQuery): Promise<readonly Series[]> {
  const quantities = [...new Set(query.quantities)]
  if (query.devices.length === 0 || quantities.length === 0) return []
  const answer = await connection.runAndReadAll(
    query.everyMs === null ? rawSql(query, quantities) : meanSql(query, query.everyMs, quantities),
  )
  const [devices = [], instants = [], ...columns] = answer.getColumns()
  const built = seriesBuilder(query)
  for (const [index, quantity] of quantities.entries()) {
    const column = columns[index] ?? []
    for (const [row, value] of column.entries())
      built.add(String(devices[row]), quantity, Number(instants[row]), value === null ? null : Number(value))
  }
  return built.series()
}

/** Column 1 is the device, column 2 the instant as a DOUBLE (exact below 2^53, and no BigInt to convert). */
function rawSql(query: SeriesQuery, quantities: readonly Quantity[]): string {
  return `SELECT device, ts::DOUBLE, ${quantities.map(valueColumn).join(', ')} FROM reading
    WHERE ${within(query.from, query.to)} AND device IN (${query.devices.map(literal).join(', ')}) ORDER BY ts`
}

function meanSql(query: SeriesQuery, everyMs: Ms, quantities: readonly Quantity[]): string {
  const shifted = `(ts - ${bucketOffset(everyMs, query.alignMs)})`
  // DuckDB's % has the dividend's sign, so before 1970 it needs bringing back above zero.
  const start = `ts - ((${shifted} % ${everyMs}) + ${everyMs}) % ${everyMs}`
  const means = quantities.map(
    (quantity) => `avg(${valueColumn(quantity)}) FILTER (WHERE ${maskColumn(quantity)} < ${FIRST_BARRING_MASK})`,
  )
  return `SELECT device, (${start})::DOUBLE AS start, ${means.join(', ')} FROM reading
    WHERE ${within(query.from, query.to)} AND device IN (${query.devices.map(literal).join(', ')}) GROUP BY ALL`
}

export async function countReadings(connection: DuckDBConnection, from: EpochMs, to: EpochMs): Promise<ReadingCount> {
  const counts = QUANTITIES.map((quantity) => `count(${valueColumn(quantity)})::DOUBLE`)
  const answer = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM reading WHERE ${within(from, to)}`,
  )
  const [readings = 0, ...ofQuantity] = (answer.getRows()[0] ?? []).map(Number)
  const values: Partial<Record<Quantity, number>> = {}
  for (const [index, quantity] of QUANTITIES.entries()) {
    const count = ofQuantity[index] ?? 0
    if (count > 0) values[quantity] = count
  }
  return { readings, values }
}

function within(from: EpochMs, to: EpochMs): string {
  return `ts >= ${from} AND ts < ${to}`
}
