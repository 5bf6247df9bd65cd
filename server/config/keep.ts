/** Settings of KEEP: the broker, the spool, and where readings and operations are stored. */
import { DAY, type Ms } from '../domain/units.ts'
import type { SettingsReader } from './read.ts'

export interface KeepConfig {
  /** First levels of every topic: `windbreak/v1` or `windbreak-drill/v1`. */
  readonly topicRoot: string
  readonly broker:
    | { readonly kind: 'embedded'; readonly host: string; readonly port: number }
    | { readonly kind: 'outside'; readonly url: string; readonly clientId: string }
    | { readonly kind: 'none' }
  /** Asked of devices at the embedded broker. */
  readonly deviceSecrets: 'required' | 'when-issued'
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
  readonly operations: { readonly url: string | null; readonly schema: string; readonly second: 'stand-by' | 'refuse' }
  readonly spoolMaxBytes: number
  /** Below this nothing more is taken. */
  readonly leastFreeBytes: number
  readonly quarantine: { readonly keepForMs: Ms; readonly mostRows: number }
}

export function readKeep(reader: SettingsReader, isDrill: boolean): KeepConfig {
  const { text, whole, link, complain } = reader
  const databaseUrl = link('DATABASE_URL', ['postgres:', 'postgresql:'])
  return {
    topicRoot: isDrill ? 'windbreak-drill/v1' : 'windbreak/v1',
    broker: broker(),
    deviceSecrets: reader.choice('WINDBREAK_DEVICE_SECRETS', ['required', 'when-issued']),
    store: store(),
    operations: {
      url: databaseUrl,
      schema: isDrill ? 'drill' : 'windbreak',
      // Two drills at once would be one.
      second: isDrill ? 'refuse' : reader.choice('WINDBREAK_SECOND', ['stand-by', 'refuse']),
    },
    spoolMaxBytes: whole('WINDBREAK_SPOOL_MAX_MB', 16, 10_000_000) * 1_048_576,
    leastFreeBytes: whole('WINDBREAK_MIN_FREE_MB', 16, 10_000_000) * 1_048_576,
    quarantine: {
      keepForMs: whole('WINDBREAK_QUARANTINE_DAYS', 1, 3_650) * DAY,
      mostRows: whole('WINDBREAK_QUARANTINE_MAX_ROWS', 100, 100_000_000),
    },
  }

  function broker(): KeepConfig['broker'] {
    const url = link('MQTT_URL', ['mqtt:', 'mqtts:'])
    const clientId = text('WINDBREAK_MQTT_CLIENT_ID')
    if (!isDrill && clientId.endsWith('-drill'))
      complain('WINDBREAK_MQTT_CLIENT_ID', `"${clientId}" ends in -drill, which belongs to drills`)
    if (url !== null) return { kind: 'outside', url, clientId: isDrill ? `${clientId}-drill` : clientId }
    if (text('WINDBREAK_MQTT_PORT') === 'off') return { kind: 'none' }
    const isAnyPort = isDrill && !reader.isSet('WINDBREAK_MQTT_PORT')
    const port = isAnyPort ? 0 : whole('WINDBREAK_MQTT_PORT', 0, 65_535)
    return { kind: 'embedded', host: text('WINDBREAK_HOST'), port }
  }

  function store(): KeepConfig['store'] {
    const url = link('INFLUX_URL', ['http:', 'https:'])
    const bucket = text('INFLUX_BUCKET')
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(bucket))
      complain('INFLUX_BUCKET', `"${bucket}" may only hold letters, digits, _ and -`)
    if (!isDrill && bucket.endsWith('_drill'))
      complain('INFLUX_BUCKET', `"${bucket}" ends in _drill, which belongs to drills`)
    const version = reader.isSet('INFLUX_VERSION') ? Number(reader.choice('INFLUX_VERSION', ['1', '2', '3'])) : null
    if (url === null) return { kind: 'embedded', memoryMb: whole('WINDBREAK_DUCKDB_MEMORY_MB', 64, 65_536) }
    return {
      kind: 'influx',
      url,
      token: text('INFLUX_TOKEN'),
      org: text('INFLUX_ORG'),
      bucket: isDrill ? `${bucket}_drill` : bucket,
      version: version === 1 || version === 2 || version === 3 ? version : null,
    }
  }
}
