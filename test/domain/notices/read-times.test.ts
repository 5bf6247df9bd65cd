import { describe, expect, it } from 'vitest'
import { foldText } from '../../../server/domain/notices/folded-text.ts'
import { dayNumberAt } from '../../../server/domain/notices/local-moment.ts'
import type { NoticeAction } from '../../../server/domain/notices/notice-reading.ts'
import { readTimes } from '../../../server/domain/notices/read-times.ts'
import { localIso } from '../../../server/domain/time.ts'

const ZONE = 'Asia/Shanghai'
/** A Thursday afternoon. */
const NOW = '2026-11-26T15:00:00+08:00'

/** What is read, in the minutes of the district, or why it is not. */
function read(text: string, { now = NOW, action = 'demand' as NoticeAction, timeZone = ZONE } = {}) {
  const at = Date.parse(now)
  const times = readTimes(foldText(text).text, action, { at, timeZone, today: dayNumberAt(at, timeZone) })
  const told = ({ value, doubts }: typeof times.startsAt) =>
    value === null ? (doubts[0]?.why ?? null) : localIso(value, timeZone).slice(5, 16)
  return { start: told(times.startsAt), end: told(times.endsAt), reply: told(times.replyBy) }
}

describe('from when and until when a notice holds', () => {
  it.each([
    ['自2026年11月27日20时起启动', '11-27T20:00', 'absent'],
    ['自二〇二六年十一月二十七日二十时起启动', '11-27T20:00', 'absent'],
    ['11月27日8时至20时停止作业', '11-27T08:00', '11-27T20:00'],
    ['27日0时至28日24时停止作业', '11-27T00:00', '11-29T00:00'],
    ['自11月27日20时起至11月29日24时止', '11-27T20:00', '11-30T00:00'],
    ['自27日20时起,持续至28日24时', '11-27T20:00', '11-29T00:00'],
    ['管控时间:2026-11-27 08:00 ~ 2026-11-28 20:30', '11-27T08:00', '11-28T20:30'],
    ['今日18:00起停止', '11-26T18:00', 'absent'],
    ['今日18时—22时停止', '11-26T18:00', '11-26T22:00'],
    ['明天(27日)早8点到晚8点', '11-27T08:00', '11-27T20:00'],
    ['明日(28日)8时启动', 'ambiguous', 'absent'],
    ['明日8时启动', '11-27T08:00', 'absent'],
    ['明日8-20时停止', '11-27T08:00', '11-27T20:00'],
    ['明天上午8点半到下午6点停止', '11-27T08:30', '11-27T18:00'],
    ['今日下午4时至6时停止', '11-26T16:00', '11-26T18:00'],
    ['今晚8点起停止', '11-26T20:00', 'absent'],
    ['今日20时至次日8时停止', '11-26T20:00', '11-27T08:00'],
    ['今晚12点起停止', '11-27T00:00', 'absent'],
    ['明日凌晨2时起停止', '11-27T02:00', 'absent'],
    ['即日起停止土石方作业', '11-26T15:00', 'absent'],
    ['即日起至11月30日24时', '11-26T15:00', '12-01T00:00'],
    ['11月27日(周五)20时起', '11-27T20:00', 'absent'],
    ['11月30日8时至2日8时', '11-30T08:00', '12-02T08:00'],
    ['立即停止土石方作业', '11-26T15:00', 'absent'],
    ['20时起停止拆除', '11-26T20:00', 'absent'],
    ['启动时间:11月27日0时;结束时间:11月29日24时', '11-27T00:00', '11-30T00:00'],
    ['自11月27日8时起启动,预计28日20时前后风力减弱', '11-27T08:00', 'absent'],
    ['根据气象预报,自27日8时起,全区停止土石方', '11-27T08:00', 'absent'],
  ])('%s', (text, start, end) => expect(read(text)).toMatchObject({ start, end }))

  it.each([
    ['解除时间另行通知', 'absent', 'until-further-notice'],
    ['自27日8时起启动,至另行通知为止', '11-27T08:00', 'until-further-notice'],
    ['自27日8时起至28日20时止,解除时间另行通知', '11-27T08:00', 'ambiguous'],
    ['自27日8时起至28日20时止,如有调整,另行通知', '11-27T08:00', '11-28T20:00'],
    ['自11月27日起停止', 'no-hour', 'absent'],
    ['明日夜间起停止', 'no-hour', 'absent'],
    ['今晚零点起停止', 'ambiguous', 'absent'],
    ['今晚2点起停止', 'ambiguous', 'absent'],
    ['今日20时至8时停止', '11-26T20:00', 'ambiguous'],
    ['11月27日20时至11月27日8时', '11-27T20:00', 'before-start'],
    ['2月30日8时起停止', 'no-such-time', 'absent'],
    ['27日25时起停止', 'no-such-time', 'absent'],
    ['27日20时70分起停止', 'no-such-time', 'absent'],
    ['自27日8时起停止拆除,自28日8时起停止吊装', 'ambiguous', 'absent'],
    ['次日8时起停止', 'no-day', 'absent'],
    ['8时起停止拆除', 'no-day', 'absent'],
    ['11月20日8时至11月22日20时', '11-20T08:00', 'past'],
    ['11月27日至30日每日8时至20时停止', 'no-hour', 'no-hour'],
    ['每日8时至20时停止渣土运输', 'daily', 'daily'],
  ])('does not guess: %s', (text, start, end) => expect(read(text)).toMatchObject({ start, end }))

  it.each([
    '预计11月27日8时至20时我区有5级偏北风',
    '根据市气象台预报,11月27日8时至20时,我区将出现阵风7级大风',
    '预计11月28日0时至30日24时达到橙色预警启动条件',
    '11月25日20时启动的Ⅲ级响应',
    '根据〔2026〕12号文件,请各单位1日内提出三点意见,第一时间落实',
    '工地3号楼、地铁5号线,连续8小时作业',
  ])('takes no hour of the weather, of the past or of no clock: %s', (text) =>
    expect(read(text)).toEqual({ start: 'absent', end: 'absent', reply: 'absent' }),
  )

  it('chooses the year and the month that put the day nearest', () => {
    expect(read('1月2日8时起停止', { now: '2026-12-31T20:00:00+08:00' }).start).toBe('01-02T08:00')
    expect(read('12月30日8时至1月2日8时', { now: '2026-12-31T20:00:00+08:00' })).toMatchObject({
      start: '12-30T08:00',
      end: '01-02T08:00',
    })
    expect(read('1日8时起停止', { now: '2026-11-30T20:00:00+08:00' }).start).toBe('12-01T08:00')
  })

  it('reads the clocks of the district, when they change, too', () => {
    const inNewYork = { now: '2024-03-09T12:00:00-05:00', timeZone: 'America/New_York' }
    expect(read('3月10日1时至4时', inNewYork)).toMatchObject({ start: '03-10T01:00', end: '03-10T04:00' })
    expect(read('3月9日0时至24时', inNewYork).end).toBe('03-10T00:00')
  })
})

