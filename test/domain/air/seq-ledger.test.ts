import { describe, expect, it } from 'vitest'
import { type DeviceSeqs, MAX_RUNS, seqsAfter } from '../../../server/domain/air/seq-ledger.ts'
import { seededRandom } from '../../support/random.ts'

/** Device time runs with the number. */
const numbered = (...seqs: number[]) => seqs.map((seq) => ({ seq, ts: seq * 1_000 }))
const seqsOf = (...batches: number[][]) =>
  batches.reduce<DeviceSeqs | null>((seqs, batch) => seqsAfter(seqs, numbered(...batch)), null)

describe('what a device may forget', () => {
  it.each([
    { case: 'begins at the first number seen', batches: [[7]], upTo: 7 },
    { case: 'grows without a gap', batches: [[1], [2, 3], [4]], upTo: 4 },
    {
      case: 'is held back by a gap',
      batches: [
        [1, 2],
        [4, 5, 6],
      ],
      upTo: 2,
    },
    { case: 'jumps when the gap is filled', batches: [[1, 2], [4, 5], [3]], upTo: 5 },
    { case: 'needs every gap filled', batches: [[1], [3], [5], [4]], upTo: 1 },
    { case: 'takes a batch in any order', batches: [[4, 2, 3, 1]], upTo: 4 },
    { case: 'does not shrink on a replay', batches: [[1, 2, 3], [2], [1]], upTo: 3 },
    {
      case: 'fills a gap with back-filled readings',
      batches: [[1], [90, 91], Array.from({ length: 88 }, (_, n) => n + 2)],
      upTo: 91,
    },
  ])('$case', ({ batches, upTo }) => expect(seqsOf(...batches)?.upTo).toBe(upTo))

  it('starts anew with a device that counts anew, and says nothing for one that does not count', () => {
    const before = seqsOf([998, 999])
    expect(
      seqsAfter(before, [
        { seq: 0, ts: 1_000_000 },
        { seq: 1, ts: 1_001_000 },
      ])?.upTo,
    ).toBe(1)
    expect(seqsAfter(before, [{ seq: null, ts: 2_000_000 }])).toBe(before)
    expect(seqsAfter(null, [{ seq: null, ts: 1 }])).toBeNull()
  })

  it('never grows beyond its bound, whatever is missing', () => {
    const seqs = seqsOf(
      [0],
      Array.from({ length: 1_000 }, (_, n) => 2 * n + 2),
    )
    expect(seqs?.upTo).toBe(0)
    expect(seqs?.runs.length).toBeLessThanOrEqual(MAX_RUNS)
  })

  it('never promises a number that was not safe, in any order of arrival', () => {
    const seed = 20_260_403
    const random = seededRandom(seed)
    for (let round = 0; round < 300; round++) {
      const safe = new Set([0])
      let seqs = seqsAfter(null, numbered(0))
      for (let step = 0; step < 40; step++) {
        const seq = Math.floor(random() * 60)
        safe.add(seq)
        seqs = seqsAfter(seqs, numbered(seq))
        // It may also pass through the store as JSON at any time.
        if (random() < 0.2) seqs = JSON.parse(JSON.stringify(seqs))
        let expected = 0
        while (safe.has(expected + 1)) expected += 1
        expect({ seed, round, step, upTo: seqs?.upTo }).toEqual({ seed, round, step, upTo: expected })
      }
    }
  })
})
