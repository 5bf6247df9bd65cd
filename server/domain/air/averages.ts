/**
 * Covered-time means: what a window of samples says, or null when too little of it is covered (invariant 4).
 *
 * Source: algorithms.md 9, "Averages" (ours). A sample stands for (ts, ts + 1.5 × interval] or until the next one; the
 * window (at − window, at] counts when at least 75 % of its length is covered; the mean is weighted by covered time.
 * Worked example (also a test): interval 1 min, window 10 min, eight minutes of 4 then two of 9 → 5.
 * A device whose interval is as long as the window or longer stands for itself: its last value, from its ts until
 * 1.1 × interval after it. Means are not rounded, and a reading newer than `at` is never seen.
 */
import type { EpochMs, Ms } from '../units.ts'
import type { SampleView } from './samples.ts'

const STANDS_FOR_INTERVALS = 1.5
const STANDS_ALONE_INTERVALS = 1.1
const COUNTS_FROM_SHARE = 0.75

/** In the unit of the samples; null when the window does not count. */
export function meanAt(samples: SampleView, at: EpochMs, windowMs: Ms, intervalMs: Ms): number | null {
  const newest = samples.lastIndexAt(at)
  if (newest < 0) return null
  if (intervalMs < windowMs) return coveredMean(samples, newest, at, windowMs, intervalMs)
  return at <= samples.tsAt(newest) + STANDS_ALONE_INTERVALS * intervalMs ? samples.valueAt(newest) : null
}

function coveredMean(samples: SampleView, newest: number, at: EpochMs, windowMs: Ms, intervalMs: Ms): number | null {
  const from = at - windowMs
  const standsForMs = STANDS_FOR_INTERVALS * intervalMs
  let until = at
  let coveredMs = 0
  let sum = 0
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let index = newest; index >= 0; index--) {
    const ts = samples.tsAt(index)
    const lengthMs = Math.min(ts + standsForMs, until) - Math.max(ts, from)
    if (lengthMs > 0) {
      const value = samples.valueAt(index)
      coveredMs += lengthMs
      sum += value * lengthMs
      lowest = Math.min(lowest, value)
      highest = Math.max(highest, value)
    }
    if (ts <= from) break
    until = ts
  }
  if (coveredMs < COUNTS_FROM_SHARE * windowMs) return null
  // Summing may stray by a last binary digit; a steady wind exactly at a bound must still reach it.
  return Math.min(highest, Math.max(lowest, sum / coveredMs))
}
