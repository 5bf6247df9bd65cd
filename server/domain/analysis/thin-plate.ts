/**
 * A smooth surface through scattered values: a thin plate regression spline of two variables, its smoothness chosen by
 * generalised cross validation.
 *
 * Wood 2003, J. R. Statist. Soc. B 65, 95–114: of the spline's full basis r² log r between the positions the eigenvectors
 * of largest absolute eigenvalue, with coefficients orthogonal to 1, u and v, penalised by those eigenvalues; beside them
 * 1, u and v, not penalised. The smoothness is the minimum of n·D / (n − edf)², with n values and D the weighted sum of
 * squares that is left.
 */
import { largestEigen } from './lanczos.ts'
import { type Matrix, matrix, product, qr, solveUpper, symmetricEigen, transposed } from './linear-algebra.ts'
import { finish, type Sliced } from './slices.ts'

export interface SplineValue {
  readonly u: number
  readonly v: number
  readonly value: number
  /** More than 0; how much it counts. */
  readonly weight: number
}

export interface ThinPlate {
  /** Effective degrees of freedom. */
  readonly edf: number
  readonly gcv: number
  /** Residual variance. */
  readonly scale: number
  at(u: number, v: number): number
  /** Standard error (Bayesian) of `at`. */
  errorAt(u: number, v: number): number
}

/** `basis`: how many coefficients at most. Needs more distinct positions than 3. */
export function* fitThinPlate(values: readonly SplineValue[], basis: number): Sliced<ThinPlate> {
  const { knots, indexOf } = distinct(values)
  const kernel = yield* kernelOf(knots)
  const wanted = Math.min(basis, knots.length)
  const eigen = yield* largestEigen(kernel, wanted)
  const plane = planeOf(knots)
  const free = yield* nullSpace(yield* product(transposed(eigen.vectors), plane))
  const scaled = scaledColumns(eigen.vectors, eigen.values)
  const bent = yield* product(scaled, free)
  const penalty = yield* product(transposed(free), scaledRows(free, eigen.values))
  const columns = bent.cols + 3
  const design = matrix(values.length, columns)
  const target = matrix(values.length, 1)
  for (const [i, { weight, value }] of values.entries()) {
    const root = Math.sqrt(weight)
    const knot = indexOf[i]!
    for (let j = 0; j < bent.cols; j += 1) design.data[i * columns + j] = root * bent.data[knot * bent.cols + j]!
    for (let j = 0; j < 3; j += 1) design.data[i * columns + bent.cols + j] = root * plane.data[knot * 3 + j]!
    target.data[i] = root * value
  }
  const { r, turned } = yield* qr(design, target)
  const inverse = solveUpper(r, identity(columns))
  const bending = yield* product(padded(penalty, columns), inverse)
  const modes = yield* symmetricEigen(yield* product(transposed(inverse), bending))
  const explained = { rows: columns, cols: 1, data: turned.data.slice(0, columns) }
  const seen = yield* product(transposed(modes.vectors), explained)
  const unexplained = turned.data.slice(columns).reduce((sum, one) => sum + one * one, 0)
  const smooth = smoothest(values.length, modes.values, seen.data, unexplained)
  const shrunk = matrix(columns, 1)
  for (let i = 0; i < columns; i += 1)
    shrunk.data[i] = seen.data[i]! / (1 + smooth.lambda * Math.max(0, modes.values[i]!))
  const toCoefficients = yield* product(inverse, modes.vectors)
  const coefficients = yield* product(toCoefficients, shrunk)
  const bentOnly = { rows: bent.cols, cols: 1, data: coefficients.data.slice(0, bent.cols) }
  /** What each position pulls with. */
  const toBasis = yield* product(eigen.vectors, free)
  const pulls = yield* product(toBasis, bentOnly)
  const [constant = 0, alongU = 0, alongV = 0] = coefficients.data.slice(bent.cols)
  const scale = smooth.deviance / (values.length - smooth.edf)
  const spread = spreadOf(toCoefficients, modes.values, smooth.lambda)

  return {
    edf: smooth.edf,
    gcv: smooth.gcv,
    scale,
    at(u, v) {
      let sum = constant + alongU * u + alongV * v
      for (const [i, knot] of knots.entries()) sum += pulls.data[i]! * radial(u - knot.u, v - knot.v)
      return sum
    },
    errorAt(u, v) {
      const row = matrix(1, columns)
      for (const [i, knot] of knots.entries()) {
        const pull = radial(u - knot.u, v - knot.v)
        for (let j = 0; j < bent.cols; j += 1) row.data[j]! += pull * toBasis.data[i * bent.cols + j]!
      }
      row.data.set([1, u, v], bent.cols)
      const through = finish(product(row, spread))
      return Math.sqrt(scale * through.data.reduce((sum, one) => sum + one * one, 0))
    },
  }
}

