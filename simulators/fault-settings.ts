/** How often a fault strikes, and the seed that decides where. Read from `--faults`. */

export const FAULTS = ['lost', 'late', 'duplicated', 'reordered', 'corrupted', 'wrongClock', 'dead'] as const

export type Fault = (typeof FAULTS)[number]

export interface FaultSettings {
  readonly seed: number
  /** Per message, 0 to 1; `dead` is the chance that a living device falls silent at an instant. */
  readonly rates: Readonly<Record<Fault, number>>
}

/** A bad but believable month; the rates are ours. */
const EVERYDAY_RATES: FaultSettings['rates'] = {
  lost: 0.01,
  late: 0.01,
  duplicated: 0.01,
  reordered: 0.01,
  corrupted: 0.005,
  wrongClock: 0.002,
  dead: 0.0005,
}

const NO_FAULTS: FaultSettings['rates'] = {
  lost: 0,
  late: 0,
  duplicated: 0,
  reordered: 0,
  corrupted: 0,
  wrongClock: 0,
  dead: 0,
}

/** A seed alone means everyday rates; a JSON object means these rates and no other, with `seed` (1 when missing). */
export function parseFaults(text: string): FaultSettings | string {
  if (/^\d{1,9}$/.test(text)) return { seed: Number(text), rates: EVERYDAY_RATES }
  const expected = `a seed, or JSON such as {"seed":7,"lost":0.01} with any of ${FAULTS.join(', ')} from 0 to 1`
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    // Neither a number nor JSON: said below like any other wrong value.
    return `found ${text}, expected ${expected}`
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return `found ${text}, expected ${expected}`
  const { seed = 1, ...rates } = given as Record<string, unknown>
  if (!Number.isInteger(seed)) return `seed: found ${JSON.stringify(seed)}, expected a whole number`
  for (const [name, rate] of Object.entries(rates)) {
    const isKnown = FAULTS.some((fault) => fault === name)
    const isRate = typeof rate === 'number' && rate >= 0 && rate <= 1
    if (!isKnown || !isRate) return `${name}: found ${JSON.stringify(rate)}, expected ${expected}`
  }
  // Names and numbers were checked line by line above.
  return { seed: Number(seed), rates: { ...NO_FAULTS, ...(rates as Partial<Record<Fault, number>>) } }
}
