/** The windy-day rule (大风过程) as a guest of control. */
import type { RuleKind } from '../rule.ts'
import { decideWindyDay, nextDueAt } from './decide.ts'
import { checkWindyDaySettings, WINDY_DAY_DEFAULTS, type WindyDaySettings } from './settings.ts'
import { CALM, moved, type WindyDayState } from './state.ts'
import { runningTimers } from './timers.ts'
import { windDevicesOf, windEvidence } from './wind-evidence.ts'
import { windScopes } from './wind-scopes.ts'

export const windyDay: RuleKind<WindyDaySettings> = {
  id: 'windy-day',
  defaults: WINDY_DAY_DEFAULTS,
  defaultMode: 'countdown',
  check: checkWindyDaySettings,
  arm(settings, { mode, release, countdownMs, area }) {
    const { rulePack, ...numbers } = settings
    return {
      id: 'windy-day',
      pack: { ...rulePack, source: 'GB/T 28591-2012', mode, release, countdownMs, numbers },
      isDelayedByNotices: true,
      quantities: ['windSpeed', 'windGust'],
      calm: CALM,
      scopesOf: (registry) =>
        windScopes(registry, area).map((scope) => {
          const devices = windDevicesOf(scope, registry)
          return {
            scope,
            judge: (before: WindyDayState, { at, samplesOf, heldOpenBy }) =>
              decideWindyDay(
                before,
                { at, evidence: windEvidence(devices, samplesOf, at, settings), heldOpenBy },
                settings,
              ),
          }
        }),
      nextDueAt: (memory: WindyDayState, after) => nextDueAt(memory, settings, after),
      timers: (memory: WindyDayState) => runningTimers(memory, settings),
      moved,
    }
  },
}
