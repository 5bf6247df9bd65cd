/**
 * Scenarios of the simulated district through the real program: the episodes and orders each has written down.
 * These three at every test run; the others under `npm run torture`.
 */
import { describe, expect, it } from 'vitest'
import { CALM_DAY } from '../../simulators/scenarios/calm-day.ts'
import { NOTICE_OVER_WIND } from '../../simulators/scenarios/notice-over-wind.ts'
import { WINDY_DAY } from '../../simulators/scenarios/windy-day.ts'
import { expectAsWritten, playScenario } from '../support/scenario.ts'

const LONGEST_MS = 600_000

describe('a scenario of the simulated district', () => {
  it('calm-day orders nobody anything', { timeout: LONGEST_MS }, async () => {
    expectAsWritten(CALM_DAY, await playScenario(CALM_DAY))
  })

  it('windy-day orders every place once, raises to level 5 and releases all', { timeout: LONGEST_MS }, async () => {
    const report = await playScenario(WINDY_DAY)
    expectAsWritten(WINDY_DAY, report)
    const [episode] = report.episodes
    expect(episode!.changes.map(({ to }) => to).slice(0, 2)).toEqual([4, 5])
    expect(episode!.changes.at(-1)!.to).toBe(0)
  })

  it('notice-over-wind stays at level 4 and asks for no spray', { timeout: LONGEST_MS }, async () => {
    expectAsWritten(NOTICE_OVER_WIND, await playScenario(NOTICE_OVER_WIND))
  })
})
