/**
 * How the real program begins and ends. What it cannot start with it says in plain words, all at once, with exit code
 * 1; what it was told before its end, however that came, is there at the next start.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGoodDevice } from '../support/good-device.ts'
import { influxdPath, startInfluxd } from '../support/influxd.ts'
import { healthOf, until } from '../support/live-district.ts'
import { freePort, isMissing, temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, runServer, startServer } from '../support/server.ts'

const folder = temporaryFolder()
let folders = 0
afterAll(() => folder.remove())

function newFolder(): string {
  folders += 1
  return join(folder.path, String(folders))
}

/** A data folder that was used and left in order: the embedded database takes long to make, and no time to copy. */
const used = newFolder()

beforeAll(async () => {
  const server = await startServer({ WINDBREAK_DATA_DIR: used })
  await register(server)
  expect(await server.end()).toBe(0)
})

function usedFolder(): string {
  const copy = newFolder()
  cpSync(used, copy, { recursive: true })
  return copy
}

const STACK = /^\s+at .+|node:internal|file:\/\//m

async function refusal(environment: Record<string, string>): Promise<string> {
  const { code, signal, said } = await runServer({ WINDBREAK_DATA_DIR: newFolder(), ...environment })
  expect({ code, signal }, said).toEqual({ code: 1, signal: null })
  expect(said).not.toMatch(STACK)
  return said
}

describe('what the program refuses to start with', () => {
  it('all wrong settings at once, each by its name, and no secret', async () => {
    const said = await refusal({
      WINDBREAK_HTTP_PORT: '99999',
      WINDBREAK_HOST: '0.0.0.0',
      WINDBREAK_TIMEZONE: 'Asia/Zhengzhou',
      WINDBREAK_WINDY_DAY_MODE: 'sometimes',
      WINDBREAK_TOKENS: 'very-secret-token=emperor:somebody',
      DATABASE_URL: 'mysql://root:very-secret-password@db/windbreak',
      WINDBREAK_DATA_DRI: '/x',
    })
    expect(said.trimEnd().split('\n').sort()).toEqual([
      'DATABASE_URL: is not an address beginning with postgres:// or postgresql://',
      'WINDBREAK_DATA_DRI: is not a setting of Windbreak; see .env.example',
      'WINDBREAK_HOST: "0.0.0.0" is not a loopback address; without accounts only 127.0.0.1, ::1 or localhost are allowed',
      'WINDBREAK_HTTP_PORT: "99999" is not a whole number from 0 to 65535',
      expect.stringMatching(/^WINDBREAK_TIMEZONE: "Asia\/Zhengzhou" is not an IANA time zone/),
      expect.stringMatching(/^WINDBREAK_TOKENS: entry 1 is not token=role:actor /),
      'WINDBREAK_WINDY_DAY_MODE: "sometimes" is not one of countdown, advise, automatic',
    ])
    expect(said).not.toContain('very-secret')
  })

  it.each([
    { case: 'HTTP', setting: 'WINDBREAK_HTTP_PORT' },
    { case: 'MQTT', setting: 'WINDBREAK_MQTT_PORT' },
  ])('a port for $case that another program has', async ({ setting }) => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    try {
      const said = await refusal({ WINDBREAK_DATA_DIR: usedFolder(), [setting]: String(port) })
      expect(said).toMatch(new RegExp(`^${setting}: .*\\b${port}\\b.* (in use|already uses)`, 'm'))
    } finally {
      other.close()
    }
  })

  it('a data folder that another Windbreak has, which goes on untouched', async () => {
    const dataDir = usedFolder()
    const first = await startServer({ WINDBREAK_DATA_DIR: dataDir })
    try {
      const said = await refusal({ WINDBREAK_DATA_DIR: dataDir })
      expect(said).toBe(
        `WINDBREAK_DATA_DIR: ${dataDir} is in use by another Windbreak; stop it, or choose another folder\n`,
      )
      expect(await healthOf(first)).toMatchObject({ parts: { operations: { status: 'ok' } } })
    } finally {
      await first.end()
    }
  })

  it.each([
    {
      case: 'a file stands in its place',
      spoil: (path: string) => writeFileSync(path, ''),
      said: /^WINDBREAK_DATA_DIR: .+ cannot be made: .*/,
    },
    {
      case: 'nothing can be written into it',
      // Root may write everywhere but into what is not a folder of files.
      spoil: (path: string) => mkdirSync(join(path, 'lock.duckdb'), { recursive: true }),
      said: /^WINDBREAK_DATA_DIR: .+ cannot be used: .*/,
    },
    {
      case: 'the spool has no room of its own',
      spoil: (path: string) => {
        cpSync(used, path, { recursive: true })
        rmSync(join(path, 'spool'), { recursive: true })
        writeFileSync(join(path, 'spool'), '')
      },
      said: /^WINDBREAK_DATA_DIR: the spool in .+ does not open: .*/,
    },
    {
      case: 'its reading store is no database',
      spoil: (path: string) => {
        cpSync(used, path, { recursive: true })
        writeFileSync(join(path, 'readings.duckdb'), 'x'.repeat(20_000))
      },
      said: /^the embedded reading store does not open: .*/m,
    },
  ])('a data folder where $case', async ({ spoil, said }) => {
    const dataDir = newFolder()
    spoil(dataDir)
    expect(await refusal({ WINDBREAK_DATA_DIR: dataDir })).toMatch(said)
  })

  it('a PostgreSQL that does not answer, and its password', async () => {
    const port = await freePort()
    const said = await refusal({ DATABASE_URL: `postgres://windbreak:very-secret@127.0.0.1:${port}/windbreak` })
    expect(said).toMatch(/DATABASE_URL: PostgreSQL cannot be used: .+/)
    expect(said).not.toContain('very-secret')
  })

  it('a rules file with a wrong number', async () => {
    const rules = join(folder.path, 'rules.json')
    writeFileSync(rules, JSON.stringify({ windyDay: { closeBelowMps: 'calm' } }))
    expect(await refusal({ WINDBREAK_RULES_FILE: rules })).toMatch(/^WINDBREAK_RULES_FILE: .+closeBelowMps/)
  })

  it('a drill that does not say when it begins', async () => {
    expect(await refusal({ WINDBREAK_REALM: 'drill' })).toMatch(/^WINDBREAK_DRILL_START: .+ISO 8601 with zone/)
  })
})

