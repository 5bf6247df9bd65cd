/** A polar plot of a year: how long it takes, and how long it keeps others waiting at a time. */
import { loadavg } from 'node:os'
import { it } from 'vitest'
import { polarBins, type WindValue } from '../../server/domain/analysis/polar-bins.ts'
import { polarSurface } from '../../server/domain/analysis/polar-surface.ts'
import { dongsiRows, isReferenceMissing } from '../support/polar-reference.ts'

const ROUNDS = 5

it.skipIf(isReferenceMissing())('polar plot of a year of hours', () => {
  const rows = dongsiRows().filter((row): row is WindValue & typeof row => row.wd !== null && row.value !== null)
  const totals: number[] = []
  let longest = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now()
    const work = polarSurface(polarBins(rows)!)
    for (let done = false; !done; ) {
      const sliceBegun = performance.now()
      done = work.next().done === true
      longest = Math.max(longest, performance.now() - sliceBegun)
    }
    totals.push(performance.now() - begun)
  }
  totals.sort((a, b) => a - b)
  const median = totals[Math.floor(ROUNDS / 2)] ?? 0
  const load = loadavg()[0]?.toFixed(1)
  console.log(
    `polar plot of ${rows.length} hours: ${median.toFixed(0)} ms, longest slice ${longest.toFixed(0)} ms, load ${load}`,
  )
})
