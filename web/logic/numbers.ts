/** Numbers as they are written: fixed decimals, a true minus sign, nothing after the point for large values. */
export function number(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('-', '−')
}

/** Decimals that say something for a quantity's unit. */
const DECIMALS: Readonly<Record<string, number>> = { 'm/s': 1, '°C': 1, 'mg/m³': 1, 'mm/h': 1 }

export function decimalsOf(unit: string): number {
  return DECIMALS[unit] ?? 0
}

export function measured(value: number, unit: string): string {
  return number(value, decimalsOf(unit))
}
