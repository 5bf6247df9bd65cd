/**
 * The life of one drill's server: started in the drill realm, given the registry, played with, reported on, ended.
 * Whatever happens, the server is ended; only the report goes to standard output.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Api, openApi } from './api.ts'
import { connectDevices, type DeviceConnections } from './device-connections.ts'
import { type DrillClock, readDrillClock } from './drill-clock.ts'
import { type DrillFacts, drillEnvironment } from './drill-environment.ts'
import { DrillError } from './drill-error.ts'
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

/** For plans that end in a report. */
export const INTERRUPTED = 'drill: interrupted before its end; there is no report'

export interface DrillPlan {
  readonly facts: DrillFacts
  readonly registry: object
  readonly deviceIds: readonly string[]
  /** End when played; else the server stays until Ctrl-C. */
  readonly isExit: boolean
  /** What is said when Ctrl-C ends it before it was played. */
  readonly whenInterrupted: string
  /** Resolves with what goes to standard output. */
  play(stage: Stage): Promise<string>
}

/** What a play has in its hands. */
export interface Stage {
  readonly url: string
  readonly playerToken: string
  /** With the player's token. */
  readonly api: Api
  /** With the duty officer's. */
  readonly officerApi: Api
  /** With the simulated people's. */
  readonly peopleApi: Api
  readonly clock: DrillClock
  readonly devices: DeviceConnections
  /** Messages the server had taken before the first one of this drill. */
  readonly messagesBefore: number
}

/** Between a connection that breaks and the news that the process behind it has ended. */
const LAST_WORDS_MS = 2_000
/** The server gives so many in one answer. */
const MOST_SECRETS = 1_000

/** Gives the exit code: 0 played; 1 could not be played; 130 interrupted before the report. */
export async function runSession(prepare: () => Promise<DrillPlan>, around: DrillSurroundings): Promise<number> {
  const { stderr } = around
  let server: ServerProcess | null = null
  try {
    const plan = await prepare()
    const { env, playerToken, officerToken, peopleToken } = drillEnvironment(around.env, plan.facts)
    server = await startServer(around.program ?? findServerProgram(), env)
    stderr.write(`drill: server at ${server.url}, devices at ${server.mqttUrl}\n`)
    const ended = endOf(server)
    // When the server has just died, its end is the reason, and the call it left unanswered is not.
    const played = playOn(server, { player: playerToken, officer: officerToken, people: peopleToken }, plan).catch(
      async (error: Error) => {
        throw (error.cause && (await Promise.race([ended, wait(LAST_WORDS_MS, null)]))) || error
      },
    )
    // When another branch wins the race, this one fails on the ended server; that failure says nothing new.
    played.catch(() => {})
    const outcome = await Promise.race([played, ended, around.interrupted])
    if (outcome === undefined) {
      stderr.write(`${plan.whenInterrupted}\n`)
      return 130
    }
    if (outcome instanceof DrillError) throw outcome
    around.stdout.write(outcome)
    if (!plan.isExit) await keepRunning(server, around)
    return 0
  } catch (error) {
    if (!(error instanceof DrillError)) throw error
    stderr.write(`drill: ${error.message}\n`)
    return 1
  } finally {
    await server?.end()
  }
}

async function playOn(
  server: ServerProcess,
  tokens: { readonly player: string; readonly officer: string; readonly people: string },
  { registry, deviceIds, play }: DrillPlan,
): Promise<string> {
  const api = openApi(server.url, tokens.player)
  const officerApi = openApi(server.url, tokens.officer)
  const peopleApi = openApi(server.url, tokens.people)
  try {
    await api.ask('POST', '/api/v1/import', registry)
    const clock = await readDrillClock(api)
    const messagesBefore = await messagesTaken(api)
    const devices = await connectDevices(server.mqttUrl, await secretsOf(deviceIds, api))
    try {
      return await play({
        url: server.url,
        playerToken: tokens.player,
        api,
        officerApi,
        peopleApi,
        clock,
        devices,
        messagesBefore,
      })
    } finally {
      await devices.close()
    }
  } finally {
    api.close()
    officerApi.close()
    peopleApi.close()
  }
}

async function endOf(server: ServerProcess): Promise<DrillError> {
  return new DrillError(`the server ended in the middle of the drill (${await server.ended}); see above`)
}

async function keepRunning(server: ServerProcess, { stderr, interrupted }: DrillSurroundings): Promise<void> {
  stderr.write(`drill: played; the server stays at ${server.url} until Ctrl-C\n`)
  await Promise.race([interrupted, server.ended])
}

/** What each device proves itself with, by its id. */
async function secretsOf(devices: readonly string[], api: Api): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>()
  for (let n = 0; n < devices.length; n += MOST_SECRETS) {
    const body = { devices: devices.slice(n, n + MOST_SECRETS) }
    const { items } = await api.ask('POST', '/api/v1/device-secrets', body)
    for (const { device, secret } of items as readonly { device: string; secret: string }[]) secrets.set(device, secret)
  }
  return secrets
}

async function messagesTaken(api: Api): Promise<number> {
  const { counters } = await api.ask('GET', '/api/v1/health')
  const messages = (counters as { messages?: unknown } | undefined)?.messages
  if (typeof messages === 'number') return messages
  throw new DrillError('GET /api/v1/health: counters.messages is missing, so the player cannot wait for the intake')
}
