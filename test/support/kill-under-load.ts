/** SIGKILLs the server again and again while devices publish and an episode is open, then counts what is left. */
import { type Account, accountOf, foundInQuarantine } from './conservation.ts'
import {
  blow,
  type DistrictRecord,
  devicesNamed,
  enterDistrict,
  everything,
  healthOf,
  MAST,
  recordOf,
  until,
} from './live-district.ts'
import { startPublisher } from './publisher.ts'
import { seededRandom } from './random.ts'
import type { RunningServer } from './server.ts'
import type { SetUp } from './set-up.ts'

export interface KillSettings {
  readonly kills: number
  readonly perSecond: number
  readonly devices: number
  /** Between two kills, chosen by chance from the seed. */
  readonly leastMs: number
  readonly mostMs: number
  readonly seed: number
}

export interface KillResult {
  readonly account: Account
  /** Episodes, orders and notifications before the first kill and at the end. */
  readonly before: DistrictRecord
  readonly after: DistrictRecord
  readonly audit: { readonly ok: boolean; readonly checked: number }
  readonly figures: Readonly<Record<string, number>>
}

const ONE_BAD_IN = 50

export async function killUnderLoad(setUp: SetUp, settings: KillSettings): Promise<KillResult> {
  const random = seededRandom(settings.seed)
  const devices = devicesNamed(settings.devices)
  let server = await setUp.start()
  await enterDistrict(server, devices)
  await blow(server, 9)
  const before = await until(
    () => recordOf(server),
    ({ orders }) => orders.length === 3,
  )

  const begunAt = performance.now()
  const publisher = await startPublisher({ ...settings, url: setUp.mqttUrl, devices, oneBadIn: ONE_BAD_IN })
  try {
    let longestRestartMs = 0
    for (let kill = 0; kill < settings.kills; kill += 1) {
      await pause(settings.leastMs + random() * (settings.mostMs - settings.leastMs))
      await server.end('SIGKILL')
      const killedAt = performance.now()
      server = await setUp.start()
      longestRestartMs = Math.max(longestRestartMs, performance.now() - killedAt)
    }
    await pause(settings.leastMs)
    await publisher.finish()
    const publishedS = (performance.now() - begunAt) / 1_000
    await untilDrained(server, publisher.ledger.sent.filter(({ pm10 }) => pm10 !== null).length)
    const drainedS = (performance.now() - begunAt) / 1_000

    const after = await recordOf(server)
    const audit = await server.get<KillResult['audit']>('/audit/verify')
    const quarantine = foundInQuarantine(await everything<{ sample: string; times: number }>(server, '/quarantine'))
    const ending = await server.end()
    if (ending !== 0) throw new Error(`the server did not stop cleanly: ${ending}\n${server.said()}`)
    const points = (await setUp.points()).filter(({ device }) => device !== MAST)
    const account = accountOf(publisher.ledger, { points, ...quarantine })
    const figures = {
      kills: settings.kills,
      seed: settings.seed,
      publishedS: Math.round(publishedS),
      drainedS: Math.round(drainedS),
      longestRestartMs: Math.round(longestRestartMs),
    }
    return { account, before, after, audit, figures }
  } finally {
    await publisher.end()
    await server.end('SIGKILL')
  }
}

/** Waits for the readings that are owed; goes on without them after two minutes, so that the account can name them. */
async function untilDrained(server: RunningServer, readings: number): Promise<void> {
  const day = 86_400_000
  const span = `from=${new Date(Date.now() - day).toISOString()}&to=${new Date(Date.now() + day).toISOString()}`
  const look = async () => ({
    stored: (await server.get<{ readings: number }>(`/readings/count?${span}`)).readings,
    pending: (await healthOf(server)).parts.spool.pending,
  })
  await until(look, ({ stored, pending }) => stored > readings && pending === 0, 120_000).catch((error: unknown) =>
    console.error(`not all of ${readings} readings and the wind arrived: ${error}`),
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** One line for whoever reads the test's output. */
export function figuresOf({ account, figures }: KillResult): string {
  const { sent, acknowledged, stored, quarantined, lost, twice } = account
  return JSON.stringify({ sent, acknowledged, stored, quarantined, lost: lost.length, twice: twice.length, ...figures })
}
