/**
 * The eigenvalues of largest absolute value of a large symmetric matrix, with their vectors, by Lanczos' method with full
 * reorthogonalisation: the matrix is projected on a Krylov space some times as wide as what is wanted, and the small
 * tridiagonal matrix that is left is solved by the implicit QL method.
 */
import { type Eigen, type Matrix, matrix, product } from './linear-algebra.ts'
import type { Sliced } from './slices.ts'

/** So many times what is wanted: the decaying spectrum of a spline has converged by then to all digits that matter. */
const WIDTH = 4

export function* largestEigen(a: Matrix, wanted: number): Sliced<Eigen> {
  const n = a.rows
  const steps = Math.min(n, wanted * WIDTH)
  const basis = matrix(steps, n)
  const diagonal = new Float64Array(steps)
  const beside = new Float64Array(steps)
  let q = start(n)
  for (let step = 0; step < steps; step += 1) {
    basis.data.set(q, step * n)
    const next = times(a, q)
    diagonal[step] = dot(next, q)
    orthogonalise(next, basis, step + 1)
    const norm = Math.sqrt(dot(next, next))
    if (step + 1 < steps) beside[step + 1] = norm
    // An invariant space was met: what is left of the matrix acts on what is orthogonal to it.
    q = norm > 1e-10 * Math.abs(diagonal[0]!) ? next.map((one) => one / norm) : fresh(basis, step + 1)
    if (step % 4 === 3) yield
  }
  const small = yield* tridiagonalEigen(diagonal, beside)
  const order = [...small.values.keys()].sort((x, y) => Math.abs(small.values[y]!) - Math.abs(small.values[x]!))
  const chosen = order.slice(0, Math.min(wanted, n))
  const picked = matrix(steps, chosen.length)
  for (let i = 0; i < steps; i += 1)
    for (const [j, column] of chosen.entries())
      picked.data[i * chosen.length + j] = small.vectors.data[i * steps + column]!
  yield
  return { values: Float64Array.from(chosen, (at) => small.values[at]!), vectors: yield* ofBasis(basis, picked) }
}

function* ofBasis(basis: Matrix, picked: Matrix): Sliced<Matrix> {
  const flat = matrix(basis.cols, basis.rows)
  for (let i = 0; i < basis.rows; i += 1)
    for (let j = 0; j < basis.cols; j += 1) flat.data[j * basis.rows + i] = basis.data[i * basis.cols + j]!
  return yield* product(flat, picked)
}

/** The same every time: a result must not depend on chance. */
function start(n: number): Float64Array {
  const q = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 7_919) % 1_009) / 1_009)
  const norm = Math.sqrt(dot(q, q))
  return q.map((one) => one / norm)
}

function fresh(basis: Matrix, filled: number): Float64Array {
  const n = basis.cols
  const q = Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i * (filled + 1)))
  orthogonalise(q, basis, filled)
  const norm = Math.sqrt(dot(q, q))
  return q.map((one) => one / norm)
}

/** Twice, because once leaves what rounding left. */
function orthogonalise(q: Float64Array, basis: Matrix, filled: number): void {
  const n = basis.cols
  for (let round = 0; round < 2; round += 1) {
    for (let row = 0; row < filled; row += 1) {
      let along = 0
      for (let i = 0; i < n; i += 1) along += q[i]! * basis.data[row * n + i]!
      for (let i = 0; i < n; i += 1) q[i]! -= along * basis.data[row * n + i]!
    }
  }
}

function times({ rows, cols, data }: Matrix, x: Float64Array): Float64Array {
  const out = new Float64Array(rows)
  for (let i = 0; i < rows; i += 1) {
    let sum = 0
    for (let j = 0; j < cols; j += 1) sum += data[i * cols + j]! * x[j]!
    out[i] = sum
  }
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}

const ITERATIONS = 60

/** `beside[i]` stands between i − 1 and i; `beside[0]` is not used. */
function* tridiagonalEigen(diagonal: Float64Array, beside: Float64Array): Sliced<Eigen> {
  const n = diagonal.length
  const d = diagonal.slice()
  const e = new Float64Array(n)
  for (let i = 1; i < n; i += 1) e[i - 1] = beside[i]!
  // Rows are kept as columns of the result, so that a rotation walks through memory in order.
  const z = matrix(n, n)
  for (let i = 0; i < n; i += 1) z.data[i * n + i] = 1
  for (let l = 0; l < n; l += 1) {
    for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
      let m = l
      for (; m < n - 1; m += 1) {
        const size = Math.abs(d[m]!) + Math.abs(d[m + 1]!)
        if (Math.abs(e[m]!) <= Number.EPSILON * size) break
      }
      if (m === l) break
      implicitShift(d, e, z.data, n, l, m)
    }
    if (l % 4 === 3) yield
  }
  const vectors = matrix(n, n)
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) vectors.data[j * n + i] = z.data[i * n + j]!
  return { values: d, vectors }
}

function implicitShift(d: Float64Array, e: Float64Array, z: Float64Array, n: number, l: number, m: number): void {
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!)
  let r = Math.hypot(g, 1)
  g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -r : r))
  let s = 1
  let c = 1
  let p = 0
  let i = m - 1
  for (; i >= l; i -= 1) {
    let f = s * e[i]!
    const b = c * e[i]!
    r = Math.hypot(f, g)
    e[i + 1] = r
    if (r === 0) {
      d[i + 1]! -= p
      e[m] = 0
      return
    }
    s = f / r
    c = g / r
    g = d[i + 1]! - p
    r = (d[i]! - g) * s + 2 * c * b
    p = s * r
    d[i + 1] = g + p
    g = c * r - b
    for (let k = 0; k < n; k += 1) {
      f = z[(i + 1) * n + k]!
      const other = z[i * n + k]!
      z[(i + 1) * n + k] = s * other + c * f
      z[i * n + k] = c * other - s * f
    }
  }
  d[l]! -= p
  e[l] = g
  e[m] = 0
}
