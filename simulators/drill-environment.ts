/** The environment of a drill's server: the drill realm, any free ports, automatic decisions, tokens for this run only. */
import { randomBytes } from 'node:crypto'
import { type RuleModes, rulesSetting } from './rule-modes.ts'

export interface DrillEnvironment {
  readonly env: NodeJS.ProcessEnv
  /** The player's: sets up the district and drives the clock. */
  readonly playerToken: string
  /** The duty officer's: records notices and issues what they demand. */
  readonly officerToken: string
  /** The simulated people's: they act for every site, which only a drill allows. */
  readonly peopleToken: string
}

export interface DrillFacts {
  /** ISO 8601 with zone. */
  readonly start: string
  readonly name: string
  /** null: as the environment or the server's default says. */
  readonly scope: 'township' | 'district' | null
  readonly rules: RuleModes
  /** Somebody is there who decides, and releases as well. */
  readonly isAttended?: boolean
}

export function drillEnvironment(given: NodeJS.ProcessEnv, facts: DrillFacts): DrillEnvironment {
  const { start, name, scope, rules, isAttended = false } = facts
  // The setting for one rule alone would contradict the drill's.
  const { WINDBREAK_WINDY_DAY_MODE: _, ...others } = given
  const playerToken = randomBytes(24).toString('hex')
  const officerToken = randomBytes(24).toString('hex')
  const peopleToken = randomBytes(24).toString('hex')
  const own = `${playerToken}=chief:drill-player,${officerToken}=dutyOfficer:duty-officer,${peopleToken}=site:*:simulated-people`
  const tokens = given.WINDBREAK_TOKENS ? `${given.WINDBREAK_TOKENS},${own}` : own
  const env: NodeJS.ProcessEnv = {
    ...others,
    WINDBREAK_REALM: 'drill',
    WINDBREAK_DRILL_START: start,
    WINDBREAK_DRILL_NAME: name,
    WINDBREAK_HTTP_PORT: given.WINDBREAK_HTTP_PORT || '0',
    WINDBREAK_MQTT_PORT: given.WINDBREAK_MQTT_PORT || '0',
    WINDBREAK_RULES: rulesSetting(rules),
    WINDBREAK_RELEASE: isAttended ? 'confirm' : 'automatic',
    WINDBREAK_TOKENS: tokens,
    ...(scope === null ? {} : { WINDBREAK_WINDY_DAY_SCOPE: scope }),
  }
  return { env, playerToken, officerToken, peopleToken }
}
