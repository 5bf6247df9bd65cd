/** Settings of ACT: where the rules look, how their decisions leave the house, and the office's own numbers. */
import { resolve } from 'node:path'
import type { Ms } from '../domain/units.ts'
import type { ReleaseMode, RuleMode } from '../flows/act/windy-day-transition.ts'
import type { SettingsReader } from './read.ts'

export interface ActConfig {
  readonly windyDay: {
    readonly scope: 'district' | 'township'
    readonly mode: RuleMode
    readonly countdownMs: Ms
    readonly release: ReleaseMode
  }
  /** null: the default numbers. */
  readonly rulesFile: string | null
}

export function readAct({ text, isSet, choice, whole }: SettingsReader): ActConfig {
  return {
    windyDay: {
      scope: choice('WINDBREAK_WINDY_DAY_SCOPE', ['district', 'township']),
      mode: choice('WINDBREAK_WINDY_DAY_MODE', ['countdown', 'advise', 'automatic']),
      countdownMs: whole('WINDBREAK_COUNTDOWN_SECONDS', 0, 3_600) * 1_000,
      release: choice('WINDBREAK_RELEASE', ['confirm', 'automatic']),
    },
    rulesFile: isSet('WINDBREAK_RULES_FILE') ? resolve(text('WINDBREAK_RULES_FILE')) : null,
  }
}