describe('the end in a notice that lifts or extends', () => {
  it.each([
    ['自11月26日18时起解除重污染天气Ⅱ级响应', 'lift', '11-26T18:00'],
    ['我区于11月25日20时启动的Ⅱ级响应,自11月26日12时起解除', 'lift', '11-26T12:00'],
    ['即日起解除', 'lift', '11-26T15:00'],
    ['原定11月27日24时解除的Ⅱ级响应,延长至11月30日24时', 'extend', '12-01T00:00'],
    ['将11月25日20时启动的Ⅱ级响应延长至29日24时', 'extend', '11-30T00:00'],
  ])('%s', (text, action, end) =>
    expect(read(text, { action: action as NoticeAction })).toMatchObject({ start: null, end }),
  )
})

describe('by when a notice wants a reply', () => {
  it.each([
    ['请于今日17时前反馈落实情况', '11-26T17:00'],
    ['请于今日17时前,将停工情况报送市攻坚办', '11-26T17:00'],
    ['落实情况于11月27日上午10点前上报', '11-27T10:00'],
    ['请将落实情况于明日12:00之前回复', '11-27T12:00'],
    ['今晚10点前报落实情况', '11-26T22:00'],
    ['反馈时限:今日18时', '11-26T18:00'],
    ['请于17时前回复', '11-26T17:00'],
    ['请于9时前回复', 'no-day'],
    ['请于今日14时前反馈', 'past'],
    ['请于今日下班前反馈', 'no-hour'],
    ['每日17时前报送进展', 'daily'],
    ['收到后1小时内反馈', 'since-receipt'],
    ['今日20时前停止拆除,完成后反馈', 'absent'],
    ['收到请回复', 'absent'],
  ])('%s', (text, reply) => expect(read(text).reply).toBe(reply))
})
