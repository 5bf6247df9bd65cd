/** Settings where there is more than one rule. */
import { describe, expect, it } from 'vitest'
import { armRules } from '../../server/config/act.ts'
import { parseConfig } from '../../server/config/config.ts'
import { DEFAULT_RULES, parseRules } from '../../server/config/rules-file.ts'

describe('a rules file that names one pack', () => {
  it('tells a pack by the office’s plan where only the plan is the office’s own', () => {
    const file = { windyDay: { rulePack: { version: '1.0.0-erqi.1' } }, plan: { stopMs: 60_000 } }
    const rules = parseRules(JSON.stringify(file))
    const versions = 'packs' in rules ? Object.values(rules.packs).map(({ rulePack }) => rulePack.version) : rules
    expect(versions).toEqual(['1.0.0-erqi.1', '1.0.0+office', '1.0.0+office'])
  })
})

describe('the mode of a rule that nobody named', () => {
  const armed = (environment: Record<string, string>) => {
    const config = parseConfig(environment)
    if (!('realm' in config)) throw new Error(JSON.stringify(config))
    return armRules(config, DEFAULT_RULES, 'Asia/Shanghai').map(({ id, pack }) => [id, pack.mode])
  }

  it('is its own default, which it enters step by step', () => {
    expect(armed({})).toEqual([
      ['windy-day', 'countdown'],
      ['lone-wind', 'advise'],
      ['dust-exceedance', 'countdown'],
    ])
  })

  it('is what * says', () => {
    expect(armed({ WINDBREAK_RULES: 'windy-day=automatic,*=off' })).toEqual([['windy-day', 'automatic']])
    expect(armed({ WINDBREAK_RULES: 'dust-exceedance=advise' })).toEqual([
      ['windy-day', 'countdown'],
      ['lone-wind', 'advise'],
      ['dust-exceedance', 'advise'],
    ])
  })
})
