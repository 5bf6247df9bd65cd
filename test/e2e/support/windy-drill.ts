/**
 * The real program in the drill realm with the test district in it, its clock turned by hand, minute by minute: exactly
 * what a player does, without waiting for time to pass.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type RunningServer, startServer, TOKENS } from '../../support/server.ts'
import { readingsAt, testDistrict } from './district.ts'

export interface WindyDrill {
  readonly server: RunningServer
  now(): number
  /** Plays whole minutes with this wind. */
  play(minutes: number, windMps: number): Promise<void>
  /** Moves the clock without any reading. */
  wait(ms: number): Promise<void>
  end(): Promise<void>
}

const DRILL_START = Date.parse('2026-11-20T13:00:00+08:00')
const CALM_MPS = 2.2

/** History of six calm hours, then the drill begins. `dataFolder` null: a temporary one. */
export async function startWindyDrill(environment: Record<string, string> = {}): Promise<WindyDrill> {
  const folder = mkdtempSync(join(tmpdir(), 'windbreak-e2e-'))
  const server = await startServer({
    WINDBREAK_DATA_DIR: folder,
    WINDBREAK_REALM: 'drill',
    WINDBREAK_DRILL_START: new Date(DRILL_START).toISOString(),
    WINDBREAK_MQTT_PORT: 'off',
    WINDBREAK_RULES: 'windy-day=countdown,*=off',
    ...environment,
  })
  await server.post('/import', testDistrict(), TOKENS.officer)
  let now = DRILL_START
  for (let at = DRILL_START - 6 * HOUR; at < DRILL_START; at += 2 * HOUR) {
    const lines: object[] = []
    for (let minute = 0; minute < 120; minute += 1) {
      // Half an hour without anything: a gap that must look like one.
      const ts = at + minute * MINUTE
      const isGap = ts >= DRILL_START - 4 * HOUR && ts < DRILL_START - 3.5 * HOUR
      if (!isGap) lines.push(...readingsAt(ts, CALM_MPS))
    }
    await send(lines)
  }

  async function send(lines: readonly object[]): Promise<void> {
    const response = await fetch(`${server.url}/api/v1/import/readings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS.officer}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    })
    if (!response.ok) throw new Error(`the readings were refused: ${await response.text()}`)
  }

  async function wait(ms: number): Promise<void> {
    now += ms
    await server.post('/clock', { advanceTo: now }, TOKENS.officer)
  }

  return {
    server,
    now: () => now,
    async play(minutes, windMps) {
      for (let minute = 0; minute < minutes; minute += 1) {
        await send(readingsAt(now + MINUTE, windMps))
        await wait(MINUTE)
      }
    },
    wait,
    async end() {
      await server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
