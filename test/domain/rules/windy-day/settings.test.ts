import { describe, expect, it } from 'vitest'
import {
  checkWindyDaySettings,
  WINDY_DAY_DEFAULTS,
  type WindyDaySettings,
} from '../../../../server/domain/rules/windy-day/settings.ts'

const D = WINDY_DAY_DEFAULTS

describe('settings of the windy-day rule', () => {
  it('accepts the defaults', () => {
    expect(checkWindyDaySettings(D)).toEqual([])
  })

  it.each<{ $case: string; change: Partial<WindyDaySettings>; names: string }>([
    { $case: 'no levels', change: { levels: [] }, names: 'levels' },
    {
      $case: 'bounds that do not rise',
      change: { levels: [D.levels[0]!, { level: 5, boundMps: 5.5 }] },
      names: 'levels[1].boundMps',
    },
    {
      $case: 'a level left out',
      change: { levels: [D.levels[0]!, { level: 6, boundMps: 8 }] },
      names: 'levels[1].level',
    },
    {
      $case: 'a level that is no whole number',
      change: { levels: [{ level: 4.5, boundMps: 5.5 }] },
      names: 'levels[0].level',
    },
    { $case: 'closing at the lowest bound', change: { closeBelowMps: 5.5 }, names: 'closeBelowMps' },
    { $case: 'closing that can never be', change: { closeBelowMps: 0 }, names: 'closeBelowMps' },
    { $case: 'no margin for lowering', change: { lowerMarginMps: 0 }, names: 'lowerMarginMps' },
    { $case: 'a margin as large as the lowest bound', change: { lowerMarginMps: 5.5 }, names: 'lowerMarginMps' },
    { $case: 'no time to raise', change: { raiseAfterMs: 0 }, names: 'raiseAfterMs' },
    { $case: 'a negative hold', change: { minimumHoldMs: -1 }, names: 'minimumHoldMs' },
    { $case: 'a time that is no number', change: { closeAfterMs: Number.NaN }, names: 'closeAfterMs' },
    { $case: 'a gust level nobody knows', change: { gust: { ...D.gust, level: 9 } }, names: 'gust.level' },
    { $case: 'a gust weaker than the mean', change: { gust: { ...D.gust, gustMps: 3 } }, names: 'gust.gustMps' },
    { $case: 'a review below the close', change: { review: { ...D.review, belowMps: 4 } }, names: 'review.belowMps' },
    { $case: 'a quorum above all', change: { wind: { ...D.wind, quorumOneIn: 0.5 } }, names: 'wind.quorumOneIn' },
    { $case: 'a version without a name', change: { rulePack: { id: 'windy-day', version: '' } }, names: 'rulePack' },
  ])('refuses $case', ({ change, names }) => {
    const problems = checkWindyDaySettings({ ...D, ...change })
    expect(problems.some((problem) => problem.startsWith(names))).toBe(true)
  })

  it('lists all problems at once', () => {
    expect(checkWindyDaySettings({ ...D, raiseAfterMs: 0, lowerAfterMs: -5, lowerMarginMps: 0 })).toHaveLength(3)
  })

  it('allows no minimum hold and no re-opening', () => {
    expect(checkWindyDaySettings({ ...D, minimumHoldMs: 0, reopenWithinMs: 0 })).toEqual([])
  })
})
