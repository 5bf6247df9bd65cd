/**
 * A plain map without tiles: places in a box, true in angle and distance for an area the size of a district.
 *
 * Coordinates are WGS 84 as stored. Nothing outside is asked for, so that the screen works without the internet and no
 * map's offset (GCJ-02) can creep in.
 */
export interface Located {
  readonly latitude: number
  readonly longitude: number
}

export interface Box {
  readonly width: number
  readonly height: number
}

export interface MapFrame {
  readonly x: (at: Located) => number
  readonly y: (at: Located) => number
  /** A round length that fits the corner, and how wide it is drawn. */
  readonly scale: { readonly km: number; readonly width: number }
}

const KM_PER_DEGREE = 111.32
const MARGIN = 28
/** A single place still needs a map around it. */
const SMALLEST_KM = 1

/** null without anything to show. */
export function mapFrame(all: readonly Located[], { width, height }: Box): MapFrame | null {
  if (all.length === 0) return null
  const north = Math.max(...all.map((one) => one.latitude))
  const south = Math.min(...all.map((one) => one.latitude))
  const east = Math.max(...all.map((one) => one.longitude))
  const west = Math.min(...all.map((one) => one.longitude))
  const middle = { latitude: (north + south) / 2, longitude: (east + west) / 2 }
  const eastKm = KM_PER_DEGREE * Math.cos((middle.latitude * Math.PI) / 180)
  const spanX = Math.max(SMALLEST_KM, (east - west) * eastKm)
  const spanY = Math.max(SMALLEST_KM, (north - south) * KM_PER_DEGREE)
  const perKm = Math.min((width - 2 * MARGIN) / spanX, (height - 2 * MARGIN) / spanY)
  const km = roundLength((width / perKm) * 0.2)
  return {
    x: (at) => width / 2 + (at.longitude - middle.longitude) * eastKm * perKm,
    y: (at) => height / 2 - (at.latitude - middle.latitude) * KM_PER_DEGREE * perKm,
    scale: { km, width: km * perKm },
  }
}

/** The largest of 1, 2, 5 × 10ⁿ that is not longer. */
function roundLength(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(longest))
  const step = [5, 2, 1].find((one) => one * power <= longest) ?? 1
  return step * power
}
