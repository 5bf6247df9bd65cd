/**
 * What the map draws for each place: where, which shape, in which state. Where more than twelve would lie within 40
 * pixels they are one mark with their number. Pure; sizes are in pixels.
 */

import type { PlaceKind } from '../../server/domain/place.ts'
import { isOwing } from '../logic/laggards.ts'
import type { Entry } from '../logic/ledger.ts'

export type Shape = 'site' | 'demolition' | 'bare' | 'road'

export type MarkState = 'late' | 'owing' | 'done' | 'would' | 'idle'

export interface MapMark {
  readonly id: string
  readonly name: string
  readonly x: number
  readonly y: number
  readonly shape: Shape
  readonly state: MarkState
}

export interface Cluster {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly count: number
  readonly late: number
}

const CELL = 40
const MOST_IN_CELL = 12

export function shapeOf(kind: PlaceKind | string | null): Shape {
  if (kind === 'roadSection') return 'road'
  if (kind === 'demolitionSite') return 'demolition'
  return kind === 'bareLand' ? 'bare' : 'site'
}

/** `entry` undefined: nothing is asked of it. */
export function markState(entry: Entry | undefined, wouldBeOrdered: boolean): MarkState {
  if (entry === undefined || entry.hasEnded) return wouldBeOrdered ? 'would' : 'idle'
  if (entry.lateMs > 0) return 'late'
  return isOwing(entry) ? 'owing' : 'done'
}

export function clustered(marks: readonly MapMark[]): {
  readonly single: readonly MapMark[]
  readonly clusters: readonly Cluster[]
} {
  const cells = new Map<string, MapMark[]>()
  for (const mark of marks) {
    const key = `${Math.floor(mark.x / CELL)} ${Math.floor(mark.y / CELL)}`
    const cell = cells.get(key)
    if (cell) cell.push(mark)
    else cells.set(key, [mark])
  }
  const single: MapMark[] = []
  const clusters: Cluster[] = []
  for (const [key, members] of cells) {
    if (members.length <= MOST_IN_CELL) single.push(...members)
    else {
      clusters.push({
        key,
        x: mean(members.map(({ x }) => x)),
        y: mean(members.map(({ y }) => y)),
        count: members.length,
        late: members.filter(({ state }) => state === 'late').length,
      })
    }
  }
  return { single, clusters }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}

/** The shape as a path around 0, `size` wide. */
export function shapePath(shape: Shape, state: MarkState, size: number): string {
  const r = size / 2
  if (state === 'late') return `M0 ${-r}L${r} ${r}H${-r}Z`
  switch (shape) {
    case 'demolition':
      return `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`
    case 'bare':
      return `M0 ${-r}L${r} ${r}H${-r}Z`
    case 'road':
      return `M${-r} -1H${r}V1H${-r}Z`
    case 'site':
      return `M${-r} ${-r}H${r}V${r}H${-r}Z`
  }
}
