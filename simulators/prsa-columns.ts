/**
 * Which column of a file means what. The default is the PRSA format (UCI data set 501); `--map` names a JSON file
 * for any other. Columns a file does not have are left out; what cannot be read as a map is refused with its reasons.
 */
import { BEIJING_OFFSET, HOUR, MINUTE, type Ms, parseOffset } from './local-time.ts'

/** The quantities a device may send (topics and payloads of the server's own description). */
const QUANTITIES = [
  ...['pm10', 'pm25', 'tsp', 'windSpeed', 'windGust', 'windDirection', 'temperature', 'humidity', 'pressure'],
  ...['noise', 'rain', 'so2', 'no2', 'o3', 'co'],
]

export interface QuantityColumn {
  readonly column: string
  readonly quantity: string
  /** The file's unit times this is ours. */
  readonly factor: number
}

export interface ColumnMap {
  readonly delimiter: string
  /** Names the station of a row; a file without it is one station, called like the file. */
  readonly station: string
  /** Either one column with a date-time, or one each for year, month, day and hour. */
  readonly time:
    | { readonly kind: 'parts'; readonly columns: readonly string[] }
    | { readonly kind: 'text'; readonly column: string }
  readonly utcOffset: Ms
  readonly interval: Ms
  /** Lower case. */
  readonly missing: readonly string[]
  readonly quantities: readonly QuantityColumn[]
}

/** DEWP has no quantity of ours: humidity would have to be computed, and only what was measured is sent. */
export const PRSA_COLUMNS: ColumnMap = {
  delimiter: ',',
  station: 'station',
  time: { kind: 'parts', columns: ['year', 'month', 'day', 'hour'] },
  utcOffset: BEIJING_OFFSET,
  interval: HOUR,
  missing: ['', 'na', 'n/a', 'nan', 'null'],
  quantities: [
    { column: 'PM2.5', quantity: 'pm25', factor: 1 },
    { column: 'PM10', quantity: 'pm10', factor: 1 },
    { column: 'SO2', quantity: 'so2', factor: 1 },
    { column: 'NO2', quantity: 'no2', factor: 1 },
    // µg/m³ in the file, mg/m³ with us.
    { column: 'CO', quantity: 'co', factor: 0.001 },
    { column: 'O3', quantity: 'o3', factor: 1 },
    { column: 'TEMP', quantity: 'temperature', factor: 1 },
    { column: 'PRES', quantity: 'pressure', factor: 1 },
    // Millimetres that fell in the hour are millimetres per hour.
    { column: 'RAIN', quantity: 'rain', factor: 1 },
    { column: 'wd', quantity: 'windDirection', factor: 1 },
    { column: 'WSPM', quantity: 'windSpeed', factor: 1 },
  ],
}

export const MAP_EXAMPLE = `{
  "delimiter": ";", "station": "site", "time": "measured at", "utcOffset": "+08:00", "intervalMinutes": 15,
  "missing": ["NA", "-999"],
  "quantities": { "dust": "pm10", "CO ppb": { "quantity": "co", "factor": 0.00116 }, "wind": "windSpeed" }
}`

/** Every key is optional and stands for the PRSA one when missing. `time` is a column or `["year", "month", …]`. */
export function parseColumnMap(text: string): ColumnMap | readonly string[] {
  const given = parseObject(text)
  if (given === null) return [`the map is not a JSON object; expected for example ${MAP_EXAMPLE}`]
  const problems: string[] = []
  const map: ColumnMap = {
    delimiter: textOf(given, 'delimiter', PRSA_COLUMNS.delimiter, problems),
    station: textOf(given, 'station', PRSA_COLUMNS.station, problems),
    time: timeOf(given.time, problems),
    utcOffset: offsetOf(given.utcOffset, problems),
    interval: intervalOf(given.intervalMinutes, problems),
    missing: missingOf(given.missing, problems),
    quantities: quantitiesOf(given.quantities, problems),
  }
  const known = ['delimiter', 'station', 'time', 'utcOffset', 'intervalMinutes', 'missing', 'quantities']
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) problems.push(`"${key}" is unknown; expected ${known.join(', ')}`)
  }
  return problems.length > 0 ? problems : map
}

type Json = Record<string, unknown>

function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // JSON.parse throws for any text that is not JSON; the caller says what was expected.
    return null
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(given: Json, key: string, otherwise: string, problems: string[]): string {
  const value = given[key]
  if (value === undefined) return otherwise
  if (typeof value === 'string' && value !== '') return value
  problems.push(`"${key}" is ${JSON.stringify(value)}; expected a text`)
  return otherwise
}

function timeOf(value: unknown, problems: string[]): ColumnMap['time'] {
  if (value === undefined) return PRSA_COLUMNS.time
  if (typeof value === 'string') return { kind: 'text', column: value }
  if (isTexts(value) && value.length >= 3 && value.length <= 6) return { kind: 'parts', columns: value }
  problems.push(
    `"time" is ${JSON.stringify(value)}; expected a column with a date-time, or the columns of year, month, day, hour`,
  )
  return PRSA_COLUMNS.time
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function offsetOf(value: unknown, problems: string[]): Ms {
  if (value === undefined) return PRSA_COLUMNS.utcOffset
  const offset = typeof value === 'string' ? parseOffset(value) : null
  if (offset === null) problems.push(`"utcOffset" is ${JSON.stringify(value)}; expected for example "+08:00"`)
  return offset ?? 0
}

function intervalOf(value: unknown, problems: string[]): Ms {
  if (value === undefined) return PRSA_COLUMNS.interval
  if (typeof value === 'number' && value > 0) return value * MINUTE
  problems.push(`"intervalMinutes" is ${JSON.stringify(value)}; expected a number above 0`)
  return PRSA_COLUMNS.interval
}

function missingOf(value: unknown, problems: string[]): readonly string[] {
  if (value === undefined) return PRSA_COLUMNS.missing
  if (isTexts(value)) return ['', ...value.map((one) => one.toLowerCase())]
  problems.push(`"missing" is ${JSON.stringify(value)}; expected a list of texts that mean "not measured"`)
  return PRSA_COLUMNS.missing
}

function quantitiesOf(value: unknown, problems: string[]): readonly QuantityColumn[] {
  if (value === undefined) return PRSA_COLUMNS.quantities
  if (!isObject(value)) {
    problems.push(`"quantities" is ${JSON.stringify(value)}; expected column names with the quantity each one holds`)
    return []
  }
  return Object.entries(value).flatMap(([column, entry]) => {
    const { quantity, factor = 1 } = isObject(entry) ? entry : { quantity: entry }
    if (typeof quantity === 'string' && QUANTITIES.includes(quantity) && typeof factor === 'number') {
      return [{ column, quantity, factor }]
    }
    problems.push(`"quantities"."${column}" is ${JSON.stringify(entry)}; expected one of ${QUANTITIES.join(', ')}`)
    return []
  })
}
