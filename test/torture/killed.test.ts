/** Ten kills at random moments while 2,000 messages arrive each second: everything acknowledged is kept, and once. */
import { expect, it } from 'vitest'
import { figuresOf, killUnderLoad } from '../support/kill-under-load.ts'
import { isSetUpMissing, openSetUp, SET_UPS } from '../support/set-up.ts'

const SEED = Math.floor(Math.random() * 1e9)

it.each(SET_UPS.filter((kind) => !isSetUpMissing(kind)))(
  `%s: keeps everything acknowledged over ten kills, and repeats no order (seed ${SEED})`,
  async (kind) => {
    const setUp = await openSetUp(kind)
    try {
      const settings = { kills: 10, perSecond: 2_000, devices: 50, leastMs: 1_000, mostMs: 8_000, seed: SEED }
      const result = await killUnderLoad(setUp, settings)
      console.log(`killed, ${kind}: ${figuresOf(result)}`)
      expect(result.account).toMatchObject({ lost: [], twice: [], misplaced: [], altered: [], strange: [] })
      expect(result.account.acknowledged).toBe(result.account.sent)
      expect(result.after).toEqual(result.before)
      expect(result.audit.ok).toBe(true)
    } finally {
      await setUp.end()
    }
  },
)
