import { describe, expect, it } from 'vitest'
import { instantOf } from '../../../server/domain/notices/local-moment.ts'
import { momentsIn } from '../../../server/domain/notices/said-moment.ts'
import { localIso, parseLocal } from '../../../server/domain/time.ts'
import { DAY } from '../../../server/domain/units.ts'

const timeZone = 'Asia/Shanghai'
const at = parseLocal('2026-11-26T15:00', timeZone)!
const calendar = { timeZone, at, today: Date.UTC(2026, 10, 26) / DAY }

function instants(text: string) {
  return momentsIn({ text, from: 0 }).map((said) => {
    const instant = instantOf(said, null, calendar)
    return instant.kind === 'instant' ? localIso(instant.at, timeZone).slice(0, 16) : instant.why
  })
}

describe('days and hours a sentence speaks of', () => {
  it.each([
    ['2026年11月27日20时30分', ['2026-11-27T20:30']],
    ['十一月二十七日二十时', ['2026-11-27T20:00']],
    ['27日8点半、28日9点整和29日24时', ['2026-11-27T08:30', '2026-11-28T09:00', '2026-11-30T00:00']],
    ['2026.11.27 8:05', ['2026-11-27T08:05']],
    ['后天中午12点', ['2026-11-28T12:00']],
    ['昨晚9时', ['2026-11-25T21:00']],
    ['明日晚间', ['no-hour']],
    ['2026年2月29日8时', ['no-such-time']],
    ['1026年2月2日8时', ['no-such-time']],
    ['明日24时30分', ['no-such-time']],
    ['8时', ['no-day']],
  ])('%s', (text, expected) => expect(instants(text)).toEqual(expected))

  it.each([
    '〔2026〕12号',
    '第12号',
    '3号楼',
    '5日内',
    '第一时间',
    '三点要求',
    '连续24小时',
    '阵风7级',
    '120日',
    '两点位',
  ])('are not in %s', (text) => expect(instants(text)).toEqual([]))

  it('stand where they are found', () => {
    const text = '自今日18:00起'
    const [moment] = momentsIn({ text, from: 100 })
    expect(text.slice(moment!.index, moment!.end)).toBe('今日18:00')
    expect(moment!.span).toEqual({ from: 101, to: 108 })
  })
})
