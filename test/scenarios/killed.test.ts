/** The real program killed under load: nothing acknowledged is lost, nothing is there twice, no order is said again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresOf, type KillResult, killUnderLoad } from '../support/kill-under-load.ts'
import { isSetUpMissing, openSetUp, SET_UPS, type SetUp } from '../support/set-up.ts'

// The long version is test/torture/killed.test.ts.
const SEED = Math.floor(Math.random() * 1e9)

describe.each(SET_UPS)('server killed under load, %s', (kind) => {
  describe.skipIf(isSetUpMissing(kind))(`seed ${SEED}`, () => {
    let setUp: SetUp
    let result: KillResult

    beforeAll(async () => {
      setUp = await openSetUp(kind)
      const settings = { kills: 2, perSecond: 1_000, devices: 50, leastMs: 500, mostMs: 1_500, seed: SEED }
      result = await killUnderLoad(setUp, settings)
      console.log(`killed, ${kind}: ${figuresOf(result)}`)
    }, 300_000)
    afterAll(() => setUp.end())

    it('keeps everything the devices saw acknowledged, once, and in the right place', () => {
      const { account } = result
      expect(account).toMatchObject({ lost: [], twice: [], misplaced: [], altered: [], strange: [] })
      expect(account.acknowledged).toBe(account.sent)
      const kept = account.stored + account.quarantined
      expect(kept).toBeLessThanOrEqual(account.sent)
      expect(kept + account.onlyCounted).toBeGreaterThanOrEqual(account.sent)
      expect(account.quarantined).toBeGreaterThan(0)
    })

    it('keeps the open episode, its orders and notifications as they were', () => {
      expect(result.before.episodes).toHaveLength(1)
      expect(result.before.notifications.length).toBeGreaterThan(0)
      expect(result.after).toEqual(result.before)
      expect(result.audit.ok).toBe(true)
    })
  })
})