describe.skipIf(isMissing('influxdb', influxdPath))('an InfluxDB that is not there at the start', () => {
  it('degrades, keeps what arrives, and delivers it when InfluxDB comes', async () => {
    const influxd = await startInfluxd()
    await influxd.stop()
    const server = await startServer({ WINDBREAK_DATA_DIR: usedFolder(), INFLUX_URL: influxd.url })
    try {
      const device = await startGoodDevice(server.mqttUrl!, 'dust-1')
      await until(
        () => healthOf(server),
        ({ status, parts }) => status === 'degraded' && parts.readingStore.problem !== null,
      )
      const sent = await device.finish()
      await influxd.restart()
      await until(
        async () => device.safeUpTo(),
        (upTo) => upTo === sent,
      )
      await device.end()
      expect((await healthOf(server)).parts.readingStore).toMatchObject({ status: 'ok', problem: null })
    } finally {
      await server.end('SIGKILL')
      await influxd.end()
    }
  })
})

describe.each(['SIGTERM', 'SIGKILL'] as const)('a restart after %s', (signal) => {
  let ending: number | NodeJS.Signals | null
  let sent: number
  let server: RunningServer

  beforeAll(async () => {
    const dataDir = usedFolder()
    const first = await startServer({ WINDBREAK_DATA_DIR: dataDir })
    const device = await startGoodDevice(first.mqttUrl!, 'dust-1')
    await until(
      async () => device.safeUpTo() ?? 0,
      (upTo) => upTo > 10,
    )
    sent = await device.finish()
    ending = await first.end(signal)
    await device.end()
    server = await startServer({ WINDBREAK_DATA_DIR: dataDir })
  })
  afterAll(() => server?.end('SIGKILL'))

  it(signal === 'SIGTERM' ? 'ended with exit code 0' : 'takes the folder at once', () => {
    expect(ending).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL')
  })

  it('finds the registry and every acknowledged reading', async () => {
    const { items } = await server.get<{ items: { id: string }[] }>('/devices')
    expect(items.map(({ id }) => id)).toEqual(['dust-1'])
    const span = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`
    await until(
      () => server.get<{ readings: number }>(`/readings/count?${span}`),
      ({ readings }) => readings === sent,
    )
  })

  it('knows the latest values and how far control had judged', async () => {
    const latest = await server.get<{ items: { device: string }[] }>('/latest')
    expect(JSON.stringify(latest)).toContain('dust-1')
    const { parts } = await healthOf(server)
    expect(Date.parse(parts.control.lastTickAt!)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('has an audit trail without a gap', async () => {
    expect(await server.get('/audit/verify')).toMatchObject({ ok: true, firstBad: null })
  })
})

async function register(server: RunningServer): Promise<void> {
  const devices = [{ id: 'dust-1', name: '一号', kind: 'dustMonitor', townshipId: 't' }]
  await server.post('/import', { townships: [{ id: 't', name: '侯寨乡' }], devices })
}
