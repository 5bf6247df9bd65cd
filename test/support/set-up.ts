/** What a live server stands on: everything embedded, or mosquitto, InfluxDB and PostgreSQL as real servers. */
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { StoredPoint } from './conservation.ts'
import { influxdPath, type RunningInfluxd, startInfluxd } from './influxd.ts'
import { quickRules } from './live-district.ts'
import { mosquittoIsMissing, type RunningMosquitto, startMosquitto } from './mosquitto.ts'
import { postgresIsMissing, startPostgres, type TestPostgres } from './postgres.ts'
import { freePort, isMissing, temporaryFolder } from './real-server.ts'
import { type LaunchedServer, launchServer, type RunningServer, startServer } from './server.ts'

export const SET_UPS = ['embedded', 'outside'] as const
export type SetUpKind = (typeof SET_UPS)[number]

export interface SetUp {
  /** Where devices connect. */
  readonly mqttUrl: string
  /** Same folder, ports and servers each time. */
  start(more?: Record<string, string>): Promise<RunningServer>
  /** Every row of the reading store, read past the server, which must have ended. */
  points(): Promise<StoredPoint[]>
  /** Ends the servers it stands on, and removes the folder. */
  end(): Promise<void>
}

export interface OutsideSetUp extends SetUp {
  readonly environment: Readonly<Record<string, string>>
  /** One that may have to stand by. */
  launch(more?: Record<string, string>): LaunchedServer
  readonly mosquitto: RunningMosquitto
  readonly influxd: RunningInfluxd
  readonly postgres: TestPostgres
}

/** For `describe.skipIf`. */
export function isSetUpMissing(kind: SetUpKind): boolean {
  return kind === 'outside' && (mosquittoIsMissing() || isMissing('influxdb', influxdPath) || postgresIsMissing())
}

export function openSetUp(kind: SetUpKind): Promise<SetUp> {
  return kind === 'embedded' ? openEmbedded() : openOutside()
}

export async function openEmbedded(): Promise<SetUp> {
  const folder = temporaryFolder()
  const mqttPort = String(await freePort())
  const environment = { ...(await common(folder.path)), WINDBREAK_MQTT_PORT: mqttPort }
  return {
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    start: (more) => startServer({ ...environment, ...more }),
    async points() {
      const instance = await DuckDBInstance.create(join(folder.path, 'readings.duckdb'))
      const connection = await instance.connect()
      const rows = await connection.runAndReadAll('SELECT device, ts, pm10 FROM reading')
      const points = rows.getRows().map(([device, ts, pm10]) => ({
        device: String(device),
        ts: Number(ts),
        pm10: pm10 === null ? null : Number(pm10),
      }))
      connection.closeSync()
      instance.closeSync()
      return points
    },
    end: async () => folder.remove(),
  }
}

export async function openOutside(): Promise<OutsideSetUp> {
  const folder = temporaryFolder()
  // The queue must hold what arrives while nobody is there: mosquitto drops the rest, however it answers.
  const mosquitto = await startMosquitto({ maxQueuedMessages: 1_000_000 })
  const [influxd, postgres] = await Promise.all([startInfluxd(), startPostgres()])
  const environment = {
    ...(await common(folder.path)),
    MQTT_URL: mosquitto.url,
    INFLUX_URL: influxd.url,
    DATABASE_URL: await postgres.url('windbreak'),
  }
  return {
    mqttUrl: mosquitto.url,
    environment,
    mosquitto,
    influxd,
    postgres,
    launch: (more) => launchServer({ ...environment, ...more }),
    start: (more) => startServer({ ...environment, ...more }),
    points: () => influxPoints(influxd.url),
    async end() {
      await Promise.all([mosquitto.end(), influxd.end(), postgres.remove()])
      folder.remove()
    },
  }
}

async function common(folder: string): Promise<Record<string, string>> {
  return {
    WINDBREAK_DATA_DIR: folder,
    WINDBREAK_HTTP_PORT: String(await freePort()),
    WINDBREAK_RULES_FILE: quickRules(folder),
    WINDBREAK_WINDY_DAY_MODE: 'automatic',
    WINDBREAK_LOG_LEVEL: 'warn',
  }
}

interface InfluxAnswer {
  readonly results: readonly {
    readonly series?: readonly {
      readonly tags: { readonly device: string }
      readonly values: readonly (readonly [number, number, number | null])[]
    }[]
    readonly error?: string
  }[]
}

async function influxPoints(url: string): Promise<StoredPoint[]> {
  const query = new URLSearchParams({
    db: 'windbreak',
    epoch: 'ms',
    q: 'SELECT present, pm10 FROM reading GROUP BY device',
  })
  const response = await fetch(`${url}/query?${query}`)
  const { results } = (await response.json()) as InfluxAnswer
  const [answer] = results
  if (!response.ok || !answer || answer.error) throw new Error(`InfluxDB answered ${answer?.error ?? response.status}`)
  return (answer.series ?? []).flatMap(({ tags, values }) =>
    values.map(([ts, , pm10]) => ({ device: tags.device, ts, pm10 })),
  )
}
