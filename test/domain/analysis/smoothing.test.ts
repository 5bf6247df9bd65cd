/** The parts of the smoothing, each on what can be said without R. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestEigen } from '../../../server/domain/analysis/lanczos.ts'
import { matrix, product, qr, solveUpper, symmetricEigen } from '../../../server/domain/analysis/linear-algebra.ts'
import { polarBins } from '../../../server/domain/analysis/polar-bins.ts'
import { polarSurface } from '../../../server/domain/analysis/polar-surface.ts'
import { prettyBreaks, quantile } from '../../../server/domain/analysis/pretty.ts'
import { windRose } from '../../../server/domain/analysis/rose.ts'
import { finish } from '../../../server/domain/analysis/slices.ts'
import { fitThinPlate } from '../../../server/domain/analysis/thin-plate.ts'
import { studentT975, timeVariation } from '../../../server/domain/analysis/time-variation.ts'

const grid = Array.from({ length: 64 }, (_, i) => ({ u: i % 8, v: Math.floor(i / 8) }))

describe('linear algebra', () => {
  it('solves what QR has turned', () => {
    const a = matrix(5, 2)
    a.data.set([1, 1, 1, 2, 1, 3, 1, 4, 1, 5])
    const b = matrix(5, 1)
    b.data.set([3, 5, 7, 9, 11])
    const { r, turned } = finish(qr(a, b))
    const line = solveUpper(r, turned)
    expect(line.data[0]).toBeCloseTo(1, 12)
    expect(line.data[1]).toBeCloseTo(2, 12)
  })

  it('finds the same largest eigenvalues by Lanczos as by Jacobi', () => {
    const n = 60
    const a = matrix(n, n)
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j <= i; j += 1) {
        const value = Math.sin(1 + i * j) + (i === j ? i - n / 2 : 0)
        a.data[i * n + j] = value
        a.data[j * n + i] = value
      }
    const all = [...finish(symmetricEigen(a)).values].sort((x, y) => Math.abs(y) - Math.abs(x))
    const some = finish(largestEigen(a, 12))
    for (const [at, value] of some.values.entries()) expect(value).toBeCloseTo(all[at]!, 8)
    const image = finish(product(a, some.vectors))
    for (let at = 0; at < image.data.length; at += 1)
      expect(image.data[at]).toBeCloseTo(some.vectors.data[at]! * some.values[at % 12]!, 3)
  })
})

describe('the spline', () => {
  it('goes through a plane exactly, and beyond it', () => {
    const values = grid.map(({ u, v }) => ({ u, v, value: 3 + 2 * u - v, weight: 1 }))
    const fit = finish(fitThinPlate(values, 30))
    expect(fit.at(2.5, 3.5)).toBeCloseTo(4.5, 6)
    expect(fit.at(20, 0)).toBeCloseTo(43, 4)
  })

  it('follows a bend and leaves out noise, the same every time', () => {
    const values = grid.map(({ u, v }, i) => ({
      ...{ u, v, weight: 1 },
      value: 10 + 4 * Math.sin(u) + (((i * 7_919) % 101) / 101 - 0.5) * 0.2,
    }))
    const [one, other] = [finish(fitThinPlate(values, 50)), finish(fitThinPlate(values, 50))]
    for (const { u, v } of grid) expect(Math.abs(one.at(u, v) - (10 + 4 * Math.sin(u)))).toBeLessThan(0.4)
    expect(one.at(3.3, 4.4)).toBe(other.at(3.3, 4.4))
    expect(one.errorAt(3.5, 3.5)).toBeGreaterThan(0)
    expect(one.errorAt(20, 20)).toBeGreaterThan(one.errorAt(3.5, 3.5))
  })
})

describe('the bins of a polar plot', () => {
  it('hold every value once, whatever was measured', () => {
    const row = fc.record({
      ws: fc.double({ min: 0, max: 30, noNaN: true }),
      wd: fc.double({ min: 0.001, max: 360, noNaN: true }),
      value: fc.double({ min: 0, max: 1_000, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 200 }), (rows) => {
        const polar = polarBins(rows)
        if (!polar) return rows.every(({ ws }) => ws === rows[0]!.ws)
        for (const { i, wd } of polar.bins) if (i < 0 || i > 29 || wd < 5 || wd > 360 || wd % 5 !== 0) return false
        return polar.bins.reduce((sum, { n }) => sum + n, 0) === rows.length
      }),
    )
  })

  it('are of 10° when all directions are, and none when the wind never changes', () => {
    const rows = [10, 20, 350].map((wd, i) => ({ wd, ws: i, value: 50 }))
    expect(polarBins(rows)?.step).toBe(10)
    expect(polarBins(rows.map((one) => ({ ...one, ws: 3 })))).toBeNull()
    expect(polarBins([])).toBeNull()
  })

  it('make no surface of next to nothing', () => {
    const rows = [10, 20, 350].map((wd, i) => ({ wd, ws: i, value: 50 }))
    expect(finish(polarSurface(polarBins(rows)!))).toBeNull()
  })
})

describe('roses and spreads', () => {
  it('count calm beside the sectors, and north as 360', () => {
    const rose = windRose([
      { ws: 0, wd: 90, value: 10 },
      { ws: 3, wd: 359, value: 20 },
      { ws: 3, wd: 14, value: 40 },
    ])
    expect(rose.calm).toEqual({ n: 1, percent: (1 / 3) * 100 })
    expect(rose.sectors.filter(({ n }) => n > 0)).toEqual([
      { wd: 360, from: 2, to: 4, n: 2, percent: (2 / 3) * 100, mean: 30 },
    ])
    expect(windRose([]).sectors.every(({ n, mean }) => n === 0 && mean === null)).toBe(true)
  })

  it('have no interval of a single value', () => {
    const one = { day: '2015-01-01', hour: 3, weekday: 4, month: 1, value: 7 }
    expect(timeVariation([one]).hour).toEqual([{ hour: 3, n: 1, mean: 7, sd: null, lower: null, upper: null }])
  })

  it.each([
    [1, 12.706],
    [6, 2.4469],
    [10, 2.2281],
    [30, 2.0423],
    [1_000, 1.9623],
  ])('Student’s t of %i degrees', (degrees, expected) => {
    expect(studentT975(degrees)).toBeCloseTo(expected, 3)
  })

  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]],
    [2, 247, 6, [0, 50, 100, 150, 200, 250]],
    [0, 9.8, 6, [0, 2, 4, 6, 8, 10]],
  ])('round limits from %d to %d', (low, high, wanted, expected) => {
    expect(prettyBreaks(low, high, wanted)).toEqual(expected)
  })

  it('takes a quantile between neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([1], 0.9)).toBe(1)
  })
})
