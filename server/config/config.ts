/**
 * Settings from the environment, checked once and all problems listed at once.
 *
 * The only reader of the environment. A drill's names are derived here and cannot be set to the live ones, so a drill
 * can never share a topic, a database, a schema, a client id or a folder with the real thing (invariant 10).
 */
import { join, resolve } from 'node:path'
import { isTimeZone } from './domain/time.ts'
import type { EpochMs, Ms } from './domain/units.ts'
import type { ReleaseMode, RuleMode } from './flows/act/windy-day-transition.ts'
import { CRASH_POINTS, type CrashPointName } from './ports/crash-point.ts'
import { SETTINGS, type SettingName } from './settings.ts'

export const ROLES = ['viewer', 'site', 'township', 'dutyOfficer', 'chief', 'system'] as const
export type Role = (typeof ROLES)[number]

export interface Token {
  readonly token: string
  readonly role: Role
  readonly actor: string
}

export interface Config {
  readonly realm: 'live' | 'drill'
  readonly dataDir: string
  readonly http: { readonly host: string; readonly port: number }
  /** First levels of every topic: `windbreak/v1` or `windbreak-drill/v1`. */
  readonly topicRoot: string
  readonly broker:
    | { readonly kind: 'embedded'; readonly host: string; readonly port: number }
    | { readonly kind: 'outside'; readonly url: string; readonly clientId: string }
    | { readonly kind: 'none' }
  readonly store:
    | { readonly kind: 'embedded'; readonly memoryMb: number }
    | {
        readonly kind: 'influx'
        readonly url: string
        readonly token: string
        readonly org: string
        readonly bucket: string
        readonly version: 1 | 2 | 3 | null
      }
  readonly operations: { readonly url: string | null; readonly schema: string }
  readonly timeZone: string
  readonly tokens: readonly Token[]
  /** Signs in whoever opens the dashboard; only ever in a drill. */
  readonly demoToken: string | null
  readonly windyDay: {
    readonly scope: 'district' | 'township'
    readonly mode: RuleMode
    readonly countdownMs: Ms
    readonly release: ReleaseMode
  }
  /** null: the default numbers. */
  readonly rulesFile: string | null
  readonly spoolMaxBytes: number
  readonly drill: { readonly start: EpochMs; readonly name: string } | null
  readonly logLevel: 'error' | 'warn' | 'info'
  readonly crashAt: CrashPointName | null
}

export interface ConfigProblem {
  readonly setting: string
  /** What was found and what was expected; never the value of a secret. */
  readonly why: string
}

type Environment = Readonly<Record<string, string | undefined>>

