/** Polar plot, roses and time variation against R: openair 3.1.0's published rules, and mgcv. */
import { describe, expect, it } from 'vitest'
import { polarBins, type WindValue } from '../../../server/domain/analysis/polar-bins.ts'
import { polarSurface, polarUncertainty } from '../../../server/domain/analysis/polar-surface.ts'
import { prettyBreaks, quantile } from '../../../server/domain/analysis/pretty.ts'
import { pollutionRose, windRose } from '../../../server/domain/analysis/rose.ts'
import { finish } from '../../../server/domain/analysis/slices.ts'
import { calendar, timeVariation } from '../../../server/domain/analysis/time-variation.ts'
import { dongsiRows, isReferenceMissing, readReference } from '../../support/polar-reference.ts'

describe.skipIf(isReferenceMissing())('PM10 at Dongsi, 2015', () => {
  const reference = readReference()
  const all = dongsiRows()
  const rows = all.filter((row): row is WindValue & typeof row => row.wd !== null)
  const bins = polarBins(rows)!

  it('is the input the reference was made from', () => {
    expect([all.length, rows.length]).toEqual([reference.rows.station, reference.rows.valid])
    expect(rows.reduce((sum, { wd }) => sum + wd, 0)).toBeCloseTo(reference.rows.sums.wd, 4)
  })

  it('falls into the same bins, exact to 1e-9', () => {
    const { list } = reference.bins
    expect(bins.bins.map(({ i, wd, n, weight }) => ({ i, wd, n, weight }))).toEqual(
      // biome-ignore lint/suspicious/noExplicitAny: as above
      list.map(({ i, wd, n, weight }: any) => ({ i, wd, n, weight })),
    )
    for (const [at, { mean }] of bins.bins.entries()) expect(Math.abs(mean - list[at].mean)).toBeLessThan(1e-9)
  })

  it('has the same smoothness, and the same surface at every node', () => {
    const surface = finish(polarSurface(bins))!
    expect(surface.edf).toBeCloseTo(reference.fit.edf, 3)
    expect(surface.gcv).toBeCloseTo(reference.fit.gcv, 8)
    let furthest = 0
    for (const [iv, line] of surface.z.entries()) {
      for (const [iu, value] of line.entries()) {
        const expected = reference.surface.z[iv][iu]
        expect(value === null).toBe(expected === null)
        if (value !== null) furthest = Math.max(furthest, Math.abs(value - expected))
      }
    }
    // The file holds six digits of values up to 356; the bar is 5 % of the median, 4.2.
    expect(furthest).toBeLessThan(0.002)
  })

  it('is as uncertain', () => {
    const uncertainty = finish(polarUncertainty(bins))!
    for (const part of ['central', 'lower', 'upper'] as const) {
      for (const [iv, line] of uncertainty[part].entries())
        for (const [iu, value] of line.entries()) {
          const expected = reference.uncertainty[part][iv][iu]
          expect(Math.abs(value - expected)).toBeLessThan(1e-3 * Math.max(10, Math.abs(expected)))
        }
    }
  }, 60_000)

  it('has the same wind rose and pollution rose', () => {
    const winds = windRose(rows)
    expect(winds.calm.n).toBe(reference.windRose.calm.n)
    const seen = <T extends { readonly n: number }>(list: readonly T[]) => list.filter(({ n }) => n > 0)
    const speeds = seen(winds.sectors)
    expect(speeds).toHaveLength(seen(reference.windRose.list).length)
    for (const [at, expected] of seen(reference.windRose.list).entries()) {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const { wd, wsFrom, n, percent, mean } = expected as any
      expect(speeds[at]).toMatchObject({ wd, from: wsFrom, n })
      expect(speeds[at]!.percent).toBeCloseTo(percent, 9)
      expect(speeds[at]!.mean).toBeCloseTo(mean, 9)
    }
    const sorted = rows.map(({ value }) => value).sort((a, b) => a - b)
    const breaks = prettyBreaks(sorted[0]!, quantile(sorted, 0.9), 6)
    expect(breaks).toEqual(reference.pollutionRose.breaks.slice(0, -1))
    const values = seen(pollutionRose(rows, breaks).sectors)
    for (const [at, expected] of seen(reference.pollutionRose.list).entries()) {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const { wd, from, n, percent } = expected as any
      expect(values[at]).toMatchObject({ wd, from, n })
      expect(values[at]!.percent).toBeCloseTo(percent, 9)
    }
  })

  it('goes the same way through day, week and year', () => {
    const local = all.flatMap(({ time, value }) => {
      if (value === null) return []
      const day = time.slice(0, 10)
      const weekday = new Date(`${day}T12:00Z`).getUTCDay() || 7
      return [{ day, hour: Number(time.slice(11, 13)), weekday, month: Number(time.slice(5, 7)), value }]
    })
    const variation = timeVariation(local)
    for (const part of ['hour', 'weekday', 'month', 'hourWeekday'] as const) {
      expect(variation[part]).toHaveLength(reference.timeVariation[part].length)
      for (const [at, expected] of reference.timeVariation[part].entries()) {
        const { n, mean, sd, lower, upper } = variation[part][at]!
        expect(n).toBe(expected.n)
        expect(mean).toBeCloseTo(expected.mean, 9)
        expect(sd).toBeCloseTo(expected.sd, 8)
        if (expected.lower === undefined) continue
        expect(lower).toBeCloseTo(expected.lower, 5)
        expect(upper).toBeCloseTo(expected.upper, 5)
      }
    }
    const days = calendar(local)
    expect(days.map(({ day, n }) => ({ day, n }))).toEqual(
      // biome-ignore lint/suspicious/noExplicitAny: as above
      reference.timeVariation.day.filter(({ n }: any) => n > 0).map(({ day, n }: any) => ({ day, n })),
    )
  })
})
