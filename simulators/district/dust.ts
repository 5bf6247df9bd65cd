/** An amount of dust in three sizes that do not overlap, µg/m³, so that PM2.5 ≤ PM10 ≤ TSP whatever is added. */

export interface Dust {
  /** Up to 2.5 µm. */
  readonly fine: number
  /** From 2.5 to 10 µm. */
  readonly coarse: number
  /** Above 10 µm. */
  readonly giant: number
}

/** How the sizes share in each µg of PM10; `giant` comes on top. Ours, in the order of published mass shares. */
const SHARES = {
  haze: { fine: 0.58, coarse: 0.42, giant: 0.3 },
  soil: { fine: 0.1, coarse: 0.9, giant: 1.2 },
  farDust: { fine: 0.2, coarse: 0.8, giant: 0.7 },
  site: { fine: 0.08, coarse: 0.92, giant: 1.5 },
} as const

export function dustOf(kind: keyof typeof SHARES, pm10UgM3: number): Dust {
  const { fine, coarse, giant } = SHARES[kind]
  return { fine: fine * pm10UgM3, coarse: coarse * pm10UgM3, giant: giant * pm10UgM3 }
}

export function sumOf(amounts: readonly Dust[]): Dust {
  return amounts.reduce((sum, one) => ({
    fine: sum.fine + one.fine,
    coarse: sum.coarse + one.coarse,
    giant: sum.giant + one.giant,
  }))
}

export function scaled({ fine, coarse, giant }: Dust, by: number): Dust {
  return { fine: fine * by, coarse: coarse * by, giant: giant * by }
}
