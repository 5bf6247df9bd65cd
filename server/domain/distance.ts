/**
 * Distances on the ground between WGS 84 positions, good to about 0.5 % (the Earth taken as a sphere).
 *
 * Source: the haversine formula with the mean Earth radius of 6,371,008.8 m (IUGG). Worked example (also a test):
 * one degree of latitude is 111,195 m.
 */
export interface Position {
  readonly latitude: number
  readonly longitude: number
}

const EARTH_RADIUS_M = 6_371_008.8

/** Metres. */
export function distanceM(a: Position, b: Position): number {
  const latitudeHalf = radians(b.latitude - a.latitude) / 2
  const longitudeHalf = radians(b.longitude - a.longitude) / 2
  const chord =
    Math.sin(latitudeHalf) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitudeHalf) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** The direction in which `to` lies as seen from `from`: degrees clockwise from north, 0 ≤ b < 360; 0 for the same spot. */
export function bearingDegrees(from: Position, to: Position): number {
  const turn = radians(to.longitude - from.longitude)
  const east = Math.sin(turn) * Math.cos(radians(to.latitude))
  const north =
    Math.cos(radians(from.latitude)) * Math.sin(radians(to.latitude)) -
    Math.sin(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.cos(turn)
  const degrees = (Math.atan2(east, north) * 180) / Math.PI
  return degrees < 0 ? (degrees + 360) % 360 : degrees
}

/** The middle of some positions a few kilometres apart, away from the poles and the date line; null for none. */
export function centroid(positions: readonly Position[]): Position | null {
  if (positions.length === 0) return null
  const latitude = positions.reduce((sum, one) => sum + one.latitude, 0) / positions.length
  const longitude = positions.reduce((sum, one) => sum + one.longitude, 0) / positions.length
  return { latitude, longitude }
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
