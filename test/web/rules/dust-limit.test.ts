import { describe, expect, it } from 'vitest'
import { DUST_LIMIT_PACKS } from '../../../server/domain/rules/dust-limit/packs/index.ts'
import { DUST_LIMIT_NAMES } from '../../../web/rules/dust-limit-names.ts'
import { ruleWords } from '../../../web/rules/index.ts'
import type { Change } from '../../../web/rules/rule-words.ts'
import { iso, pen } from '../support.ts'

const words = ruleWords('dust-shanghai')

function numbersOf(id: string, release = 'confirm') {
  const { rulePack: _, ...numbers } = DUST_LIMIT_PACKS.find((pack) => pack.rulePack.id === id)!
  return { ...numbers, release }
}

function change(reason: Partial<Change['reason']> = {}, measured: Change['reason']['measured'] = {}): Change {
  return {
    at: iso('11:00'),
    from: 1,
    to: 2,
    reason: {
      code: 'raised',
      quantity: 'tsp',
      value: 1_240.4,
      bound: 1_000,
      since: iso('10:45'),
      source: 'none',
      measured: {
        siteUgM3: 1_240.4,
        subtractedUgM3: null,
        averagingMinutes: 15,
        exceeding: null,
        allowed: null,
        ...measured,
      },
      onlyAdvise: [],
      ...reason,
    },
    readings: [],
  }
}

describe('limits of dust in words', () => {
  it('say which mean is over which limit since when', () => {
    expect(words.reason(change(), pen)).toBe('自 10:45 起 TSP 15 分钟均值：1240 µg/m³，超过 1000')
    expect(words.reason(change({}, { exceeding: 7, allowed: 6 }), pen)).toBe(
      '自 10:45 起 TSP 15 分钟均值：1240 µg/m³，超过 1000；当日第 7 次，每日允许 6 次',
    )
    expect(words.reason(change({}, { brief: 1 }), pen)).toContain('单台设备短时突升，先按1级告知')
    expect(words.reason(change({ code: 'closed', value: 640, bound: 800 }), pen)).toBe(
      '自 10:45 起 TSP 15 分钟均值：640 µg/m³，不超过 800',
    )
  })

  it('say what was taken off', () => {
    const hebei = change(
      { quantity: 'pm10', value: 92, bound: 80, source: 'background' },
      { siteUgM3: 214, subtractedUgM3: 122, averagingMinutes: 60 },
    )
    expect(words.reason(hebei, pen)).toBe('自 10:45 起 PM10 1 小时均值高出非工地站点中位数的部分：92 µg/m³，超过 80')
    expect(words.measured(hebei, pen)).toBe('PM10 1 小时均值 214 µg/m³，非工地站点中位数 122 µg/m³')
    expect(words.measured(change(), pen)).toBe('TSP 15 分钟均值 1240 µg/m³')
    expect(words.measured(change({ measured: {} }), pen)).toBeNull()
  })

  it('say why a rise is advice only in the words of every rule of site dust', () => {
    expect(words.onlyAdvise(change({ onlyAdvise: ['fog', 'regional'] }), pen)).toBe(
      '仅提示：高湿静风，可能是雾滴；各站点同时偏高，属区域性污染',
    )
  })

  it('promise an end only by the numbers that are stored', () => {
    expect(words.end(numbersOf('dust-absolute'), pen)).toBe(
      'PM10 1 小时均值：不超过 150 µg/m³，连续 60 分钟，由值班员确认解除',
    )
    expect(words.end(numbersOf('dust-shanghai', 'automatic'), pen)).toBe('TSP 15 分钟均值：不超过 800 µg/m³，自动解除')
    expect(words.end({ release: 'confirm' }, pen)).toBeNull()
    expect(words.numbers({ steps: [{}] }, pen)).toEqual([])
  })

  it('show each step, its allowance, and who says so with how much confidence', () => {
    expect(words.numbers(numbersOf('dust-shanghai'), pen)).toEqual([
      { name: '2级管控', value: 'TSP 15 分钟均值 > 1000 µg/m³（每日允许 6 次，只告知）' },
      { name: '3级管控', value: 'TSP 15 分钟均值 > 2000 µg/m³（每日允许 1 次，只告知）' },
      { name: '结束', value: 'TSP 15 分钟均值：不超过 800 µg/m³' },
      { name: '依据', value: 'DB31/964-2016 · 未核对，引用前须核对原文' },
    ])
    expect(words.numbers(numbersOf('dust-shaanxi-structure'), pen).at(-1)?.value).toBe(
      'DB61/1078-2017，2017-08-06 起 · 据公开资料，待核对原文',
    )
  })

  it('draw the lowest limit across a curve, unless it is one of a difference', () => {
    expect(words.limits(numbersOf('dust-shanghai'), pen)).toEqual([
      { quantity: 'tsp', value: 1_000, name: '扬尘限值 2级起点（15 分钟均值）' },
    ])
    expect(words.limits({ ...numbersOf('dust-shanghai'), subtractor: 'background' }, pen)).toEqual([])
  })

  it('have a name for every pack, and none for a pack that is not there', () => {
    expect(Object.keys(DUST_LIMIT_NAMES)).toEqual(DUST_LIMIT_PACKS.map(({ rulePack }) => rulePack.id))
    for (const [zh] of Object.values(DUST_LIMIT_NAMES)) expect(zh).toMatch(/^扬尘高值过程/)
  })
})
