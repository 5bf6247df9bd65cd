/**
 * What a device can measure: name, unit and the range outside which a number cannot be a measurement.
 *
 * The ranges are physical, not statistical: a sandstorm with PM10 at 8,000 µg/m³ is a reading, −5 is not.
 * Statistics may annotate a reading later, they never bar it (product.md, "quality control that cannot hide a plume").
 * Ranges are (ours), after reliability.md 3.2 D1.
 */

export const QUANTITIES = [
  'pm10',
  'pm25',
  'tsp',
  'windSpeed',
  'windGust',
  'windDirection',
  'temperature',
  'humidity',
  'pressure',
  'noise',
  'rain',
  'so2',
  'no2',
  'o3',
  'co',
] as const

export type Quantity = (typeof QUANTITIES)[number]

export interface QuantityFacts {
  readonly unit: string
  /** Smallest and largest number that can be a measurement, both included. */
  readonly min: number
  readonly max: number
}

export const QUANTITY_FACTS: Readonly<Record<Quantity, QuantityFacts>> = {
  pm10: { unit: 'µg/m³', min: 0, max: 20_000 },
  pm25: { unit: 'µg/m³', min: 0, max: 20_000 },
  tsp: { unit: 'µg/m³', min: 0, max: 50_000 },
  windSpeed: { unit: 'm/s', min: 0, max: 75 },
  windGust: { unit: 'm/s', min: 0, max: 110 },
  windDirection: { unit: '°', min: 0, max: 360 },
  temperature: { unit: '°C', min: -60, max: 60 },
  humidity: { unit: '%', min: 0, max: 100 },
  pressure: { unit: 'hPa', min: 500, max: 1_100 },
  noise: { unit: 'dB(A)', min: 0, max: 160 },
  rain: { unit: 'mm/h', min: 0, max: 400 },
  so2: { unit: 'µg/m³', min: 0, max: 10_000 },
  no2: { unit: 'µg/m³', min: 0, max: 10_000 },
  o3: { unit: 'µg/m³', min: 0, max: 5_000 },
  co: { unit: 'mg/m³', min: 0, max: 500 },
}

export function isQuantity(name: string): name is Quantity {
  return Object.hasOwn(QUANTITY_FACTS, name)
}
