/** A live server on outside stores, under load with an order in force, while one of the stores goes away. */
import type { HealthView } from '../../server/contract/health.ts'
import { MINUTE, SECOND } from '../../server/domain/units.ts'
import { type Account, accountOf, foundInQuarantine } from './conservation.ts'
import { blow, devicesNamed, enterDistrict, everything, healthOf, MAST, recordOf, until } from './live-district.ts'
import { startPublisher } from './publisher.ts'
import { A_CALL } from './server.ts'
import type { OutsideSetUp } from './set-up.ts'

export interface OutageSettings {
  readonly perSecond: number
  readonly outageMs: number
  readonly goAway: () => unknown
  readonly comeBack: () => unknown
  /** What counts as noticed. */
  readonly isNoticed: (health: HealthView) => boolean
  /** Acknowledging works only while the operations database is there. */
  readonly canAcknowledge: boolean
}

export interface OutageResult {
  readonly account: Account
  readonly duringOutage: HealthView
  /** How far control judged between the beginning and the end of the outage. */
  readonly judgedMs: number
  /** Answered to an acknowledgement during the outage, or after it where that was not possible. */
  readonly acknowledged: { readonly changed: boolean }
  readonly afterwards: HealthView
  readonly drainedMs: number
}

export async function liveThroughOutage(setUp: OutsideSetUp, settings: OutageSettings): Promise<OutageResult> {
  const devices = devicesNamed(20)
  const server = await setUp.start()
  await enterDistrict(server, devices)
  await blow(server, 9)
  const { orders } = await until(
    () => recordOf(server),
    (record) => record.orders.length === 3,
  )
  const publisher = await startPublisher({ url: setUp.mqttUrl, devices, perSecond: settings.perSecond, oneBadIn: 50 })
  const acknowledge = () => server.post<{ changed: boolean }>(`/orders/${orders[0]!.id}/acknowledge`, A_CALL)
  try {
    await pause(2 * SECOND)
    const judgedBefore = judgedUpTo(await healthOf(server))
    await settings.goAway()
    const awaySince = performance.now()
    const duringOutage = await until(() => healthOf(server), settings.isNoticed)
    const early = settings.canAcknowledge ? await acknowledge() : null
    await pause(settings.outageMs - (performance.now() - awaySince))
    const judgedMs = judgedUpTo(await healthOf(server)) - judgedBefore
    await settings.comeBack()
    const backSince = performance.now()
    const acknowledged = early ?? (await untilDone(acknowledge))
    await publisher.finish()
    const good = publisher.ledger.sent.filter(({ pm10 }) => pm10 !== null).length
    const span = `from=${new Date(Date.now() - 60 * MINUTE).toISOString()}&to=${new Date(Date.now() + MINUTE).toISOString()}`
    await until(
      async () => ({
        stored: (await server.get<{ readings: number }>(`/readings/count?${span}`)).readings,
        pending: (await healthOf(server)).parts.spool.pending,
      }),
      ({ stored, pending }) => stored > good && pending === 0,
      180_000,
    ).catch((error: unknown) => console.error(`not all ${good} readings and the wind arrived: ${error}`))
    const drainedMs = Math.round(performance.now() - backSince)
    const afterwards = await until(
      () => healthOf(server),
      ({ status }) => status === 'ok',
    )
    const quarantine = foundInQuarantine(await everything<{ sample: string; times: number }>(server, '/quarantine'))
    await server.end()
    const points = (await setUp.points()).filter(({ device }) => device !== MAST)
    const account = accountOf(publisher.ledger, { points, ...quarantine })
    return { account, duringOutage, judgedMs, acknowledged, afterwards, drainedMs }
  } finally {
    await publisher.end()
    await server.end('SIGKILL')
  }
}

function judgedUpTo({ parts }: HealthView): number {
  return Date.parse(parts.control.lastTickAt ?? '')
}

/** People try again while the database is away. */
async function untilDone<T>(call: () => Promise<T>): Promise<T> {
  return until(call, () => true, 60_000)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}

export function outageFigures({ account, judgedMs, drainedMs }: OutageResult): string {
  const { sent, acknowledged, stored, quarantined, lost, twice } = account
  const counts = { sent, acknowledged, stored, quarantined, lost: lost.length, twice: twice.length }
  return JSON.stringify({ ...counts, judgedMs, drainedMs })
}

export const NOTHING_WRONG = { lost: [], twice: [], misplaced: [], altered: [], strange: [] }
