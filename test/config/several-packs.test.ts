/** Settings where there is more than one rule. */
import { describe, expect, it } from 'vitest'
import { armRules } from '../../server/config/act.ts'
import { parseConfig } from '../../server/config/config.ts'
import { DEFAULT_RULES, parseRules } from '../../server/config/rules-file.ts'
import { RULE_KINDS } from '../../server/domain/rules/index.ts'

describe('a rules file that names one pack', () => {
  it('tells a pack by the office’s plan where only the plan is the office’s own', () => {
    const file = { windyDay: { rulePack: { version: '1.0.0-erqi.1' } }, plan: { stopMs: 60_000 } }
    const rules = parseRules(JSON.stringify(file))
    const packs = 'packs' in rules ? Object.entries(rules.packs) : []
    expect(packs.map(([id]) => id)).toEqual(RULE_KINDS.map(({ id }) => id))
    const version = (id: string) => (id === 'windy-day' ? '1.0.0-erqi.1' : '1.0.0+office')
    for (const [id, { rulePack }] of packs) expect(rulePack.version, id).toBe(version(id))
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
      ['dust-absolute', 'advise'],
    ])
  })

  it('is what * says', () => {
    expect(armed({ WINDBREAK_RULES: 'windy-day=automatic,*=off' })).toEqual([['windy-day', 'automatic']])
    expect(armed({ WINDBREAK_RULES: 'dust-exceedance=advise' })).toEqual([
      ['windy-day', 'countdown'],
      ['lone-wind', 'advise'],
      ['dust-exceedance', 'advise'],
      ['dust-absolute', 'advise'],
    ])
  })

  it('stays off where the rule is off by itself: other places’ limits are judged only where they are named', () => {
    const modes = armed({ WINDBREAK_RULES: 'dust-shanghai=countdown,*=automatic' })
    expect(modes).toEqual([
      ['windy-day', 'automatic'],
      ['lone-wind', 'advise'],
      ['dust-exceedance', 'automatic'],
      // Whatever is named: it fires on regional days, too.
      ['dust-absolute', 'advise'],
      ['dust-shanghai', 'countdown'],
    ])
    expect(armed({ WINDBREAK_RULES: '*=off,dust-iaqm=advise' })).toEqual([['dust-iaqm', 'advise']])
  })

  it('offers nobody the limits of other countries', () => {
    const problems = parseConfig({ WINDBREAK_RULES: 'dust=on' })
    expect(JSON.stringify(problems)).toContain('dust-shanghai')
    expect(JSON.stringify(problems)).not.toMatch(/dust-(iaqm|gla)/)
  })
})

describe('a pack of dust limits in the rules file', () => {
  it('takes a limit of the office’s own, with the document that says so', () => {
    const source = { document: '二七区大气办 2026-11', validFrom: '2026-11-01', confidence: 'primary' }
    const pack = (document: string) => ({
      rulePack: { version: '1.0.0-erqi.1' },
      steps: [{ level: 3, limit: 600, source: { ...source, document } }],
      clear: { atMost: 480 },
    })
    const rules = parseRules(JSON.stringify({ dustShaanxiStructure: pack(source.document) }))
    expect(rules).toMatchObject({
      packs: {
        'dust-shaanxi-structure': { averagingMs: 3_600_000, steps: [{ level: 3, limit: 600, allowedPerDay: 0 }] },
      },
    })
    expect(parseRules(JSON.stringify({ dustShaanxiStructure: pack('DB61/1078-2017') }))).toEqual([
      expect.stringContaining('dustShaanxiStructure: steps[0].source.document'),
    ])
  })
})
