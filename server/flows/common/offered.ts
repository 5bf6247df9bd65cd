/** What each road offers about itself: parts of the health page, and numbers for Prometheus. */
import type { HealthStatus, HealthView } from '../../contract/health.ts'
import type { EpochMs } from '../../domain/units.ts'

export interface Part {
  readonly status: HealthStatus
  /** In plain words; null when all is well. */
  readonly problem: string | null
}

/** `now` is the machine's: it rules connections and ages, where the realm clock would stand still in a drill. */
export type OfferHealth = (now: EpochMs) => Partial<HealthView['parts']>

export interface Metric {
  /** Without the `windbreak_` in front. */
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  /** null: not known now, and left out. */
  readonly value: () => number | null | Promise<number | null>
}

export const OK: Part = { status: 'ok', problem: null }

export function downBy(problem: string | null): Part {
  return problem === null ? OK : { status: 'down', problem }
}

export function degradedBy(problem: string | null): Part {
  return problem === null ? OK : { status: 'degraded', problem }
}
