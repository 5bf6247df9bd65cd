/** Runs the windy-day rule over a wind given per instant, judging whole minutes and every due time, or each second. */
import type { LevelChange } from '../../../../server/domain/control/episode.ts'
import {
  CALM,
  decideWindyDay,
  nextDueAt,
  type WindyDayDecision,
  type WindyDayState,
} from '../../../../server/domain/rules/windy-day/decide.ts'
import { WINDY_DAY_DEFAULTS, type WindyDaySettings } from '../../../../server/domain/rules/windy-day/settings.ts'
import type { WindEvidence } from '../../../../server/domain/rules/windy-day/wind-evidence.ts'
import type { Gust } from '../../../../server/domain/rules/windy-day/wind-gust.ts'
import { MINUTE, SECOND } from '../../../../server/domain/units.ts'

export type EvidenceAt = (at: number) => WindEvidence

export function wind(windMps: number | null, facts: Partial<WindEvidence> = {}): WindEvidence {
  const readings = windMps === null ? [] : [{ device: 'mast', ts: 0, quantity: 'windSpeed' as const, value: windMps }]
  return {
    windMps,
    source: windMps === null ? 'none' : 'openMedian',
    readings,
    doubted: null,
    gust: null,
    strongestGustMps: null,
    ...facts,
  }
}

export function gust(at: number, mps = 12): Gust {
  const readings = ['mast-1', 'mast-2'].map((device) => ({ device, ts: at, quantity: 'windGust' as const, value: mps }))
  return { at, mps, devices: ['mast-1', 'mast-2'], readings }
}

/** One value per minute from minute 0; beyond the last there is no data. */
export function minutely(values: readonly (number | null)[]): EvidenceAt {
  return (at) => wind(values[Math.floor(at / MINUTE)] ?? null)
}

/** Pairs of a length in minutes and the wind during it: `[10, 6], [61, 4.4]`. */
export function stretches(...pairs: readonly (readonly [number, number | null])[]): EvidenceAt {
  return minutely(pairs.flatMap(([minutes, windMps]) => Array.from({ length: minutes }, () => windMps)))
}

export interface Run {
  readonly changes: readonly LevelChange[]
  readonly decisions: readonly (WindyDayDecision & { readonly at: number })[]
  readonly state: WindyDayState
}

export interface RunFacts {
  readonly from?: number
  readonly until: number
  readonly stepMs?: number
  readonly settings?: WindyDaySettings
  readonly heldOpenBy?: (at: number) => readonly string[]
  readonly before?: WindyDayState
}

export function run(evidenceAt: EvidenceAt, facts: RunFacts): Run {
  const { from = 0, until, stepMs = MINUTE, settings = WINDY_DAY_DEFAULTS, heldOpenBy = () => [] } = facts
  let state = facts.before ?? CALM
  const decisions: (WindyDayDecision & { at: number })[] = []
  let at = from
  while (at <= until) {
    const decision = decideWindyDay(state, { at, evidence: evidenceAt(at), heldOpenBy: heldOpenBy(at) }, settings)
    if (decision.changes.length + (decision.blind ? 1 : 0) + (decision.review ? 1 : 0) > 0)
      decisions.push({ ...decision, at })
    state = decision.next
    const due = nextDueAt(state, settings, at)
    const step = (Math.floor(at / stepMs) + 1) * stepMs
    at = due === null ? step : Math.min(step, due)
  }
  return { changes: decisions.flatMap((one) => one.changes), decisions, state }
}

export function everySecond(evidenceAt: EvidenceAt, facts: RunFacts): Run {
  return run(evidenceAt, { ...facts, stepMs: SECOND })
}

/** `10:0>4 opened` per change: minute, levels and why. */
export function told(changes: readonly LevelChange[]): string[] {
  return changes.map(({ at, from, to, reason }) => `${at / MINUTE}:${from}>${to} ${reason.code}`)
}
