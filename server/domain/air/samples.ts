/**
 * A bounded window of one device's usable samples of one quantity, in order of measuring time.
 *
 * The one mutable structure of the domain: control keeps one per device and quantity and asks it every minute.
 * Adding a sample twice leaves one (the last value wins), and the order of adding does not matter. It does not know
 * what a sample is worth: barred and late values must not be added.
 */
import type { EpochMs, Ms } from '../units.ts'

/** What a mean needs to see. Positions run from 0 (oldest). */
export interface SampleView {
  /** Position of the newest sample with ts ≤ `at`; −1 when there is none. */
  lastIndexAt(at: EpochMs): number
  tsAt(index: number): EpochMs
  valueAt(index: number): number
}

export interface Samples extends SampleView {
  add(ts: EpochMs, value: number): void
  /** Forgets what is older than the retention at `at`, but keeps the one sample that reaches into it. */
  prune(at: EpochMs): void
  /** Plain JSON, oldest first. */
  snapshot(): readonly [EpochMs, number][]
  /** Replaces everything held by what a snapshot says. */
  restore(snapshot: readonly (readonly [EpochMs, number])[]): void
}

export function createSamples(retainMs: Ms): Samples {
  let times: EpochMs[] = []
  let values: number[] = []

  function lastIndexAt(at: EpochMs): number {
    const newest = times.length - 1
    // Nearly always the newest sample is asked for.
    if (newest < 0 || times[newest]! <= at) return newest
    let low = 0
    let high = newest
    while (low < high) {
      const middle = (low + high) >>> 1
      if (times[middle]! <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  function add(ts: EpochMs, value: number): void {
    const index = lastIndexAt(ts)
    if (index >= 0 && times[index] === ts) {
      values[index] = value
      return
    }
    if (index < times.length - 1) {
      times.splice(index + 1, 0, ts)
      values.splice(index + 1, 0, value)
      return
    }
    times.push(ts)
    values.push(value)
    // Bounded even when nobody prunes; rarely, so that adding stays cheap.
    if (times[0]! < ts - 2 * retainMs) prune(ts)
  }

  function prune(at: EpochMs): void {
    const reachingIn = lastIndexAt(at - retainMs)
    if (reachingIn <= 0) return
    times.splice(0, reachingIn)
    values.splice(0, reachingIn)
  }

  return {
    lastIndexAt,
    tsAt: (index) => times[index]!,
    valueAt: (index) => values[index]!,
    add,
    prune,
    snapshot: () => times.map((ts, index) => [ts, values[index]!]),
    restore(snapshot) {
      times = []
      values = []
      for (const [ts, value] of snapshot) add(ts, value)
    },
  }
}
