/**
 * The readings of the days up to the instant at which the demo starts, oldest first: every 15 minutes, the last two days
 * at each device's own interval. As lines of `POST /api/v1/import/readings`.
 */
import { NOTHING_DONE, type World } from '../district/world.ts'
import { type EpochMs, HOUR, MINUTE } from '../local-time.ts'

export const HISTORY_DAYS = 60
const DETAILED_MS = 48 * HOUR
const COARSE_STEP = 15 * MINUTE

export interface HistoryPiece {
  readonly lines: string
  readonly readings: number
}

/** Pieces of about `readingsPerPiece`. The first instant is part of them: the demo itself goes on with the next minute. */
export function* historyUpTo(start: EpochMs, world: World, readingsPerPiece: number): Generator<HistoryPiece> {
  let lines: string[] = []
  for (const at of instants(start)) {
    for (const device of wanted(world, at, start)) {
      lines.push(JSON.stringify({ device: device.id, ts: at, ...world.valuesOf(device, at, NOTHING_DONE) }))
    }
    if (lines.length < readingsPerPiece) continue
    yield { lines: lines.join('\n'), readings: lines.length }
    lines = []
  }
  if (lines.length > 0) yield { lines: lines.join('\n'), readings: lines.length }
}

/** How many readings all pieces have together. */
export function historySize(start: EpochMs, world: World): number {
  let size = 0
  for (const at of instants(start)) size += wanted(world, at, start).length
  return size
}

function* instants(start: EpochMs): Generator<EpochMs> {
  const first = start - HISTORY_DAYS * 24 * HOUR
  const detailed = start - DETAILED_MS
  let at = Math.ceil(first / COARSE_STEP) * COARSE_STEP
  for (; at <= start; at += at + COARSE_STEP > detailed ? MINUTE : COARSE_STEP) yield at
}

function wanted(world: World, at: EpochMs, start: EpochMs): World['devices'] {
  const isDetailed = at >= start - DETAILED_MS
  return world.devices.filter((device) => (!isDetailed && device.intervalMs <= COARSE_STEP) || world.isDue(device, at))
}
