import { describe, expect, it } from 'vitest'
import { foldText } from '../../../server/domain/notices/folded-text.ts'
import { dayText } from '../../../server/domain/notices/local-moment.ts'
import { readDated, readIssuer, readNumbers, readTitle } from '../../../server/domain/notices/read-heading.ts'
import { DAY } from '../../../server/domain/units.ts'

const fold = (text: string) => foldText(text).text

describe('the number of a notice', () => {
  it.each([
    ['郑环攻坚办〔2026〕12号\n关于启动响应的通知', '郑环攻坚办〔2026〕12号', []],
    ['通知\n郑环攻坚办 [2026] 第 12 号', '郑环攻坚办〔2026〕第12号', []],
    ['文号:GK-20261127-01\n停止作业', 'GK-20261127-01', []],
    ['关于启动响应的通知(郑环攻坚办〔2026〕12号)', '郑环攻坚办〔2026〕12号', []],
    ['郑办〔2026〕2号\n根据郑环攻坚办〔2026〕1号停止', '郑办〔2026〕2号', ['郑环攻坚办〔2026〕1号']],
  ])('%s', (text, number, others) => {
    const read = readNumbers(fold(text))
    expect([read.own.value, read.others]).toEqual([number, others])
  })

  it.each([
    ['停止作业', 'absent'],
    ['根据郑环攻坚办〔2026〕1号停止作业', 'ambiguous'],
    ['郑办〔2026〕2号\n郑办〔2026〕3号', 'ambiguous'],
  ])('is not guessed: %s', (text, why) =>
    expect(readNumbers(fold(text)).own).toMatchObject({ value: null, doubts: [{ why }] }),
  )
})

describe('the title of a notice', () => {
  it.each([
    ['市办公室\n关于启动Ⅱ级响应的通知\n各单位:', '关于启动Ⅱ级响应的通知'],
    ['关于启动重污染天气\nⅡ级响应的通知\n各单位:', '关于启动重污染天气Ⅱ级响应的通知'],
    ['临时管控指令\n今日20时起停止', '临时管控指令'],
    ['<b>关于</b>停止作业的通知', '<b>关于</b>停止作业的通知'],
    ['停止作业。\n特此通知', null],
    ['接市攻坚办通知', null],
  ])('%s', (text, title) => expect(readTitle(foldText(text), text).value).toBe(title))
})

describe('who issued a notice', () => {
  it.each([
    ['停止作业。\n市攻坚办\n2026年11月27日', '市攻坚办'],
    ['停止作业。\n市攻坚办2026年11月27日', '市攻坚办'],
    ['发布单位:市气象台\n停止作业', '市气象台'],
    ['市生态环境局关于停止作业的通知', '市生态环境局'],
    ['【市攻坚办】今日20时起停止作业', '市攻坚办'],
    ['【紧急】接市攻坚办电话通知,停止作业', '市攻坚办'],
    ['紧急通知:根据市攻坚办要求,停止作业', '市攻坚办'],
    ['请报送市攻坚办。', null],
  ])('%s', (text, issuer) => expect(readIssuer(fold(text)).value).toBe(issuer))
})

describe('the day of a notice', () => {
  const calendar = {
    timeZone: 'Asia/Shanghai',
    at: Date.parse('2026-11-27T15:00:00+08:00'),
    today: Date.UTC(2026, 10, 27) / DAY,
  }
  it.each([
    ['停止作业\n市攻坚办\n2026年11月26日', '2026-11-26'],
    ['停止作业\n二〇二六年十一月二十六日', '2026-11-26'],
    ['签发时间:2026年11月26日18时\n停止作业', '2026-11-26'],
    ['自2026年11月26日起停止作业', null],
    ['停止作业\n2026年11月28日', null],
    ['2026年11月26日\n停止作业\n2026年11月25日', null],
  ])('%s', (text, expected) => {
    const day = readDated(fold(text), calendar)
    expect(day === null ? null : dayText(day)).toBe(expected)
  })
})
