/**
 * The table of readings in DuckDB and how its columns are named. Columns of quantities added later are added when
 * the file is opened, so that an older file goes on working.
 *
 * No primary key: DuckDB's index costs several times the disk and slows every insert. The merge keeps (device, ts)
 * unique instead, and it is the only writer.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'

/** Names are quoted: `"pm10"` and `"pm10_q"`. */
export const valueColumn = (quantity: Quantity) => `"${quantity}"`
export const maskColumn = (quantity: Quantity) => `"${quantity}_q"`

export async function prepareTable(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS reading (device VARCHAR NOT NULL, ts BIGINT NOT NULL)')
  const known = await connection.runAndReadAll(`SELECT column_name FROM duckdb_columns() WHERE table_name = 'reading'`)
  const names = new Set(known.getRows().map(([name]) => String(name)))
  for (const quantity of QUANTITIES) {
    if (names.has(quantity)) continue
    await connection.run(`ALTER TABLE reading ADD COLUMN ${valueColumn(quantity)} DOUBLE`)
    await connection.run(`ALTER TABLE reading ADD COLUMN IF NOT EXISTS ${maskColumn(quantity)} INTEGER`)
  }
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
