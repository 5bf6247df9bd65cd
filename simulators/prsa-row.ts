/**
 * One row of a file: its station, its instant and what was measured, in the server's units. What is missing is left
 * out, never 0. What cannot be read is named with its column, the value found and what was expected.
 */
import { type EpochMs, instantOf, parseLocal } from './local-time.ts'
import type { ColumnMap } from './prsa-columns.ts'

export interface Row {
  readonly station: string
  readonly at: EpochMs
  /** Empty when nothing was measured. */
  readonly values: Readonly<Record<string, number>>
}

/** Where the columns of a map stand in one file. */
export interface Layout {
  readonly columns: readonly string[]
  /** -1: the file has no such column and is one station. */
  readonly station: number
  readonly time: readonly number[]
  readonly quantities: readonly { readonly at: number; readonly quantity: string; readonly factor: number }[]
}

/** The layout, or why the file cannot be played at all. Column names are compared without regard to case. */
export function layoutOf(header: readonly string[], map: ColumnMap): Layout | readonly string[] {
  const names = header.map((name) => name.trim().toLowerCase())
  const find = (column: string) => names.indexOf(column.trim().toLowerCase())
  const timeColumns = map.time.kind === 'text' ? [map.time.column] : map.time.columns
  const time = timeColumns.map(find)
  const quantities = map.quantities
    .map(({ column, quantity, factor }) => ({ at: find(column), quantity, factor }))
    .filter(({ at }) => at >= 0)
  const found = `found ${header.join(', ')}`
  const problems = timeColumns
    .filter((column) => find(column) < 0)
    .map((column) => `line 1: there is no column "${column}", which says when; ${found}`)
  if (quantities.length === 0) {
    const expected = map.quantities.map(({ column }) => column).join(', ')
    problems.push(`line 1: there is no column with a quantity; expected any of ${expected}; ${found}`)
  }
  return problems.length > 0 ? problems : { columns: header, station: find(map.station), time, quantities }
}

/** The instant of a row, or what is wrong with it. */
export function timeOfRow(cells: readonly string[], layout: Layout, map: ColumnMap): EpochMs | string {
  const texts = layout.time.map((index) => (cells[index] ?? '').trim())
  const columns = layout.time.map((index) => layout.columns[index]).join(', ')
  const at =
    map.time.kind === 'text'
      ? parseLocal(texts[0] ?? '', map.utcOffset)
      : instantOf(
          texts.map((text) => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN)),
          map.utcOffset,
        )
  if (at !== null) return at
  const expected = map.time.kind === 'text' ? 'a date-time, for example 2015-04-14 18:00' : 'a date and an hour 0–23'
  return `column ${columns}: found "${texts.join(' ')}", expected ${expected}`
}

/** What was measured, or what is wrong with each value that cannot be read. */
export function valuesOfRow(
  cells: readonly string[],
  layout: Layout,
  map: ColumnMap,
): { readonly values: Record<string, number>; readonly problems: readonly string[] } {
  const values: Record<string, number> = {}
  const problems: string[] = []
  for (const { at, quantity, factor } of layout.quantities) {
    const text = (cells[at] ?? '').trim()
    if (map.missing.includes(text.toLowerCase())) continue
    const isDirection = quantity === 'windDirection'
    const value = isDirection ? directionOf(text) : numberOf(text)
    if (value === 'calm') continue
    if (value === null) {
      const expected = isDirection ? 'one of 16 points (N, NNE, …), degrees or' : 'a number or'
      problems.push(`column ${layout.columns[at]}: found "${text}", expected ${expected} NA`)
      continue
    }
    values[quantity] = factor === 1 ? value : withoutNoise(value * factor)
  }
  return { values, problems }
}

function numberOf(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}

/** 700 × 0.001 shall be 0.7, as if the file had said so. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12))
}

const POINTS = [...['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW']]

/** Degrees the wind comes from; a calm has no direction. */
function directionOf(text: string): number | 'calm' | null {
  const point = text.toUpperCase()
  if (point === 'C' || point === 'CV' || point === 'CALM') return 'calm'
  const index = POINTS.indexOf(point)
  return index >= 0 ? index * 22.5 : numberOf(text)
}
