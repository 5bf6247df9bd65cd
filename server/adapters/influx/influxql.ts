/**
 * InfluxQL that InfluxDB 1.x, 2.x and 3 understand alike: one SELECT per call, bounded in time, plain aggregates.
 * Builds texts and takes answers apart; sends nothing.
 */
import { bucketOffset } from '../../domain/air/buckets.ts'
import { LAST_STORABLE_TS } from '../../domain/air/points.ts'
import { FIRST_BARRING_MASK } from '../../domain/air/quality.ts'
import { QUANTITIES, type Quantity } from '../../domain/air/quantity.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import { MEASUREMENT, PRESENT } from './line-protocol.ts'

/** Columns after the time: the quantities in the order asked. */
export function rawSelect(devices: readonly string[], quantities: readonly Quantity[], range: TimeRange): string {
  return `SELECT ${quantities.map(quote).join(', ')} FROM ${quote(MEASUREMENT)}
    WHERE ${within(range)} AND ${anyOf(devices)} GROUP BY "device"`
}

/** One quantity per SELECT, because each has its own mask to look at. Column after the time: the mean. */
export function meanSelect(devices: readonly string[], quantity: Quantity, range: TimeRange, grid: Grid): string {
  const offset = bucketOffset(grid.everyMs, grid.alignMs)
  return `SELECT mean(${quote(quantity)}) FROM ${quote(MEASUREMENT)}
    WHERE ${within(range)} AND ${anyOf(devices)} AND ${quote(`${quantity}_q`)} < ${FIRST_BARRING_MASK}
    GROUP BY time(${grid.everyMs}ms, ${offset}ms), "device" fill(none)`
}

/** Columns after the time: `present`, then a count per quantity, each named like what it counts. */
export function countSelect(range: TimeRange): string {
  const counts = [PRESENT, ...QUANTITIES].map((field) => `count(${quote(field)}) AS ${quote(field)}`)
  return `SELECT ${counts.join(', ')} FROM ${quote(MEASUREMENT)} WHERE ${within(range)}`
}

export interface TimeRange {
  readonly from: EpochMs
  readonly to: EpochMs
}

export interface Grid {
  readonly everyMs: Ms
  readonly alignMs: Ms
}

/** An identifier such as a database's name. */
export function quote(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`
}

function literal(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}

function anyOf(devices: readonly string[]): string {
  return `(${devices.map((device) => `"device" = ${literal(device)}`).join(' OR ')})`
}

function within({ from, to }: TimeRange): string {
  return `time >= ${inReach(from)}ms AND time < ${inReach(to)}ms`
}

/** Beyond it the nanoseconds inside InfluxDB overflow. */
function inReach(ts: EpochMs): EpochMs {
  return Math.max(-LAST_STORABLE_TS, Math.min(LAST_STORABLE_TS + 1, ts))
}

export interface Table {
  readonly tags?: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values: readonly (readonly (number | string | null)[])[]
  /** The server cut the answer off. */
  readonly partial?: boolean
}

export type SelectAnswer =
  | { readonly kind: 'tables'; readonly tables: readonly Table[] }
  | { readonly kind: 'failed'; readonly why: string }

/** An answer of `/query` with status 200: errors of a statement hide in its body. */
export function parseAnswer(body: string): SelectAnswer {
  let answer: { error?: string; results?: { error?: string; partial?: boolean; series?: Table[] }[] }
  try {
    answer = JSON.parse(body)
  } catch {
    return { kind: 'failed', why: 'its answer is not JSON, so this is hardly an InfluxDB' }
  }
  const result = answer.results?.[0]
  const why = answer.error ?? result?.error
  if (why) return { kind: 'failed', why }
  const tables = result?.series ?? []
  if (result?.partial || tables.some((table) => table.partial))
    return { kind: 'failed', why: 'it gave only part of the answer; raise its max-row-limit' }
  return { kind: 'tables', tables }
}
