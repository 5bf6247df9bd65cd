/** SHOW: the wind over a window that ends at each minute up to an instant, from what is stored. */
import { type MeanWind, meanWind, type WindSample } from '../../domain/air/wind.ts'
import type { Device } from '../../domain/place.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'

export interface WindsBefore {
  /** Whose wind it is; null when none of them said enough. */
  readonly device: string | null
  /** Oldest first, the window that ends at the instant last; null where too little is known. */
  readonly winds: readonly (MeanWind | null)[]
}

/** So far back roles are followed: three times what a changed one needs to count. */
const MINUTES_BACK = 15
const COVERED = 0.75
const STANDS_ALONE_INTERVALS = 1.1

/** Of the first that says enough of the last window. */
export async function windsBefore(
  store: Pick<ReadingStore, 'series'>,
  masts: readonly Device[],
  at: EpochMs,
  windowMs: Ms,
): Promise<WindsBefore> {
  for (const device of masts) {
    const samples = await samplesOf(store, device, at, windowMs)
    const winds = Array.from({ length: MINUTES_BACK + 1 }, (_, index) =>
      windAt(samples, at - (MINUTES_BACK - index) * MINUTE, windowMs, device.intervalMs),
    )
    if (winds.at(-1)) return { device: device.id, winds }
  }
  return { device: null, winds: [] }
}

type Timed = WindSample & { readonly ts: EpochMs }

/** A device as slow as the window stands for itself, as in the averages. */
function windAt(samples: readonly Timed[], end: EpochMs, windowMs: Ms, intervalMs: Ms): MeanWind | null {
  if (intervalMs >= windowMs) {
    const newest = samples.findLast(({ ts }) => ts <= end && end <= ts + STANDS_ALONE_INTERVALS * intervalMs)
    return newest ? meanWind([newest]) : null
  }
  const inside = samples.filter(({ ts }) => ts > end - windowMs && ts <= end)
  return inside.length >= (COVERED * windowMs) / intervalMs ? meanWind(inside) : null
}

async function samplesOf(
  store: Pick<ReadingStore, 'series'>,
  device: Device,
  at: EpochMs,
  windowMs: Ms,
): Promise<readonly Timed[]> {
  const everyMs = device.intervalMs
  const steps = Math.ceil((windowMs + MINUTES_BACK * MINUTE) / everyMs + 1)
  const series = await store.series({
    devices: [device.id],
    quantities: ['windSpeed', 'windDirection'],
    ...{ from: at + 1 - steps * everyMs, to: at + 1, everyMs, alignMs: (at + 1) % everyMs },
  })
  const pointsOf = (quantity: string) => series.find((one) => one.quantity === quantity)?.points ?? []
  const directions = new Map(pointsOf('windDirection'))
  return pointsOf('windSpeed').flatMap(([start, speedMps]) => {
    const directionDegrees = directions.get(start)
    return speedMps === null || directionDegrees == null
      ? []
      : [{ ts: start + everyMs - 1, speedMps, directionDegrees }]
  })
}
