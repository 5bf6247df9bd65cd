/**
 * A reading store in memory, proved by the same contract suite as the real ones. Forgets everything at the end.
 * `beUnavailable(why)` makes it answer like a store that is down; `beUnavailable(null)` brings it back.
 */
import { bucketOffset, seriesBuilder } from '../../server/domain/air/buckets.ts'
import { firstUnstorable, mergePoints, type Point, pointsOf, quantitiesOf } from '../../server/domain/air/points.ts'
import { isUsable } from '../../server/domain/air/quality.ts'
import type { Quantity } from '../../server/domain/air/quantity.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { type ReadingStore, type SeriesQuery, StoreUnavailable } from '../../server/ports/reading-store.ts'

export interface MemoryReadingStore extends ReadingStore {
  beUnavailable(why: string | null): void
}

export function memoryReadingStore(): MemoryReadingStore {
  const kept = new Map<string, Point>()
  let down: string | null = null

  function within(from: EpochMs, to: EpochMs): Point[] {
    if (down) throw new StoreUnavailable(down)
    return [...kept.values()].filter((point) => point.ts >= from && point.ts < to)
  }

  return {
    beUnavailable(why) {
      down = why
    },
    async write(batch) {
      if (down) return { kind: 'unavailable', why: down }
      const why = firstUnstorable(batch)
      if (why) return { kind: 'refused', why }
      for (const point of pointsOf(batch)) {
        const key = `${point.device} ${point.ts}`
        const earlier = kept.get(key)
        kept.set(key, earlier ? mergePoints(earlier, point) : point)
      }
      return { kind: 'stored' }
    },
    async series(query) {
      const points = within(query.from, query.to).filter((point) => query.devices.includes(point.device))
      return query.everyMs === null ? rawSeries(query, points) : meanSeries(query, query.everyMs, points)
    },
    async count(from, to) {
      const points = within(from, to)
      const values: Partial<Record<Quantity, number>> = {}
      for (const point of points)
        for (const quantity of quantitiesOf(point)) values[quantity] = (values[quantity] ?? 0) + 1
      return { readings: points.length, values }
    },
    async clear() {
      kept.clear()
    },
    async close() {},
  }
}

function rawSeries(query: SeriesQuery, points: readonly Point[]) {
  const built = seriesBuilder(query)
  for (const point of points)
    for (const quantity of new Set(query.quantities))
      built.add(point.device, quantity, point.ts, point.values[quantity] ?? null)
  return built.series()
}

function meanSeries(query: SeriesQuery, everyMs: number, points: readonly Point[]) {
  const offset = bucketOffset(everyMs, query.alignMs)
  const built = seriesBuilder(query)
  for (const quantity of new Set(query.quantities)) {
    const groups = new Map<string, { device: string; start: EpochMs; values: number[] }>()
    for (const point of points) {
      const value = point.values[quantity]
      if (value === undefined || !isUsable(point.quality[quantity] ?? 0)) continue
      const start = Math.floor((point.ts - offset) / everyMs) * everyMs + offset
      const key = `${point.device} ${start}`
      const group = groups.get(key) ?? { device: point.device, start, values: [] }
      group.values.push(value)
      groups.set(key, group)
    }
    for (const { device, start, values } of groups.values())
      built.add(device, quantity, start, values.reduce((sum, value) => sum + value, 0) / values.length)
  }
  return built.series()
}
