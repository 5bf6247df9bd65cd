/** Every scenario by name, in the order in which help lists them. */
import { CALM_DAY } from './calm-day.ts'
import { FOG } from './fog.ts'
import { NOTICE_OVER_WIND } from './notice-over-wind.ts'
import { ONE_DIRTY_SITE } from './one-dirty-site.ts'
import { REGIONAL_DUST } from './regional-dust.ts'
import type { Scenario } from './scenario.ts'
import { SENSOR_FAULTS } from './sensor-faults.ts'
import { STRONG_WIND_AT_NIGHT } from './strong-wind-at-night.ts'
import { WINDY_DAY } from './windy-day.ts'

export const SCENARIOS: readonly Scenario[] = [
  CALM_DAY,
  WINDY_DAY,
  STRONG_WIND_AT_NIGHT,
  ONE_DIRTY_SITE,
  REGIONAL_DUST,
  FOG,
  SENSOR_FAULTS,
  NOTICE_OVER_WIND,
]

export function scenarioNamed(name: string): Scenario | null {
  return SCENARIOS.find((scenario) => scenario.name === name) ?? null
}
