import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, parseRules } from '../../server/config/rules-file.ts'
import { WINDY_DAY_DEFAULTS } from '../../server/domain/rules/windy-day/settings.ts'

const own = { rulePack: { version: '1.0.0-erqi.1' } }

describe('rules file', () => {
  it('replaces single numbers and keeps the others', () => {
    const rules = parseRules(
      JSON.stringify({ windyDay: { ...own, closeBelowMps: 4.2 }, order: { acknowledgeWithinMs: 300_000 } }),
    )
    expect(rules).toMatchObject({
      packs: {
        'windy-day': {
          closeBelowMps: 4.2,
          raiseAfterMs: WINDY_DAY_DEFAULTS.raiseAfterMs,
          rulePack: { id: 'windy-day', version: '1.0.0-erqi.1' },
        },
      },
      plan: DEFAULT_RULES.plan,
      order: { acknowledgeWithinMs: 300_000 },
    })
  })

  it('an empty file means the defaults', () => {
    expect(parseRules('{}')).toEqual(DEFAULT_RULES)
  })

  it.each([
    { $case: 'text that is not JSON', file: '{', says: 'not JSON' },
    { $case: 'a list', file: '[]', says: 'file: found [], expected an object with windyDay' },
    {
      $case: 'a misspelt number',
      file: '{"windyDay":{"closeBelow":4}}',
      says: 'windyDay.closeBelow: there is no such number',
    },
    {
      $case: 'a text for a number',
      file: '{"plan":{"stopMs":"15"}}',
      says: 'plan.stopMs: found "15", expected a number of 0 or more',
    },
    { $case: 'a negative time', file: '{"windyDay":{"raiseAfterMs":-1}}', says: 'windyDay.raiseAfterMs: found -1' },
    { $case: 'a close above the opening', file: '{"windyDay":{"closeBelowMps":9}}', says: 'windyDay: ' },
    {
      $case: 'changed numbers under the old version',
      file: '{"plan":{"stopMs":60000}}',
      says: 'plan and order: changed, expected a version of your own in windyDay.rulePack.version',
    },
    { $case: 'no levels', file: '{"windyDay":{"levels":[]}}', says: 'windyDay.levels: found [], expected a list' },
  ])('refuses $case and says where', ({ file, says }) => {
    const problems = parseRules(file)
    expect(Array.isArray(problems) ? problems.join('\n') : 'accepted').toContain(says)
  })

  it('never throws and never accepts a shape the rule does not know', () => {
    fc.assert(
      fc.property(fc.json(), (file) => {
        const rules = parseRules(file)
        if (!Array.isArray(rules)) expect(Object.keys(rules)).toEqual(Object.keys(DEFAULT_RULES))
      }),
    )
  })
})
