/**
 * SHOW: stored readings as series, never more than a screen can use.
 *
 * `auto` takes the finest width that fits and is no finer than the devices measure; it never shows raw values, because
 * those include barred ones. A day begins at the district's midnight; where clocks change, at the first day's.
 */
import type { EVERY, SeriesAnswer } from '../../contract/reading.ts'
import { QUANTITY_FACTS, type Quantity } from '../../domain/air/quantity.ts'
import type { Device } from '../../domain/place.ts'
import { startOfLocalDay } from '../../domain/time.ts'
import { DAY, type EpochMs, HOUR, MINUTE, type Ms } from '../../domain/units.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'

export type Every = (typeof EVERY)[number]

export const MAX_POINTS = 20_000

export interface SeriesRequest {
  readonly devices: readonly Device[]
  readonly quantities: readonly Quantity[]
  readonly from: EpochMs
  readonly to: EpochMs
  readonly every: Every | 'auto'
}

export type SeriesOutcome =
  | { readonly kind: 'series'; readonly answer: SeriesAnswer }
  /** `finest` is what would fit; null when nothing does. */
  | { readonly kind: 'too-many'; readonly points: number; readonly finest: Every | null }

const WIDTHS: readonly (readonly [Exclude<Every, 'raw'>, Ms])[] = [
  ['1m', MINUTE],
  ['15m', 15 * MINUTE],
  ['1h', HOUR],
  ['1d', DAY],
]

/** Rejects with `StoreUnavailable` when the store cannot answer. */
export async function readSeries(
  store: Pick<ReadingStore, 'series'>,
  request: SeriesRequest,
  timeZone: string,
): Promise<SeriesOutcome> {
  const every = request.every === 'auto' ? finestFitting(request) : request.every
  if (every === null || expectedPoints(request, every) > MAX_POINTS) {
    const finest = finestFitting(request)
    return { kind: 'too-many', points: expectedPoints(request, every ?? '1d'), finest }
  }
  const everyMs = widthOf(every)
  const series = await store.series({
    devices: request.devices.map((device) => device.id),
    quantities: request.quantities,
    from: request.from,
    to: request.to,
    everyMs,
    alignMs: everyMs === null ? 0 : positiveRest(startOfLocalDay(request.from, timeZone), everyMs),
  })
  const points = series.reduce((sum, one) => sum + one.points.length, 0)
  // A device can measure more often than it is registered with.
  if (points > MAX_POINTS) return { kind: 'too-many', points, finest: finestFitting(request) }
  const answer: SeriesAnswer = {
    every,
    unit: Object.fromEntries(request.quantities.map((quantity) => [quantity, QUANTITY_FACTS[quantity].unit])),
    series: series.map(({ device, quantity, points }) => ({
      device,
      quantity,
      unit: QUANTITY_FACTS[quantity].unit,
      points: points.map(([at, value]) => [at, value]),
    })),
  }
  return { kind: 'series', answer }
}

function finestFitting(request: SeriesRequest): Every | null {
  const slowest = Math.max(0, ...request.devices.map((device) => device.intervalMs))
  const fitting = WIDTHS.filter(([every]) => expectedPoints(request, every) <= MAX_POINTS)
  const [every] = fitting.find(([, width]) => width >= slowest) ?? fitting.at(-1) ?? [null]
  return every
}

function expectedPoints({ devices, quantities, from, to }: SeriesRequest, every: Every): number {
  const width = widthOf(every)
  const perQuantity = devices.reduce((sum, { intervalMs }) => sum + Math.ceil((to - from) / (width ?? intervalMs)), 0)
  return perQuantity * quantities.length
}

function widthOf(every: Every): Ms | null {
  return WIDTHS.find(([name]) => name === every)?.[1] ?? null
}

function positiveRest(at: number, width: number): number {
  return ((at % width) + width) % width
}
