/**
 * Settings from the environment, checked once and all problems listed at once.
 *
 * The only reader of the environment. A drill's names are derived here and cannot be set to the live ones, so a drill
 * can never share a topic, a database, a schema, a client id or a folder with the real thing (invariant 10).
 */
import { join, resolve } from 'node:path'
import { isTimeZone } from '../domain/time.ts'
import type { EpochMs } from '../domain/units.ts'
import { CRASH_POINTS, type CrashPointName } from '../ports/crash-point.ts'
import { type ActConfig, readAct } from './act.ts'
import { type KeepConfig, readKeep } from './keep.ts'
import { type ConfigProblem, createReader, type Environment, type SettingsReader } from './read.ts'
import { readWeb, type WebConfig } from './web.ts'

export interface Config extends KeepConfig, ActConfig, WebConfig {
  readonly realm: 'live' | 'drill'
  readonly dataDir: string
  readonly timeZone: string
  readonly drill: { readonly start: EpochMs; readonly name: string } | null
  readonly logLevel: 'error' | 'warn' | 'info'
  readonly crashAt: CrashPointName | null
}

export function parseConfig(environment: Environment): Config | readonly ConfigProblem[] {
  const reader = createReader(environment)
  const { text, isSet, choice, complain } = reader
  const realm = choice('WINDBREAK_REALM', ['live', 'drill'])
  const isDrill = realm === 'drill'
  const timeZone = text('WINDBREAK_TIMEZONE')
  if (!isTimeZone(timeZone))
    complain('WINDBREAK_TIMEZONE', `"${timeZone}" is not an IANA time zone such as Asia/Shanghai`)
  if (!/^ingest,control,web$/.test(text('WINDBREAK_ROLES'))) {
    complain('WINDBREAK_ROLES', `"${text('WINDBREAK_ROLES')}": running roles apart is not possible yet; leave it out`)
  }
  const dataDir = resolve(text('WINDBREAK_DATA_DIR'))
  const config: Config = {
    realm,
    dataDir: isDrill ? join(dataDir, 'drill') : dataDir,
    timeZone,
    ...readKeep(reader, isDrill),
    ...readAct(reader),
    ...readWeb(reader, isDrill),
    drill: isDrill ? readDrill(reader) : null,
    logLevel: choice('WINDBREAK_LOG_LEVEL', ['info', 'warn', 'error']),
    crashAt: isSet('WINDBREAK_CRASH_AT') ? choice('WINDBREAK_CRASH_AT', CRASH_POINTS) : null,
  }
  return reader.problems.length > 0 ? reader.problems : config
}

function readDrill({ text, complain }: SettingsReader): Config['drill'] {
  const given = text('WINDBREAK_DRILL_START')
  const start = /(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(start))
    complain('WINDBREAK_DRILL_START', `"${given}" is not ISO 8601 with zone; a drill needs to know when it begins`)
  return { start, name: text('WINDBREAK_DRILL_NAME') || 'drill' }
}
