/**
 * Per device: up to which of its own numbers everything is safe without a gap, so that it may empty its buffer.
 *
 * A missing number holds the answer back for as long as it is missing. The count begins at the first number seen: what a
 * device sent before we knew it is not ours to speak of. A device that starts counting anew, seen by a lower number
 * measured later, starts anew here as well. Readings without a number change nothing.
 */
import type { EpochMs } from '../units.ts'
import type { Reading } from './reading.ts'

export interface DeviceSeqs {
  /** Everything from the first number seen up to this one is safe. */
  readonly upTo: number
  /** When the highest number seen was measured. */
  readonly newestTs: EpochMs
  /** What is safe beyond the gap: first and last number of each run, ascending and apart from each other. */
  readonly runs: readonly (readonly [number, number])[]
}

/** More runs than this are not remembered: the highest is forgotten, and its readings come again after the gap. */
export const MAX_RUNS = 64

/** What is known of a device after these readings of it became safe. null stands for a device not seen before. */
export function seqsAfter(
  before: DeviceSeqs | null,
  readings: readonly Pick<Reading, 'ts' | 'seq'>[],
): DeviceSeqs | null {
  let seqs = before
  // A batch may be out of order; the time of measuring tells a late number from a restarted count.
  for (const { seq, ts } of readings.filter(hasSeq).sort((a, b) => a.ts - b.ts || a.seq - b.seq)) {
    seqs = seqs ? withSeq(seqs, seq, ts) : { upTo: seq, newestTs: ts, runs: [] }
  }
  return seqs
}

function hasSeq(reading: Pick<Reading, 'ts' | 'seq'>): reading is { readonly ts: EpochMs; readonly seq: number } {
  return reading.seq !== null
}

function withSeq(before: DeviceSeqs, seq: number, ts: EpochMs): DeviceSeqs {
  const highest = before.runs.at(-1)?.[1] ?? before.upTo
  if (seq < highest && ts > before.newestTs) return { upTo: seq, newestTs: ts, runs: [] }
  const newestTs = seq >= highest ? Math.max(ts, before.newestTs) : before.newestTs
  if (seq <= before.upTo) return { ...before, newestTs }
  const [first, ...others] = joinRuns([...before.runs, [seq, seq]])
  if (first && first[0] === before.upTo + 1) return { upTo: first[1], newestTs, runs: others }
  return { upTo: before.upTo, newestTs, runs: first ? [first, ...others].slice(0, MAX_RUNS) : [] }
}

function joinRuns(runs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const joined: (readonly [number, number])[] = []
  for (const run of [...runs].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && run[0] <= last[1] + 1) joined[joined.length - 1] = [last[0], Math.max(last[1], run[1])]
    else joined.push(run)
  }
  return joined
}
