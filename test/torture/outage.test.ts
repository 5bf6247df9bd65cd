/** Two minutes without InfluxDB, twenty seconds without PostgreSQL, while 2,000 messages arrive each second. */
import { expect, it } from 'vitest'
import { liveThroughOutage, NOTHING_WRONG, type OutageSettings, outageFigures } from '../support/outage-rig.ts'
import { isSetUpMissing, type OutsideSetUp, openOutside } from '../support/set-up.ts'

type Outage = Omit<OutageSettings, 'perSecond'>

const WITHOUT_READINGS = {
  outageMs: 120_000,
  isNoticed: ({ parts }) => parts.readingStore.problem !== null,
  canAcknowledge: true,
} satisfies Partial<Outage>

const WITHOUT_OPERATIONS = {
  outageMs: 20_000,
  isNoticed: ({ parts }) => parts.operations.status === 'down',
  canAcknowledge: false,
} satisfies Partial<Outage>

const OUTAGES: readonly { case: string; outage: (setUp: OutsideSetUp) => Outage; status: string }[] = [
  {
    case: 'InfluxDB stopped for two minutes',
    status: 'degraded',
    outage: ({ influxd }) => ({
      ...WITHOUT_READINGS,
      goAway: () => influxd.stop('SIGKILL'),
      comeBack: () => influxd.restart(),
    }),
  },
  {
    case: 'InfluxDB hanging for two minutes',
    status: 'degraded',
    outage: ({ influxd }) => ({
      ...WITHOUT_READINGS,
      goAway: () => influxd.pause(),
      comeBack: () => influxd.resume(),
    }),
  },
  {
    case: 'PostgreSQL stopped for twenty seconds',
    status: 'down',
    outage: ({ postgres }) => ({
      ...WITHOUT_OPERATIONS,
      goAway: () => postgres.end(),
      comeBack: () => postgres.restart(),
    }),
  },
  {
    case: 'PostgreSQL hanging for twenty seconds',
    status: 'down',
    outage: ({ postgres }) => ({
      ...WITHOUT_OPERATIONS,
      goAway: () => postgres.freeze(),
      comeBack: () => postgres.thaw(),
    }),
  },
]

it.skipIf(isSetUpMissing('outside')).each(OUTAGES)('$case: nothing is lost', async ({ case: what, outage, status }) => {
  const setUp = await openOutside()
  try {
    const result = await liveThroughOutage(setUp, { ...outage(setUp), perSecond: 2_000 })
    console.log(`${what}: ${outageFigures(result)}`)
    expect(result.account).toMatchObject(NOTHING_WRONG)
    expect(result.account.stored + result.account.quarantined).toBe(result.account.sent)
    expect(result.acknowledged).toMatchObject({ changed: true })
    expect(result.duringOutage.status).toBe(status)
    expect(result.afterwards.status).toBe('ok')
  } finally {
    await setUp.end()
  }
})
