/** The little linear algebra that smoothing needs: dense, row by row in one array, no dependencies. */
import type { Sliced } from './slices.ts'

/** `rows × cols` numbers, row by row. */
export interface Matrix {
  readonly rows: number
  readonly cols: number
  readonly data: Float64Array
}

export function matrix(rows: number, cols: number): Matrix {
  return { rows, cols, data: new Float64Array(rows * cols) }
}

const ROWS_AT_ONCE = 64

export function* product(a: Matrix, b: Matrix): Sliced<Matrix> {
  const out = matrix(a.rows, b.cols)
  for (let i = 0; i < a.rows; i += 1) {
    if (i % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield
    for (let k = 0; k < a.cols; k += 1) {
      const left = a.data[i * a.cols + k]!
      if (left === 0) continue
      for (let j = 0; j < b.cols; j += 1) out.data[i * b.cols + j]! += left * b.data[k * b.cols + j]!
    }
  }
  return out
}

export function transposed(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows)
  for (let i = 0; i < a.rows; i += 1)
    for (let j = 0; j < a.cols; j += 1) out.data[j * a.rows + i] = a.data[i * a.cols + j]!
  return out
}

/**
 * Householder's QR of a tall matrix: `r` is upper triangular, `turned` is Qᵀ applied to what was given beside it (whole
 * length, so what lies below `cols` is what the columns cannot explain).
 */
export function* qr(a: Matrix, beside: Matrix): Sliced<{ readonly r: Matrix; readonly turned: Matrix }> {
  const { rows, cols } = a
  const left = { ...a, data: a.data.slice() }
  const right = { ...beside, data: beside.data.slice() }
  for (let k = 0; k < cols; k += 1) {
    reflect(left, right, k)
    if (k % 8 === 7) yield
  }
  const r = matrix(cols, cols)
  for (let i = 0; i < Math.min(rows, cols); i += 1)
    for (let j = i; j < cols; j += 1) r.data[i * cols + j] = left.data[i * cols + j]!
  return { r, turned: right }
}

/** Makes column k of `left` zero below the diagonal, and turns `right` with it. */
function reflect(left: Matrix, right: Matrix, k: number): void {
  const { rows, cols } = left
  let norm = 0
  for (let i = k; i < rows; i += 1) norm += left.data[i * cols + k]! ** 2
  norm = Math.sqrt(norm)
  if (norm === 0) return
  const head = left.data[k * cols + k]!
  const sign = head < 0 ? -1 : 1
  const v = new Float64Array(rows)
  for (let i = k; i < rows; i += 1) v[i] = left.data[i * cols + k]!
  v[k]! += sign * norm
  let length = 0
  for (let i = k; i < rows; i += 1) length += v[i]! ** 2
  for (const [target, from] of [
    [left, k],
    [right, 0],
  ] as const) {
    const width = target.cols
    const along = new Float64Array(width)
    for (let i = k; i < rows; i += 1)
      for (let j = from; j < width; j += 1) along[j]! += v[i]! * target.data[i * width + j]!
    for (let i = k; i < rows; i += 1) {
      const factor = (2 * v[i]!) / length
      for (let j = from; j < width; j += 1) target.data[i * width + j]! -= factor * along[j]!
    }
  }
}

/** X with R·X = B, R upper triangular. */
export function solveUpper(r: Matrix, b: Matrix): Matrix {
  const n = r.rows
  const x = { ...b, rows: n, data: b.data.slice(0, n * b.cols) }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let j = 0; j < b.cols; j += 1) {
      let sum = x.data[i * b.cols + j]!
      for (let k = i + 1; k < n; k += 1) sum -= r.data[i * n + k]! * x.data[k * b.cols + j]!
      x.data[i * b.cols + j] = sum / r.data[i * n + i]!
    }
  }
  return x
}

export interface Eigen {
  readonly values: Float64Array
  /** Column j belongs to value j. */
  readonly vectors: Matrix
}

const SWEEPS = 60

/** All of a small symmetric matrix, by Jacobi's rotations. */
export function* symmetricEigen(a: Matrix): Sliced<Eigen> {
  const n = a.rows
  const s = a.data.slice()
  const vectors = matrix(n, n)
  for (let i = 0; i < n; i += 1) vectors.data[i * n + i] = 1
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let off = 0
    let all = 0
    for (let p = 0; p < n; p += 1) {
      for (let q = p + 1; q < n; q += 1) off += s[p * n + q]! ** 2
      all += s[p * n + p]! ** 2
    }
    if (off <= 1e-30 * (all + off)) break
    for (let p = 0; p < n - 1; p += 1) for (let q = p + 1; q < n; q += 1) rotate(s, vectors.data, n, p, q)
    yield
  }
  const values = new Float64Array(n)
  for (let i = 0; i < n; i += 1) values[i] = s[i * n + i]!
  return { values, vectors }
}

function rotate(s: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = s[p * n + q]!
  if (apq === 0) return
  const theta = (s[q * n + q]! - s[p * n + p]!) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const sine = t * c
  for (let k = 0; k < n; k += 1) {
    const kp = s[k * n + p]!
    const kq = s[k * n + q]!
    s[k * n + p] = c * kp - sine * kq
    s[k * n + q] = sine * kp + c * kq
  }
  for (let k = 0; k < n; k += 1) {
    const pk = s[p * n + k]!
    const qk = s[q * n + k]!
    s[p * n + k] = c * pk - sine * qk
    s[q * n + k] = sine * pk + c * qk
  }
  for (let k = 0; k < n; k += 1) {
    const kp = v[k * n + p]!
    const kq = v[k * n + q]!
    v[k * n + p] = c * kp - sine * kq
    v[k * n + q] = sine * kp + c * kq
  }
}
