/**
 * One drill from its arguments to its report: read the file, start the server, set up the district, play, report,
 * end the server. Whatever happens, the server is ended; only the report (or the help) goes to standard output.
 *
 * Exit codes: 0 played; 1 could not be played; 2 wrong arguments; 130 interrupted before the report.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Api, openApi } from './api.ts'
import { HELP, parseArguments, type ReplayArguments } from './arguments.ts'
import { connectDevices } from './device-connections.ts'
import { type District, districtOf } from './district.ts'
import { readDrillClock } from './drill-clock.ts'
import { drillEnvironment } from './drill-environment.ts'
import { DrillError } from './drill-error.ts'
import { withFaults } from './faults.ts'
import { BEIJING_OFFSET, formatLocal } from './local-time.ts'
import { messagesOf } from './messages.ts'
import { paceOf } from './pace.ts'
import { createPeople } from './people.ts'
import { play } from './player.ts'
import { createProgress } from './progress.ts'
import { readReplay } from './prsa.ts'
import { type ColumnMap, PRSA_COLUMNS, parseColumnMap } from './prsa-columns.ts'
import type { Replay } from './prsa-gathering.ts'
import { type DrillReport, reportOf } from './report.ts'
import { reportText } from './report-text.ts'
import { findServerProgram, type ServerProcess, startServer } from './server-process.ts'

export interface DrillSurroundings {
  readonly env: NodeJS.ProcessEnv
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown }
  /** Resolves when somebody wants the drill to end (Ctrl-C). */
  readonly interrupted: Promise<void>
  /** The server's program; null looks for the built one. */
  readonly program: string | null
}

/** Between a connection that breaks and the news that the process behind it has ended. */
const LAST_WORDS_MS = 2_000

export async function runDrill(argv: readonly string[], around: DrillSurroundings): Promise<number> {
  const parsed = parseArguments(argv)
  switch (parsed.kind) {
    case 'help':
      around.stdout.write(HELP)
      return 0
    case 'wrong':
      around.stderr.write(`drill: wrong arguments\n  ${parsed.problems.join('\n  ')}\nSee npm run drill -- --help\n`)
      return 2
    case 'replay':
      return runReplay(parsed.replay, around)
  }
}

async function runReplay(replay: ReplayArguments, around: DrillSurroundings): Promise<number> {
  const { stderr } = around
  let server: ServerProcess | null = null
  try {
    const map = await readMap(replay.map)
    const readings = await readReplay(replay.file, replay, map)
    const district = districtOf(readings.stations, map.interval)
    const facts = { start: iso(replay.from), name: `replay ${basename(replay.file)}`, scope: replay.scope }
    const { env, playerToken, peopleToken } = drillEnvironment(around.env, facts)
    server = await startServer(around.program ?? findServerProgram(), env)
    stderr.write(`drill: server at ${server.url}, devices at ${server.mqttUrl}\n`)

    const tokens = { player: playerToken, people: peopleToken }
    const ended = endOf(server)
    const playing = playAndReport({ replay, readings, district, map, server, tokens, around })
    // When the server has just died, its end is the reason, and the call it left unanswered is not.
    const played = playing.catch(async (error: Error) => {
      throw (error.cause && (await Promise.race([ended, wait(LAST_WORDS_MS, null)]))) || error
    })
    // When another branch wins the race, this one fails on the ended server; that failure says nothing new.
    played.catch(() => {})
    const outcome = await Promise.race([played, ended, around.interrupted])
    if (outcome === undefined) {
      stderr.write('drill: interrupted before its end; there is no report\n')
      return 130
    }
    if (outcome instanceof DrillError) throw outcome
    around.stdout.write(replay.isJson ? `${JSON.stringify(outcome, null, 2)}\n` : reportText(outcome))
    if (!replay.isExit) await keepRunning(server, around)
    return 0
  } catch (error) {
    if (!(error instanceof DrillError)) throw error
    stderr.write(`drill: ${error.message}\n`)
    return 1
  } finally {
    await server?.end()
  }
}

async function endOf(server: ServerProcess): Promise<DrillError> {
  return new DrillError(`the server ended in the middle of the drill (${await server.ended}); see above`)
}

async function keepRunning(server: ServerProcess, { stderr, interrupted }: DrillSurroundings): Promise<void> {
  stderr.write(`drill: played; the server stays at ${server.url} until Ctrl-C\n`)
  await Promise.race([interrupted, server.ended])
}

async function readMap(path: string | null): Promise<ColumnMap> {
  if (path === null) return PRSA_COLUMNS
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new DrillError(`--map ${path}: cannot be read (${error.message})`)
  })
  const map = parseColumnMap(text)
  if ('quantities' in map) return map
  throw new DrillError(`--map ${path}:\n  ${map.join('\n  ')}`)
}

interface Playing {
  readonly replay: ReplayArguments
  readonly readings: Replay
  readonly district: District
  readonly map: ColumnMap
  readonly server: ServerProcess
  readonly tokens: { readonly player: string; readonly people: string }
  readonly around: DrillSurroundings
}

async function playAndReport(playing: Playing): Promise<DrillReport> {
  const { replay, readings, district, map, server, tokens, around } = playing
  const api = openApi(server.url, tokens.player)
  const peopleApi = openApi(server.url, tokens.people)
  try {
    await api.ask('POST', '/api/v1/import', district.registry)
    const clock = await readDrillClock(api)
    const messagesBefore = await messagesTaken(api)
    const devices = await connectDevices(server.mqttUrl, [...district.deviceOf.values()])
    const complain = (text: string) => around.stderr.write(`${text}\n`)
    const people = replay.people === null ? null : createPeople(peopleApi, replay.people, complain)
    const clean = messagesOf(readings.instants, district.deviceOf)
    const spoiled = replay.faults === null ? null : withFaults(clean, replay.faults)
    const progress = createProgress(around.stderr, replay.from, replay.to)
    const pace = paceOf(replay.speed, replay.from)
    try {
      const played = await play(spoiled?.instants ?? clean, {
        ...{ clock, devices, pace, people, messagesBefore },
        interval: map.interval,
        onProgress: progress.show,
      })
      return reportOf(await api.ask('GET', `/api/v1/drill/report?from=${replay.from}&to=${replay.to - 1}`), {
        ...{ file: replay.file, from: iso(replay.from), to: iso(replay.to), speed: replay.speed, played },
        faults: spoiled && replay.faults ? { seed: replay.faults.seed, struck: spoiled.struck } : null,
        people: people?.counts() ?? null,
      })
    } finally {
      progress.finish()
      await devices.close()
    }
  } finally {
    api.close()
    peopleApi.close()
  }
}

async function messagesTaken(api: Api): Promise<number> {
  const { counters } = await api.ask('GET', '/api/v1/health')
  const messages = (counters as { messages?: unknown } | undefined)?.messages
  if (typeof messages === 'number') return messages
  throw new DrillError('GET /api/v1/health: counters.messages is missing, so the player cannot wait for the intake')
}

function iso(at: number): string {
  return formatLocal(at, BEIJING_OFFSET)
}
