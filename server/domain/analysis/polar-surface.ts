/**
 * The polar plot's surface: the bins smoothed as openair 3.1.0 does it (root of the means, thin plate regression spline of
 * 100, weights), on a square grid of wind components, blank where no measured bin stands near.
 */
import { type PolarBins, SPEED_CLASSES } from './polar-bins.ts'
import type { Sliced } from './slices.ts'
import { fitThinPlate, type SplineValue } from './thin-plate.ts'

/** Named in the answer, so that a picture can be made again. */
export const POLAR_METHOD = { name: 'openair polarPlot', version: '3.1.0' } as const

export interface PolarSurface {
  readonly edf: number
  readonly gcv: number
  /** m/s of the outermost columns and rows. */
  readonly from: number
  readonly to: number
  /** `z[v][u]`, from south and west; null where nothing was measured near. */
  readonly z: readonly (readonly (number | null)[])[]
}

const BASIS = 100
const NODES = 51
/** Finer steps between two nodes. */
const FINER = 4
const NEAR = 0.1
/** Fewer say nothing of a surface (ours). */
const LEAST_POSITIONS = 10

/** null when there are too few bins to tell a surface from chance. */
export function* polarSurface(polar: PolarBins): Sliced<PolarSurface | null> {
  const values = splineValues(polar)
  if (!areEnough(values)) return null
  const fit = yield* fitThinPlate(values, BASIS)
  const { max } = polar
  const at = (node: number) => -max + (2 * max * node) / (NODES - 1)
  const nodes: number[][] = []
  for (let iv = 0; iv < NODES; iv += 1) {
    nodes.push(Array.from({ length: NODES }, (_, iu) => fit.at(at(iu), at(iv)) ** 2))
    yield
  }
  const n = (NODES - 1) * FINER + 1
  const fine = (index: number) => -max + (2 * max * index) / (n - 1)
  const z: (number | null)[][] = []
  for (let iv = 0; iv < n; iv += 1) {
    z.push(
      Array.from({ length: n }, (_, iu) =>
        isNear(values, fine(iu), fine(iv), NEAR * max) ? between(nodes, iu, iv) : null,
      ),
    )
    if (iv % 10 === 9) yield
  }
  return { edf: fit.edf, gcv: fit.gcv, from: -max, to: max, z }
}

export interface PolarUncertainty {
  /** Of the coarse grid, laid out as the surface; nothing is blank. */
  readonly n: number
  readonly central: readonly (readonly number[])[]
  readonly lower: readonly (readonly number[])[]
  readonly upper: readonly (readonly number[])[]
}

/**
 * openair's uncertainty: the unweighted surface, and two standard errors of one in which a bin counts as much as it has
 * values, all on the scale of the root.
 */
export function* polarUncertainty(polar: PolarBins): Sliced<PolarUncertainty | null> {
  const values = splineValues(polar)
  if (!areEnough(values)) return null
  const unweighted = yield* fitThinPlate(
    values.map((one) => ({ ...one, weight: 1 })),
    BASIS,
  )
  const counted = yield* fitThinPlate(
    values.map((one, at) => ({ ...one, weight: polar.bins[at]!.n })),
    BASIS,
  )
  const at = (node: number) => -polar.max + (2 * polar.max * node) / (NODES - 1)
  const central: number[][] = []
  const lower: number[][] = []
  const upper: number[][] = []
  for (let iv = 0; iv < NODES; iv += 1) {
    const roots = Array.from({ length: NODES }, (_, iu) => unweighted.at(at(iu), at(iv)))
    const halves: number[] = []
    for (let iu = 0; iu < NODES; iu += 1) {
      halves.push(2 * counted.errorAt(at(iu), at(iv)))
      if (iu % 10 === 9) yield
    }
    central.push(roots.map((root) => root ** 2))
    lower.push(roots.map((root, iu) => (root - halves[iu]!) ** 2))
    upper.push(roots.map((root, iu) => (root + halves[iu]!) ** 2))
  }
  return { n: NODES, central, lower, upper }
}

function areEnough(values: readonly SplineValue[]): boolean {
  return new Set(values.map(({ u, v }) => `${u} ${v}`)).size >= LEAST_POSITIONS
}

/** A bin stands at its class's share of the largest speed, not at its middle. */
function splineValues({ max, bins }: PolarBins): readonly SplineValue[] {
  return bins.map(({ i, wd, mean, weight }) => {
    const speed = (i * max) / (SPEED_CLASSES - 1)
    const angle = (wd * Math.PI) / 180
    return { u: speed * Math.sin(angle), v: speed * Math.cos(angle), value: Math.sqrt(mean), weight }
  })
}

function isNear(values: readonly SplineValue[], u: number, v: number, distance: number): boolean {
  return values.some((one) => (one.u - u) ** 2 + (one.v - v) ** 2 <= distance ** 2)
}

function between(nodes: readonly (readonly number[])[], iu: number, iv: number): number {
  const u = Math.min(NODES - 2, Math.floor(iu / FINER))
  const v = Math.min(NODES - 2, Math.floor(iv / FINER))
  const du = iu / FINER - u
  const dv = iv / FINER - v
  const south = nodes[v]![u]! * (1 - du) + nodes[v]![u + 1]! * du
  const north = nodes[v + 1]![u]! * (1 - du) + nodes[v + 1]![u + 1]! * du
  return south * (1 - dv) + north * dv
}
