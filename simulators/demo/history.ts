/**
 * The readings of the days before the demo starts, oldest first: every 15 minutes, the last two days at each device's
 * own interval. As lines of `POST /api/v1/import/readings`.
 */
import { NOTHING_DONE, type World } from '../district/world.ts'
import { type EpochMs, HOUR, MINUTE } from '../local-time.ts'

export const HISTORY_DAYS = 60
const DETAILED_MS = 48 * HOUR
const COARSE_STEP = 15 * MINUTE

export interface HistoryPiece {
  readonly lines: string
  readonly readings: number
  /** Everything up to here is in this piece or an earlier one. */
  readonly upTo: EpochMs
}

/** Pieces of about `readingsPerPiece`; the demo's own first instant is not part of them. */
export function* historyBefore(start: EpochMs, world: World, readingsPerPiece: number): Generator<HistoryPiece> {
  const first = start - HISTORY_DAYS * 24 * HOUR
  const detailed = start - DETAILED_MS
  let lines: string[] = []
  for (let at = Math.ceil(first / COARSE_STEP) * COARSE_STEP; at < start; at = next(at, detailed)) {
    for (const device of world.devices) {
      const isWanted = at >= detailed || device.intervalMs > COARSE_STEP ? world.isDue(device, at) : true
      if (!isWanted) continue
      lines.push(JSON.stringify({ device: device.id, ts: at, ...world.valuesOf(device, at, NOTHING_DONE) }))
    }
    if (lines.length < readingsPerPiece) continue
    yield { lines: lines.join('\n'), readings: lines.length, upTo: at }
    lines = []
  }
  if (lines.length > 0) yield { lines: lines.join('\n'), readings: lines.length, upTo: start }
}

function next(at: EpochMs, detailed: EpochMs): EpochMs {
  return at + (at + COARSE_STEP > detailed ? MINUTE : COARSE_STEP)
}
