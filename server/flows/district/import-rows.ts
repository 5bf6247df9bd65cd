/**
 * Takes an import apart into rows: JSON with three lists, a CSV file of one kind, or a GeoJSON collection of points.
 * It judges only the form; whether a row is a township, place or device is decided by `import.ts`.
 */
import { CsvError, type Info, parse } from 'csv-parse/sync'
import type { ImportProblem } from '../../contract/registry.ts'
import { shown } from '../common/field-problems.ts'
import type { RegistryKind } from './registry.ts'

export interface ImportRow {
  readonly kind: RegistryKind
  /** Line of the file, or position in its list, from 1. */
  readonly line: number
  readonly item: unknown
}

export interface ImportRows {
  readonly rows: readonly ImportRow[]
  readonly problems: readonly ImportProblem[]
}

const KINDS: readonly RegistryKind[] = ['townships', 'places', 'devices']

export function readJsonRows(body: unknown): ImportRows {
  if (!isRecord(body)) return oneProblem('body', body, 'an object with townships, places and devices')
  const problems = Object.keys(body)
    .filter((key) => !KINDS.some((kind) => kind === key))
    .map((key) => wholeProblem(key.slice(0, 100), body[key], 'only townships, places and devices'))
  const rows = KINDS.flatMap((kind) => {
    const list = body[kind] ?? []
    if (Array.isArray(list)) return list.map((item: unknown, index) => ({ kind, line: index + 1, item }))
    problems.push(wholeProblem(kind, list, 'a list'))
    return []
  })
  return { rows, problems }
}

/** Points only; `properties` carries the fields, `coordinates` longitude and latitude (RFC 7946). */
export function readGeoJsonRows(body: unknown, kind: RegistryKind): ImportRows {
  if (!isRecord(body) || body.type !== 'FeatureCollection' || !Array.isArray(body.features)) {
    return oneProblem('body', body, 'a GeoJSON FeatureCollection')
  }
  const features: readonly unknown[] = body.features
  const read = features.map((feature, index) => readFeature(feature, kind, index + 1))
  return { rows: read.flatMap(({ rows }) => rows), problems: read.flatMap(({ problems }) => problems) }
}

function readFeature(feature: unknown, kind: RegistryKind, line: number): ImportRows {
  const geometry = isRecord(feature) ? feature.geometry : undefined
  if (!isRecord(feature) || !isRecord(geometry) || geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) {
    const found = isRecord(geometry) ? geometry.type : geometry
    return { rows: [], problems: [{ kind, line, field: 'geometry', found: shown(found), expected: 'a Point' }] }
  }
  const [longitude, latitude]: readonly unknown[] = geometry.coordinates
  const properties = isRecord(feature.properties) ? feature.properties : {}
  return { rows: [{ kind, line, item: { ...properties, longitude, latitude } }], problems: [] }
}

/** The first line names the fields; `attributes.sprays` or `sprays` alone mean the same. An empty cell is left out. */
export function readCsvRows(text: string, kind: RegistryKind): ImportRows {
  let records: readonly { readonly record: readonly string[]; readonly info: Info }[]
  try {
    // The types of csv-parse do not know what `info: true` returns.
    records = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as never
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return { rows: [], problems: [{ kind, line, field: 'file', found: error.message, expected: 'CSV (RFC 4180)' }] }
  }
  const [header, ...lines] = records
  if (!header) return oneProblem('file', '', 'a first line with the names of the fields')
  const problems: ImportProblem[] = []
  const rows = lines.flatMap(({ record, info }) => {
    if (record.length === header.record.length)
      return [{ kind, line: info.lines, item: csvItem(header.record, record) }]
    const expected = `${header.record.length} cells as in the first line`
    problems.push({ kind, line: info.lines, field: 'line', found: `${record.length} cells`, expected })
    return []
  })
  return { rows, problems }
}

const ATTRIBUTES: ReadonlySet<string> = new Set([
  'earthworks',
  'demolition',
  'muckTrucks',
  'bareSoil',
  'rubble',
  'sprays',
  'workAtHeight',
  'bareAreaM2',
  'insideFence',
])
const NUMBERS: ReadonlySet<string> = new Set(['latitude', 'longitude', 'intervalMs', 'bareAreaM2'])
const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', '是'])
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', '否'])

function csvItem(fields: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const filled = fields
    .map((field, index) => [field.replace(/^attributes\./, ''), cells[index] ?? ''] as const)
    .filter(([, cell]) => cell !== '')
    .map(([field, cell]) => [field, cellValue(field, cell)] as const)
  const attributes = filled.filter(([field]) => ATTRIBUTES.has(field))
  const own = filled.filter(([field]) => !ATTRIBUTES.has(field))
  // `fromEntries` defines fields and never assigns them, so a column called __proto__ is a field like any other.
  return Object.fromEntries(attributes.length > 0 ? [...own, ['attributes', Object.fromEntries(attributes)]] : own)
}

/** What cannot be read as its type stays text, and the schema says what it expected. */
function cellValue(field: string, cell: string): unknown {
  if (NUMBERS.has(field)) return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  if (!ATTRIBUTES.has(field) && field !== 'underMaintenance') return cell
  const word = cell.toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : cell
}

function oneProblem(field: string, found: unknown, expected: string): ImportRows {
  return { rows: [], problems: [wholeProblem(field, found, expected)] }
}

function wholeProblem(field: string, found: unknown, expected: string): ImportProblem {
  return { kind: null, line: 1, field, found: shown(found), expected }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
