import { describe, expect, it } from 'vitest'
import { DUST_EXCEEDANCE_DEFAULTS } from '../../../server/domain/rules/dust-exceedance/settings.ts'
import { RULE_KINDS } from '../../../server/domain/rules/index.ts'
import { ruleWords } from '../../../web/rules/index.ts'
import type { Change } from '../../../web/rules/rule-words.ts'
import { iso, pen } from '../support.ts'

const words = ruleWords('dust-exceedance')

function change(reason: Partial<Change['reason']> = {}): Change {
  return {
    at: iso('11:00'),
    from: 1,
    to: 3,
    reason: {
      code: 'raised',
      quantity: 'pm10',
      value: 92.4,
      bound: 80,
      since: iso('10:00'),
      source: 'stationsMedian',
      measured: { siteUgM3: 214.4, medianUgM3: 122, stations: 8, exceedingHours: 3 },
      onlyAdvise: [],
      ...reason,
    },
    readings: [],
  }
}

describe('dust of a site in words', () => {
  it('says by how much which hour was above whom, and the how manieth of the day it is', () => {
    expect(words.reason(change(), pen)).toBe(
      '10:00 起一小时 PM10 均值高出 8 个站点中位数 92 µg/m³，超过 80；当日第 3 个超限小时',
    )
    expect(words.reason(change({ code: 'closed', value: -4, bound: 60 }), pen)).toBe(
      '10:00 起一小时 PM10 均值与 8 个站点中位数之差 −4 µg/m³，不超过 60',
    )
  })

  it('says what was measured beside it', () => {
    expect(words.measured(change(), pen)).toBe('PM10 小时均值 214 µg/m³，非工地站点中位数 122 µg/m³')
    expect(words.measured(change({ measured: {} }), pen)).toBeNull()
  })

  it('says why it is advice only, each reason in words', () => {
    const all = change({ onlyAdvise: ['few-days', 'fog', 'rain', 'regional'] })
    expect(words.onlyAdvise(all, pen)).toBe(
      '仅提示：本工地差值数据不足；高湿静风，可能是雾滴；正在降雨；各站点同时偏高，属区域性污染',
    )
  })

  it('promises an end only by the numbers that are stored', () => {
    expect(words.end({ closeAtUgM3: 60, release: 'confirm' }, pen)).toContain('不超过 60 µg/m³，由值班员确认解除')
    expect(words.end({ closeAtUgM3: 60, release: 'automatic' }, pen)).toContain('自动解除')
    expect(words.end({ closeAtUgM3: 60 }, pen)).toBeNull()
  })

  it('shows its numbers, and draws no line across a curve of PM10: it judges a difference', () => {
    const { rulePack: _, ...numbers } = DUST_EXCEEDANCE_DEFAULTS
    expect(words.numbers({ ...numbers }, pen).map(({ value }) => value)).toEqual([
      '80 µg/m³',
      '60 µg/m³',
      '2',
      '3',
      '30 天',
    ])
    expect(words.limits({ ...numbers }, pen)).toEqual([])
  })
})

it('every rule has its words', () => {
  for (const { id } of RULE_KINDS) expect(ruleWords(id).name[0], id).not.toBe(id)
})
