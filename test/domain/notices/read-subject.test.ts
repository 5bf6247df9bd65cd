import { describe, expect, it } from 'vitest'
import { foldText } from '../../../server/domain/notices/folded-text.ts'
import { readScope } from '../../../server/domain/notices/read-scope.ts'
import { readAction, readKind, readLevel } from '../../../server/domain/notices/read-subject.ts'

const fold = (text: string) => foldText(text).text
const titled = (text: string) => ({ text: fold(text), from: 0 })

describe('what a notice does', () => {
  it.each([
    ['自27日20时起启动Ⅱ级响应,解除时间另行通知', 'demand'],
    ['响应解除前停止土石方作业', 'demand'],
    ['关于解除重污染天气Ⅱ级响应的通知', 'lift'],
    ['自28日12时起解除Ⅱ级响应', 'lift'],
    ['11月27日启动的Ⅱ级响应自28日12时起解除', 'lift'],
    ['将Ⅱ级响应延长至30日24时', 'extend'],
    ['原定28日12时解除的Ⅱ级响应延长至30日24时', 'extend'],
    ['由Ⅲ级响应升级为Ⅱ级响应', 'amend'],
    ['橙色预警降级为黄色预警', 'amend'],
    ['停止土石方作业', 'demand'],
  ])('%s', (text, action) => {
    expect(readAction(fold(text), null)).toMatchObject({ value: action, doubts: [] })
  })

  it('is a demand in doubt when it lifts and asks at once', () => {
    const read = readAction(fold('即日起解除Ⅲ级响应,启动临时管控'), null)
    expect(read).toMatchObject({ value: 'demand', doubts: [{ why: 'ambiguous' }] })
  })
})

describe('the level of a notice', () => {
  it.each([
    ['启动重污染天气Ⅱ级响应', 2],
    ['启动II级响应', 2],
    ['启动三级响应', 3],
    ['发布重污染天气黄色预警', 3],
    ['发布橙色预警(Ⅱ级响应)', 2],
    ['红色预警', 1],
    ['由黄色预警升级为橙色预警', 2],
    ['Ⅲ级响应升级至Ⅱ级响应', 2],
  ])('%s', (text, level) => expect(readLevel(fold(text), null).value).toBe(level))

  it.each([
    ['市气象台发布大风黄色预警', 'weather-signal'],
    ['沙尘暴橙色预警信号', 'weather-signal'],
    ['Ⅱ级响应措施。Ⅲ级响应措施。', 'ambiguous'],
    ['风力3级以上,阵风7级', 'absent'],
  ])('is not guessed: %s', (text, why) =>
    expect(readLevel(fold(text), null)).toMatchObject({ value: null, doubts: [{ why }] }),
  )

  it('is the one of the title', () => {
    const title = titled('关于启动Ⅱ级响应的通知')
    expect(readLevel(fold('关于启动Ⅱ级响应的通知\n一、Ⅲ级响应措施。二、Ⅱ级响应措施'), title).value).toBe(2)
  })
})

describe('the kind of a notice', () => {
  it.each([
    ['启动重污染天气响应', 'heavyPollution'],
    ['应对大风天气', 'wind'],
    ['应对大风沙尘天气', 'sandstorm'],
    ['因大风实施临时管控', 'temporary'],
    ['预计有大风。启动重污染天气响应', 'heavyPollution'],
  ])('%s', (text, kind) => expect(readKind(fold(text), null).value).toBe(kind))

  it.each([
    ['停止土石方作业', 'absent'],
    ['重污染天气响应和大风应对', 'ambiguous'],
  ])('is not guessed: %s', (text, why) =>
    expect(readKind(fold(text), null)).toMatchObject({ value: null, doubts: [{ why }] }),
  )

  it('is the one of the title', () => {
    expect(readKind(fold('大风重污染'), titled('关于大风天气的通知')).value).toBe('wind')
  })
})

describe('where a notice holds', () => {
  const townships = [
    { id: 't1', name: '侯寨乡' },
    { id: 't2', name: '马寨镇' },
    { id: 'bad', name: '' },
  ]
  const read = (text: string) => {
    const { value, doubts } = readScope(fold(text), townships)
    return [value.kind === 'township' ? value.townshipId : value.kind, ...doubts.map(({ why }) => why)]
  }

  it.each([
    ['各镇办:停止作业', ['district']],
    ['侯寨乡辖区内停止作业', ['t1']],
    ['侯寨:请停止作业', ['t1']],
    ['停止作业', ['district', 'absent']],
    ['侯寨乡站点数值偏高,侯寨乡范围内停止作业', ['t1']],
    ['侯寨乡站点数值偏高', ['district', 'absent']],
    ['侯寨乡、马寨镇:停止作业', ['district', 'several-townships']],
    ['各镇办:侯寨乡辖区内停止作业', ['district', 'ambiguous']],
    ['四环内停止作业', ['district', 'part-of-the-district']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected))
})