function radial(du: number, dv: number): number {
  const square = du * du + dv * dv
  return square === 0 ? 0 : (square * Math.log(square)) / 2
}

interface Position {
  readonly u: number
  readonly v: number
}

function distinct(values: readonly Position[]) {
  const known = new Map<string, number>()
  const knots: Position[] = []
  const indexOf = values.map(({ u, v }) => {
    const key = `${u + 0} ${v + 0}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, knots.length)
    knots.push({ u, v })
    return knots.length - 1
  })
  return { knots, indexOf }
}

function* kernelOf(knots: readonly Position[]): Sliced<Matrix> {
  const n = knots.length
  const kernel = matrix(n, n)
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const value = radial(knots[i]!.u - knots[j]!.u, knots[i]!.v - knots[j]!.v)
      kernel.data[i * n + j] = value
      kernel.data[j * n + i] = value
    }
    if (i % 128 === 127) yield
  }
  return kernel
}

function planeOf(knots: readonly Position[]): Matrix {
  const plane = matrix(knots.length, 3)
  for (const [i, { u, v }] of knots.entries()) plane.data.set([1, u, v], i * 3)
  return plane
}

/** Columns that are orthogonal to those of a tall matrix, and to each other. */
function* nullSpace(tall: Matrix): Sliced<Matrix> {
  const n = tall.rows
  const { turned } = yield* qr(tall, identity(n))
  const free = matrix(n, n - tall.cols)
  for (let i = 0; i < n; i += 1)
    for (let j = tall.cols; j < n; j += 1) free.data[i * free.cols + j - tall.cols] = turned.data[j * n + i]!
  return free
}

function identity(n: number): Matrix {
  const out = matrix(n, n)
  for (let i = 0; i < n; i += 1) out.data[i * n + i] = 1
  return out
}

function scaledColumns(a: Matrix, by: Float64Array): Matrix {
  return { ...a, data: a.data.map((one, at) => one * by[at % a.cols]!) }
}

function scaledRows(a: Matrix, by: Float64Array): Matrix {
  return { ...a, data: a.data.map((one, at) => one * by[Math.floor(at / a.cols)]!) }
}

function padded(a: Matrix, n: number): Matrix {
  const out = matrix(n, n)
  for (let i = 0; i < a.rows; i += 1) out.data.set(a.data.subarray(i * a.cols, (i + 1) * a.cols), i * n)
  return out
}

/** A root of the coefficients' covariance, without its scale. */
function spreadOf(toCoefficients: Matrix, modes: Float64Array, lambda: number): Matrix {
  return scaledColumns(
    toCoefficients,
    modes.map((one) => 1 / Math.sqrt(1 + lambda * Math.max(0, one))),
  )
}

interface Smoothness {
  readonly lambda: number
  readonly edf: number
  readonly gcv: number
  readonly deviance: number
}

/** Tried over twenty-four powers of ten, then narrowed down round the best. */
function smoothest(n: number, modes: Float64Array, seen: Float64Array, unexplained: number): Smoothness {
  const bending = [...modes].filter((one) => one > 0).sort((a, b) => a - b)
  const middle = bending[Math.floor(bending.length / 2)] ?? 1

  function judged(power: number): Smoothness {
    const lambda = 10 ** power / middle
    let edf = 0
    let deviance = unexplained
    for (const [i, mode] of modes.entries()) {
      const kept = 1 / (1 + lambda * Math.max(0, mode))
      edf += kept
      deviance += ((1 - kept) * seen[i]!) ** 2
    }
    return { lambda, edf, deviance, gcv: (n * deviance) / (n - edf) ** 2 }
  }

  let best = -12
  for (let power = -12; power <= 12; power += 0.125) if (judged(power).gcv < judged(best).gcv) best = power
  let low = best - 0.125
  let high = best + 0.125
  const golden = (Math.sqrt(5) - 1) / 2
  while (high - low > 1e-9) {
    const left = high - golden * (high - low)
    const right = low + golden * (high - low)
    if (judged(left).gcv < judged(right).gcv) high = right
    else low = left
  }
  return judged((low + high) / 2)
}