export function parseConfig(environment: Environment): Config | readonly ConfigProblem[] {
  const problems: ConfigProblem[] = unknownSettings(environment)
  const text = (name: SettingName): string => {
    const given = environment[name]?.trim()
    return given !== undefined && given !== '' ? given : SETTINGS.find((one) => one.name === name)!.default
  }
  const isSet = (name: SettingName): boolean => (environment[name]?.trim() ?? '') !== ''
  const complain = (setting: SettingName, why: string) => problems.push({ setting, why })

  function choice<const T extends string>(name: SettingName, allowed: readonly T[]): T {
    const found = allowed.find((one) => one === text(name))
    if (found === undefined) complain(name, `"${text(name)}" is not one of ${allowed.join(', ')}`)
    return found ?? allowed[0]!
  }

  function whole(name: SettingName, min: number, max: number): number {
    const value = Number(text(name))
    if (Number.isInteger(value) && value >= min && value <= max) return value
    complain(name, `"${text(name)}" is not a whole number from ${min} to ${max}`)
    return min
  }

  function link(name: SettingName, protocols: readonly string[]): string | null {
    if (!isSet(name)) return null
    const expected = `an address beginning with ${protocols.map((one) => `${one}//`).join(' or ')}`
    if (!URL.canParse(text(name))) complain(name, `is not ${expected}`)
    else if (!protocols.includes(new URL(text(name)).protocol)) complain(name, `is not ${expected}`)
    return text(name)
  }

  const realm = choice('WINDBREAK_REALM', ['live', 'drill'])
  const isDrill = realm === 'drill'
  const host = text('WINDBREAK_HOST')
  if (!isLoopback(host)) {
    complain(
      'WINDBREAK_HOST',
      `"${host}" is not a loopback address; without accounts only 127.0.0.1, ::1 or localhost are allowed`,
    )
  }
  const port = (name: SettingName) => (isDrill && !isSet(name) ? 0 : whole(name, 0, 65_535))
  const timeZone = text('WINDBREAK_TIMEZONE')
  if (!isTimeZone(timeZone))
    complain('WINDBREAK_TIMEZONE', `"${timeZone}" is not an IANA time zone such as Asia/Shanghai`)
  const mqttUrl = link('MQTT_URL', ['mqtt:', 'mqtts:'])
  const influxUrl = link('INFLUX_URL', ['http:', 'https:'])
  const databaseUrl = link('DATABASE_URL', ['postgres:', 'postgresql:'])
  const bucket = text('INFLUX_BUCKET')
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(bucket))
    complain('INFLUX_BUCKET', `"${bucket}" may only hold letters, digits, _ and -`)
  if (!isDrill && bucket.endsWith('_drill'))
    complain('INFLUX_BUCKET', `"${bucket}" ends in _drill, which belongs to drills`)
  const clientId = text('WINDBREAK_MQTT_CLIENT_ID')
  if (!isDrill && clientId.endsWith('-drill'))
    complain('WINDBREAK_MQTT_CLIENT_ID', `"${clientId}" ends in -drill, which belongs to drills`)
  const version = isSet('INFLUX_VERSION') ? Number(choice('INFLUX_VERSION', ['1', '2', '3'])) : null
  if (!/^ingest,control,web$/.test(text('WINDBREAK_ROLES'))) {
    complain('WINDBREAK_ROLES', `"${text('WINDBREAK_ROLES')}": running roles apart is not possible yet; leave it out`)
  }
  const crashAt = isSet('WINDBREAK_CRASH_AT') ? choice('WINDBREAK_CRASH_AT', CRASH_POINTS) : null
  const demoToken = isSet('WINDBREAK_DEMO_TOKEN') ? text('WINDBREAK_DEMO_TOKEN') : null
  if (demoToken !== null && !isDrill) complain('WINDBREAK_DEMO_TOKEN', 'is for drills only')
  if (demoToken !== null && !/^[\w-]{8,128}$/.test(demoToken))
    complain('WINDBREAK_DEMO_TOKEN', 'is not 8 to 128 letters, digits, _ or -')
  const dataDir = resolve(text('WINDBREAK_DATA_DIR'))

  const config: Config = {
    realm,
    dataDir: isDrill ? join(dataDir, 'drill') : dataDir,
    http: { host, port: port('WINDBREAK_HTTP_PORT') },
    topicRoot: isDrill ? 'windbreak-drill/v1' : 'windbreak/v1',
    broker: broker(),
    store:
      influxUrl === null
        ? { kind: 'embedded', memoryMb: whole('WINDBREAK_DUCKDB_MEMORY_MB', 64, 65_536) }
        : {
            kind: 'influx',
            url: influxUrl,
            token: text('INFLUX_TOKEN'),
            org: text('INFLUX_ORG'),
            bucket: isDrill ? `${bucket}_drill` : bucket,
            version: version === 1 || version === 2 || version === 3 ? version : null,
          },
    operations: { url: databaseUrl, schema: isDrill ? 'drill' : 'windbreak' },
    timeZone,
    tokens:
      demoToken === null ? tokens() : [...tokens(), { token: demoToken, role: 'dutyOfficer', actor: '演示值班员' }],
    demoToken,
    windyDay: {
      scope: choice('WINDBREAK_WINDY_DAY_SCOPE', ['district', 'township']),
      mode: choice('WINDBREAK_WINDY_DAY_MODE', ['countdown', 'advise', 'automatic']),
      countdownMs: whole('WINDBREAK_COUNTDOWN_SECONDS', 0, 3_600) * 1_000,
      release: choice('WINDBREAK_RELEASE', ['confirm', 'automatic']),
    },
    rulesFile: isSet('WINDBREAK_RULES_FILE') ? resolve(text('WINDBREAK_RULES_FILE')) : null,
    spoolMaxBytes: whole('WINDBREAK_SPOOL_MAX_MB', 16, 10_000_000) * 1_048_576,
    drill: isDrill ? drill() : null,
    logLevel: choice('WINDBREAK_LOG_LEVEL', ['info', 'warn', 'error']),
    crashAt,
  }
  return problems.length > 0 ? problems : config

  function broker(): Config['broker'] {
    if (mqttUrl !== null) return { kind: 'outside', url: mqttUrl, clientId: isDrill ? `${clientId}-drill` : clientId }
    if (text('WINDBREAK_MQTT_PORT') === 'off') return { kind: 'none' }
    return { kind: 'embedded', host, port: port('WINDBREAK_MQTT_PORT') }
  }

  function drill(): Config['drill'] {
    const given = text('WINDBREAK_DRILL_START')
    const start = /(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN
    if (Number.isNaN(start))
      complain('WINDBREAK_DRILL_START', `"${given}" is not ISO 8601 with zone; a drill needs to know when it begins`)
    return { start, name: text('WINDBREAK_DRILL_NAME') || 'drill' }
  }

  function tokens(): readonly Token[] {
    return text('WINDBREAK_TOKENS')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .flatMap((entry, index) => {
        const [, token, role, actor] = /^([^=:,\s]{8,}?)=([A-Za-z]+):(.{1,64})$/.exec(entry) ?? []
        const known = ROLES.find((one) => one === role)
        if (token !== undefined && actor !== undefined && known) return [{ token, role: known, actor }]
        const expected = `token=role:actor with a token of at least 8 characters and a role of ${ROLES.join(', ')}`
        complain('WINDBREAK_TOKENS', `entry ${index + 1} is not ${expected}`)
        return []
      })
  }
}

function unknownSettings(environment: Environment): ConfigProblem[] {
  const known = new Set<string>(SETTINGS.map((one) => one.name))
  return Object.keys(environment)
    .filter((name) => name.startsWith('WINDBREAK_') && !known.has(name))
    .map((setting) => ({ setting, why: 'is not a setting of Windbreak; see .env.example' }))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
