/** Where an arrow key leads on the map: to the nearest mark that lies more that way than to the side. */
interface Spot {
  readonly id: string
  readonly x: number
  readonly y: number
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** null when the key is no arrow, or nothing lies there. Without a mark to start from: the first. */
export function nearestInDirection<T extends Spot>(marks: readonly T[], from: string | null, key: string): T | null {
  const way = WAYS[key]
  if (!way) return null
  const start = marks.find(({ id }) => id === from)
  if (!start) return marks[0] ?? null
  let nearest: T | null = null
  let least = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    const dx = mark.x - start.x
    const dy = mark.y - start.y
    const along = dx * way[0] + dy * way[1]
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0])
    if (mark === start || along <= 0 || aside > along) continue
    const distance = along + aside
    if (distance < least) {
      least = distance
      nearest = mark
    }
  }
  return nearest
}
