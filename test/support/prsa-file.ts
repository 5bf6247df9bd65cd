/** Reads the shared PRSA file for tests, without any of the simulators' code: what should be stored, and which wind blew. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { HourlyWind } from './hourly-windy-day.ts'

export const PRSA_FILE = join(import.meta.dirname, '../../../shared/data/beijing-prsa-2015.csv.gz')

/** True where the file is missing: prints why, so that a skipped test is not taken for a passed one. */
export function isPrsaMissing(): boolean {
  if (existsSync(PRSA_FILE)) return false
  console.warn(
    'skipped: the PRSA file is not there; UCI Machine Learning Repository, data set 501 "Beijing Multi-Site Air-Quality Data", 2015 as gzip',
  )
  return true
}

const COLUMNS: Record<string, string> = {
  'PM2.5': 'pm25',
  PM10: 'pm10',
  SO2: 'so2',
  NO2: 'no2',
  CO: 'co',
  O3: 'o3',
  TEMP: 'temperature',
  PRES: 'pressure',
  RAIN: 'rain',
  wd: 'windDirection',
  WSPM: 'windSpeed',
}

export interface PrsaExpectation {
  /** Rows with at least one value that is kept. */
  readonly readings: number
  /** Non-`NA` values per quantity. */
  readonly values: Readonly<Record<string, number>>
  readonly windByStation: ReadonlyMap<string, readonly HourlyWind[]>
  /** µg/m³ by station and ts; hours without a value are not in it. */
  readonly pm10ByStation: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/** What the file says of `from` ≤ hour < `to`, both epoch ms. */
export function readPrsa(from: number, to: number): PrsaExpectation {
  const [header = '', ...lines] = gunzipSync(readFileSync(PRSA_FILE)).toString('utf8').trim().split(/\r?\n/)
  const names = header.split(',').map(unquoted)
  const values: Record<string, number> = {}
  const windByStation = new Map<string, HourlyWind[]>()
  const pm10ByStation = new Map<string, Map<number, number>>()
  let readings = 0
  for (const line of lines) {
    const cells = line.split(',').map(unquoted)
    const cell = (name: string) => cells[names.indexOf(name)] ?? 'NA'
    const ts = Date.UTC(+cell('year'), +cell('month') - 1, +cell('day'), +cell('hour') - 8)
    if (ts < from || ts >= to) continue
    const present = Object.keys(COLUMNS).filter((name) => cell(name) !== 'NA')
    if (present.length > 0) readings += 1
    for (const name of present) values[COLUMNS[name]!] = (values[COLUMNS[name]!] ?? 0) + 1
    const station = cell('station')
    const wind = windByStation.get(station) ?? []
    wind.push({ ts, windMps: cell('WSPM') === 'NA' ? null : Number(cell('WSPM')) })
    windByStation.set(station, wind)
    const pm10 = pm10ByStation.get(station) ?? new Map<number, number>()
    if (cell('PM10') !== 'NA') pm10.set(ts, Number(cell('PM10')))
    pm10ByStation.set(station, pm10)
  }
  for (const wind of windByStation.values()) wind.sort((a, b) => a.ts - b.ts)
  return { readings, values, windByStation, pm10ByStation }
}

function unquoted(cell: string): string {
  return cell.replaceAll('"', '')
}
