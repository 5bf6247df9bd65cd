/**
 * Gathers the rows of one file into what a replay plays: instants in order, every station's name, only the window's
 * values in memory. Says no to a file with any row it cannot understand, with every reason (the first twenty shown).
 */
import { basename } from 'node:path'
import { DrillError } from './drill-error.ts'
import { type EpochMs, formatLocal } from './local-time.ts'
import type { ColumnMap } from './prsa-columns.ts'
import { type Layout, layoutOf, type Row, timeOfRow, valuesOfRow } from './prsa-row.ts'

export interface ReplayInstant {
  readonly at: EpochMs
  /** At least one; each has at least one value; in order of their stations' names. */
  readonly rows: readonly Row[]
}

export interface Replay {
  /** Every station of the file, also those that say nothing in the window; in order of their names. */
  readonly stations: readonly string[]
  /** Oldest first. */
  readonly instants: readonly ReplayInstant[]
  /** Rows of the window, with or without values. */
  readonly rows: number
}

export interface Window {
  readonly from: EpochMs
  /** Exclusive. */
  readonly to: EpochMs
}

export interface Gathering {
  /** The first cells are the names of the columns. */
  take(cells: readonly string[], line: number): void
  /** Throws a `DrillError` when the file cannot be played. */
  finish(): Replay
}

const PROBLEMS_SHOWN = 20

export function createGathering(path: string, window: Window, map: ColumnMap): Gathering {
  const stations = new Set<string>()
  const byInstant = new Map<EpochMs, Row[]>()
  const problems: string[] = []
  const covered = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }
  const fileStation = basename(path).replace(/(\.csv|\.txt)?(\.gz)?$/i, '')
  let layout: Layout | null = null
  let rows = 0
  let problemCount = 0

  function take(cells: readonly string[], line: number): void {
    if (layout !== null) takeRow(cells, line, layout)
    else if (problemCount === 0) takeHeader(cells)
  }

  function takeHeader(cells: readonly string[]): void {
    const found = layoutOf(cells, map)
    if ('columns' in found) layout = found
    else found.forEach(complain)
  }

  function takeRow(cells: readonly string[], line: number, known: Layout): void {
    const row = placeOf(cells, known)
    if (typeof row === 'string') complain(`line ${line}${row}`)
    else {
      stations.add(row.station)
      covered.first = Math.min(covered.first, row.at)
      covered.last = Math.max(covered.last, row.at)
      if (row.at >= window.from && row.at < window.to) keep(row, valuesOfRow(cells, known, map), line)
    }
  }

  function placeOf(cells: readonly string[], known: Layout): Pick<Row, 'station' | 'at'> | string {
    const width = known.columns.length
    if (cells.length !== width) return `: found ${cells.length} columns, expected ${width}`
    const at = timeOfRow(cells, known, map)
    if (typeof at === 'string') return `, ${at}`
    const station = known.station < 0 ? fileStation : (cells[known.station] ?? '').trim()
    return station === '' ? `, column ${map.station}: found "", expected a station's name` : { station, at }
  }

  function keep(row: Pick<Row, 'station' | 'at'>, found: ReturnType<typeof valuesOfRow>, line: number): void {
    rows += 1
    for (const problem of found.problems) complain(`line ${line}, ${problem}`)
    if (Object.keys(found.values).length === 0) return
    const sameInstant = byInstant.get(row.at)
    if (sameInstant) sameInstant.push({ ...row, values: found.values })
    else byInstant.set(row.at, [{ ...row, values: found.values }])
  }

  function complain(problem: string): void {
    problemCount += 1
    if (problems.length < PROBLEMS_SHOWN) problems.push(problem)
  }

  function finish(): Replay {
    if (layout === null && problemCount === 0) complain('line 1: found nothing, expected the names of the columns')
    if (problemCount > 0) {
      const more = problemCount > problems.length ? [`… and ${problemCount - problems.length} more`] : []
      throw new DrillError([`${path}: ${problemCount} problem(s)`, ...problems, ...more].join('\n  '))
    }
    if (rows === 0) throw new DrillError(emptyWindow())
    const instants = [...byInstant.entries()]
      .sort(([one], [other]) => one - other)
      .map(([at, unsorted]) => ({ at, rows: unsorted.sort(byStation) }))
    return { stations: [...stations].sort(), instants, rows }
  }

  function emptyWindow(): string {
    const asked = `${formatLocal(window.from, map.utcOffset)} until before ${formatLocal(window.to, map.utcOffset)}`
    if (stations.size === 0) return `${path}: there are no rows below the names of the columns`
    const has = `${formatLocal(covered.first, map.utcOffset)} to ${formatLocal(covered.last, map.utcOffset)}`
    return `${path}: there are no rows from ${asked}; the file has ${has}`
  }

  return { take, finish }
}

/** By name and not by locale, so that every machine plays the same order; rows of one station keep theirs. */
function byStation(one: Row, other: Row): number {
  return one.station < other.station ? -1 : one.station > other.station ? 1 : 0
}
