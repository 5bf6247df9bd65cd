/**
 * The lone-wind rule (单站大风): what a wind source says that contradicts all others, as advice (invariant 18).
 *
 * The windy-day rule does not listen to such a source. This one judges it by the same timers, and whatever it raises is
 * a draft that waits for a person: no single unproven source orders. It is closed when the source agrees again.
 */
import { MINUTE } from '../../units.ts'
import type { Judgement, RuleKind } from '../rule.ts'
import { decideWindyDay } from '../windy-day/decide.ts'
import { windyDay } from '../windy-day/index.ts'
import { checkWindyDaySettings, WINDY_DAY_DEFAULTS, type WindyDaySettings } from '../windy-day/settings.ts'
import { CALM, moved, type WindyDayState } from '../windy-day/state.ts'
import { nextDueAt, runningTimers } from '../windy-day/timers.ts'
import { type WindEvidence, windDevicesOf, windEvidence } from '../windy-day/wind-evidence.ts'
import { windScopes } from '../windy-day/wind-scopes.ts'

export const LONE_WIND_DEFAULTS: WindyDaySettings = {
  ...WINDY_DAY_DEFAULTS,
  rulePack: { id: 'lone-wind', version: '1.0.0' },
  closeAfterMs: 10 * MINUTE,
  minimumHoldMs: 0,
}

export const loneWind: RuleKind<WindyDaySettings> = {
  id: LONE_WIND_DEFAULTS.rulePack.id,
  defaults: LONE_WIND_DEFAULTS,
  defaultMode: 'advise',
  check: checkWindyDaySettings,
  arm(settings, policy) {
    const rule = windyDay.arm(settings, policy)
    return {
      ...rule,
      id: LONE_WIND_DEFAULTS.rulePack.id,
      // Whatever mode was named: an unproven source never orders by itself.
      pack: { ...rule.pack, mode: 'advise' },
      calm: CALM,
      scopesOf: (registry) =>
        windScopes(registry, policy.area).map((scope) => {
          const devices = windDevicesOf(scope, registry)
          return {
            scope,
            judge(before: WindyDayState, { at, samplesOf, heldOpenBy }) {
              const evidence = loneEvidence(windEvidence(devices, samplesOf, at, settings), before.level > 0)
              return advice(decideWindyDay(before, { at, evidence, heldOpenBy }, settings))
            },
          }
        }),
      nextDueAt: (memory: WindyDayState, after) => nextDueAt(memory, settings, after),
      timers: (memory: WindyDayState) => runningTimers(memory, settings),
      moved,
    }
  },
}

/** The source alone, while it says more than the others; else it is calm, or unknown where that would close something. */
function loneEvidence(evidence: WindEvidence, isOpen: boolean): WindEvidence {
  const { doubted, windMps } = evidence
  const quiet = { ...evidence, doubted: null, gust: null, strongestGustMps: null }
  if (doubted === null || doubted.windMps < doubted.medianMps) {
    return windMps === null && isOpen ? quiet : { ...quiet, windMps: 0, source: 'openMedian' }
  }
  const { source, readings } = doubted
  return { ...quiet, windMps: doubted.windMps, source, readings }
}

function advice(judgement: Judgement<WindyDayState>): Judgement<WindyDayState> {
  const changes = judgement.changes.map((change) => {
    if (change.to < change.from) return change
    return { ...change, reason: { ...change.reason, onlyAdvise: ['contradicted'] } }
  })
  return { ...judgement, changes }
}
