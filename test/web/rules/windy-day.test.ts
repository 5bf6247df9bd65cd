import { describe, expect, it } from 'vitest'
import { windyDay as rule } from '../../../server/domain/rules/windy-day/index.ts'
import { WINDY_DAY_DEFAULTS } from '../../../server/domain/rules/windy-day/settings.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { ruleLimits } from '../../../web/logic/limits.ts'
import { ruleWords } from '../../../web/rules/index.ts'
import type { Change } from '../../../web/rules/rule-words.ts'
import { whyText } from '../../../web/site/why.ts'
import { site } from '../../../web/words/site.ts'
import { filled } from '../../../web/words/text.ts'
import { episode, iso, pen, text } from '../support.ts'

const words = ruleWords('windy-day')

function change(reason: Partial<Change['reason']> = {}, facts: Partial<Change> = {}): Change {
  return {
    at: iso('09:00'),
    from: 0,
    to: 4,
    reason: {
      code: 'opened',
      quantity: 'windSpeed',
      value: 6.24,
      bound: 5.5,
      since: iso('08:50'),
      source: 'weatherBureau',
      measured: { meanMps: 6.24, gustMps: null },
      onlyAdvise: [],
      ...reason,
    },
    readings: [],
    ...facts,
  }
}

/** A gust of 12 m/s decided level 5 while the mean was 5.9 m/s. */
const gust = change(
  { code: 'gust', quantity: 'windGust', value: 12, bound: 10.8, measured: { meanMps: 5.9, gustMps: 12 } },
  { from: 4, to: 5 },
)

describe('a windy day in words', () => {
  it('says which wind of which source reached which bound', () => {
    expect(words.reason(change(), pen)).toBe('气象局站风速 6.2 m/s，达到 5.5 m/s，自 08:50 起未中断')
    expect(words.reason(change({ code: 'closed', value: 2.9, bound: 4.5 }), pen)).toBe(
      '气象局站风速 2.9 m/s，低于 4.5 m/s，自 08:50 起未中断',
    )
    expect(words.reason(gust, pen)).toBe('阵风 12.0 m/s，达到 10.8 m/s，自 08:50 起')
  })

  it('keeps what was measured apart from the control level that was decided', () => {
    expect(words.measured(change(), pen)).toBe('平均4级')
    expect(words.measured(gust, pen)).toBe('平均4级、阵风6级')
    // Written by a version that did not keep the mean.
    expect(words.measured(change({ measured: { meanMps: null, gustMps: 12 } }), pen)).toBeNull()
  })

  it('tells a site the control level, the measured wind and the reason, each by its own word', () => {
    const card = whyText(
      episode({ kind: 'windy-day', level: 5, changes: [change(), gust] }),
      5,
      (key, values) => filled(site[key], 'zh-CN', values),
      pen,
    )
    expect(card).toBe('大风过程，5级管控。平均4级、阵风6级。依据：阵风 12.0 m/s，达到 10.8 m/s，自 08:50 起。')
  })

  it('tells a site why its own level is in force while a higher one still waits', () => {
    const card = whyText(
      episode({ kind: 'windy-day', level: 5, changes: [change(), gust] }),
      4,
      (key, values) => filled(site[key], 'zh-CN', values),
      pen,
    )
    expect(card).toContain('4级管控。平均4级。依据：气象局站风速 6.2 m/s')
  })

  it.each([
    { release: 'confirm', shown: '风速低于 4.5 m/s 连续 60 分钟，由值班员确认解除' },
    { release: 'automatic', shown: '风速低于 4.5 m/s 连续 60 分钟，自动解除' },
  ])('says when it ends and who releases then: $release', ({ release, shown }) => {
    expect(words.end({ closeBelowMps: 4.5, closeAfterMs: 60 * MINUTE, release }, pen)).toBe(shown)
  })

  it.each([
    { release: 'confirm' },
    { closeBelowMps: 4.5, closeAfterMs: 1 },
    { closeBelowMps: 4.5, closeAfterMs: 1, release: 'x' },
  ])('promises nothing of %j', (numbers) => {
    expect(words.end(numbers, pen)).toBeNull()
  })

  it("draws the limit at the rule's own number, which the office may have changed", () => {
    const levels = [{ level: 4, boundMps: 6.1 }, ...WINDY_DAY_DEFAULTS.levels.slice(1)]
    const numbers = { ...WINDY_DAY_DEFAULTS, levels }
    const policy = {
      mode: 'countdown',
      isModeChosen: true,
      release: 'confirm',
      countdownMs: 0,
      area: 'district',
      timeZone: 'UTC',
    } as const
    const { pack } = rule.arm(numbers, policy)
    const view = { ...pack, countdownS: 0, numbers: { ...pack.numbers } }
    expect(ruleLimits([view], 'windSpeed', text, pen)).toEqual([{ value: 6.1, name: '限值 6.1（大风管控 4级起点）' }])
    expect(ruleLimits([view], 'pm10', text, pen)).toEqual([])
  })

  it('is told by its facts when the page does not know the rule', () => {
    expect(ruleWords('new-rule').reason(change(), pen)).toBe('windSpeed 6.24 / 5.5')
  })
})
