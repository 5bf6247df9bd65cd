/** InfluxDB stops, or hangs, under load: control goes on, nothing is lost, and the spool drains by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningInfluxd } from '../support/influxd.ts'
import { liveThroughOutage, NOTHING_WRONG, type OutageResult, outageFigures } from '../support/outage-rig.ts'
import { isSetUpMissing, type OutsideSetUp, openOutside } from '../support/set-up.ts'

// The long version is test/torture/outage.test.ts.
const OUTAGE_MS = 8_000

const OUTAGES = [
  {
    case: 'stopped',
    goAway: (influxd: RunningInfluxd) => influxd.stop('SIGKILL'),
    comeBack: (influxd: RunningInfluxd) => influxd.restart(),
  },
  {
    case: 'hanging',
    goAway: (influxd: RunningInfluxd) => influxd.pause(),
    comeBack: (influxd: RunningInfluxd) => influxd.resume(),
  },
]

describe.skipIf(isSetUpMissing('outside')).each(OUTAGES)(
  'InfluxDB $case under load',
  ({ case: what, goAway, comeBack }) => {
    let setUp: OutsideSetUp
    let result: OutageResult

    beforeAll(async () => {
      setUp = await openOutside()
      result = await liveThroughOutage(setUp, {
        perSecond: 500,
        outageMs: OUTAGE_MS,
        goAway: () => goAway(setUp.influxd),
        comeBack: () => comeBack(setUp.influxd),
        isNoticed: ({ parts }) => parts.readingStore.problem !== null,
        canAcknowledge: true,
      })
      console.log(`InfluxDB ${what}: ${outageFigures(result)}`)
    }, 300_000)
    afterAll(() => setUp.end())

    it('says in plain words what is wrong, and is degraded, not down', () => {
      const { status, parts } = result.duringOutage
      expect(status).toBe('degraded')
      expect(parts.readingStore.problem).toMatch(/InfluxDB/)
      expect(parts.operations).toEqual({ status: 'ok', problem: null })
      expect(parts.control.problem).toBeNull()
    })

    it('invariant 2: goes on judging and takes acknowledgements meanwhile', () => {
      expect(result.acknowledged).toMatchObject({ changed: true })
      expect(result.judgedMs).toBeGreaterThan(OUTAGE_MS / 2)
    })

    it('loses nothing, stores nothing twice, and drains by itself', () => {
      expect(result.account).toMatchObject(NOTHING_WRONG)
      expect(result.account.stored + result.account.quarantined).toBe(result.account.sent)
      expect(result.afterwards.parts.readingStore.problem).toBeNull()
      expect(result.afterwards.parts.spool.pending).toBe(0)
    })
  },
)
