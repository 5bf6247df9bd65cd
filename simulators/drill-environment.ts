/** The environment of a drill's server: the drill realm, any free ports, automatic decisions, tokens for this run only. */
import { randomBytes } from 'node:crypto'

export interface DrillEnvironment {
  readonly env: NodeJS.ProcessEnv
  /** The player's: sets up the district and drives the clock. */
  readonly playerToken: string
  /** The simulated people's. */
  readonly peopleToken: string
}

export interface DrillFacts {
  /** ISO 8601 with zone. */
  readonly start: string
  readonly name: string
  /** null: as the environment or the server's default says. */
  readonly scope: 'township' | 'district' | null
  /** How episodes become orders; automatic, unless somebody is there to decide, who then releases as well. */
  readonly mode?: 'automatic' | 'countdown'
}

export function drillEnvironment(given: NodeJS.ProcessEnv, { start, name, scope, mode }: DrillFacts): DrillEnvironment {
  const playerToken = randomBytes(24).toString('hex')
  const peopleToken = randomBytes(24).toString('hex')
  const own = `${playerToken}=chief:drill-player,${peopleToken}=site:simulated-people`
  const tokens = given.WINDBREAK_TOKENS ? `${given.WINDBREAK_TOKENS},${own}` : own
  const env: NodeJS.ProcessEnv = {
    ...given,
    WINDBREAK_REALM: 'drill',
    WINDBREAK_DRILL_START: start,
    WINDBREAK_DRILL_NAME: name,
    WINDBREAK_HTTP_PORT: given.WINDBREAK_HTTP_PORT || '0',
    WINDBREAK_MQTT_PORT: given.WINDBREAK_MQTT_PORT || '0',
    WINDBREAK_WINDY_DAY_MODE: mode ?? 'automatic',
    WINDBREAK_RELEASE: mode === 'countdown' ? 'confirm' : 'automatic',
    WINDBREAK_TOKENS: tokens,
    ...(scope === null ? {} : { WINDBREAK_WINDY_DAY_SCOPE: scope }),
  }
  return { env, playerToken, peopleToken }
}
