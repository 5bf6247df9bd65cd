/**
 * Metres east and north of the district's middle, and back to WGS 84. Good to a few metres over 20 km, which is more
 * than an invented district needs; not for surveying.
 */

export interface Point {
  readonly eastM: number
  readonly northM: number
}

const MIDDLE = { latitude: 34.71, longitude: 113.63 }
const METRES_PER_DEGREE_NORTH = 111_195
const METRES_PER_DEGREE_EAST = METRES_PER_DEGREE_NORTH * Math.cos((MIDDLE.latitude * Math.PI) / 180)

export function pointAt(latitude: number, longitude: number): Point {
  return {
    eastM: (longitude - MIDDLE.longitude) * METRES_PER_DEGREE_EAST,
    northM: (latitude - MIDDLE.latitude) * METRES_PER_DEGREE_NORTH,
  }
}

/** Rounded to five decimals, about a metre. */
export function wgs84Of({ eastM, northM }: Point): { readonly latitude: number; readonly longitude: number } {
  return {
    latitude: rounded(MIDDLE.latitude + northM / METRES_PER_DEGREE_NORTH),
    longitude: rounded(MIDDLE.longitude + eastM / METRES_PER_DEGREE_EAST),
  }
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}

export function metresBetween(one: Point, other: Point): number {
  return Math.hypot(one.eastM - other.eastM, one.northM - other.northM)
}

/** The point `distanceM` from `from` towards `bearingDegrees`, clockwise from north. */
export function pointTowards(from: Point, bearingDegrees: number, distanceM: number): Point {
  const bearing = (bearingDegrees * Math.PI) / 180
  return {
    eastM: from.eastM + distanceM * Math.sin(bearing),
    northM: from.northM + distanceM * Math.cos(bearing),
  }
}
