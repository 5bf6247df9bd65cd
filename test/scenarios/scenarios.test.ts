/**
 * Scenarios of the simulated district through the real program: the episodes and orders each has written down.
 * The windy day at every test run; the others under `npm run torture`.
 */
import { describe, expect, it } from 'vitest'
import { WINDY_DAY } from '../../simulators/scenarios/windy-day.ts'
import { expectAsWritten, playScenario } from '../support/scenario.ts'

const LONGEST_MS = 600_000

describe('a scenario of the simulated district', () => {
  it('windy-day orders every place once, raises to level 5 and releases all', { timeout: LONGEST_MS }, async () => {
    const report = await playScenario(WINDY_DAY)
    expectAsWritten(WINDY_DAY, report)
    const [episode] = report.episodes
    expect(episode!.changes.map(({ to }) => to).slice(0, 2)).toEqual([4, 5])
    expect(episode!.changes.at(-1)!.to).toBe(0)
  })
})
