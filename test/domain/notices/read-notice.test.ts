import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MEASURES } from '../../../server/domain/control/measure.ts'
import { MAX_CHARACTERS_READ } from '../../../server/domain/notices/folded-text.ts'
import type { NoticeReading } from '../../../server/domain/notices/notice-reading.ts'
import { LONGEST_PIECE } from '../../../server/domain/notices/pieces.ts'
import { readNotice } from '../../../server/domain/notices/read-notice.ts'
import { localIso } from '../../../server/domain/time.ts'

const timeZone = 'Asia/Shanghai'
const facts = { timeZone, townships: [{ id: 'houzhai', name: '侯寨乡' }] }
const AT = '2026-11-27T16:00:00+08:00'

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, `../../fixtures/notices/${name}.txt`), 'utf8')
}

/** The reading in words: local times, and the text where stretches stand. */
function told(text: string, at = AT) {
  const reading = readNotice(text, Date.parse(at), facts)
  const words = (span: { from: number; to: number } | null) => (span ? text.slice(span.from, span.to) : '')
  const local = (instant: number | null) => instant && localIso(instant, timeZone).slice(0, 16)
  const { startsAt, endsAt, replyBy, measures, unread, exceptions, notUnderstood } = reading
  return {
    ...reading,
    ...{ startsAt: local(startsAt), endsAt: local(endsAt), replyBy: local(replyBy), measures: measures.join(' ') },
    unread: unread.map(({ field, why, at: span }) => [field, why, words(span)].join(' ').trim()),
    exceptions: exceptions.map(words),
    notUnderstood: notUnderstood.map(words),
  }
}

describe('a notice from above', () => {
  it('starts a heavy-pollution response until further notice', () => {
    expect(told(fixture('heavy-pollution-level-2'))).toMatchObject({
      action: 'demand',
      number: '郑环攻坚办〔2026〕118号',
      refersTo: ['郑政办〔2023〕43号'],
      issuer: '郑州市生态环境保护委员会污染防治攻坚办公室',
      dated: '2026-11-27',
      level: 2,
      kind: 'heavyPollution',
      scope: { kind: 'district' },
      measures: 'stopEarthworks stopDemolition stopMuckTrucks coverBareSoil coverRubble sprinklerRun suctionSweep',
      startsAt: '2026-11-27T20:00',
      endsAt: null,
      replyBy: '2026-11-27T22:00',
      unread: ['endsAt until-further-notice 解除时间另行', 'measures conditional 高于3℃时'],
      exceptions: ['除应急抢险和经批准的民生工程外', '持橙警通行证的纯电动车辆除外'],
      notUnderstood: [
        '掺拌石灰等作业',
        '停止室外喷涂、粉刷、切割、护坡喷浆作业',
        '水泥罐车',
        '四、各单位要加强值班值守',
        '严格落实应急减排措施',
      ],
    })
  })

  it('is a call about a temporary control within the fourth ring', () => {
    expect(told(fixture('temporary-control'))).toMatchObject({
      action: 'demand',
      issuer: '市攻坚办',
      kind: 'temporary',
      measures: 'stopEarthworks stopDemolition stopMuckTrucks coverBareSoil spray',
      startsAt: '2026-11-27T20:00',
      endsAt: '2026-11-28T08:00',
      replyBy: '2026-11-27T22:00',
      unread: ['number absent', 'title absent', 'level absent', 'scope part-of-the-district 四环内'],
      exceptions: ['应急抢险除外'],
      notUnderstood: [],
    })
  })

  it('prepares for wind and sand, and takes no hour and no colour of the weather bureau', () => {
    expect(told(fixture('wind-and-sand'))).toMatchObject({
      action: 'demand',
      number: '郑攻坚办明电〔2026〕第36号',
      title: '关于做好大风扬沙天气应对工作的紧急通知',
      dated: '2026-11-27',
      level: null,
      kind: 'sandstorm',
      measures:
        'stopEarthworks stopDemolition stopMuckTrucks selfCheck stopDustyWork stopWorkAtHeight secureNets withdrawPeople sprinklerRun suctionSweep',
      startsAt: '2026-11-27T18:00',
      endsAt: '2026-11-29T00:00',
      replyBy: '2026-11-27T17:00',
      unread: ['level weather-signal 黄色'],
      notUnderstood: ['严禁登高覆盖', '严禁渣土车带泥上路'],
    })
  })

  it('lifts: it demands nothing, and what it mentions of before is not its own', () => {
    expect(told(fixture('lift'), '2026-11-30T12:10:00+08:00')).toMatchObject({
      action: 'lift',
      number: '郑环攻坚办〔2026〕121号',
      refersTo: ['郑环攻坚办〔2026〕118号'],
      level: 2,
      measures: '',
      startsAt: null,
      endsAt: '2026-11-30T12:00',
      unread: ['replyBy absent'],
    })
  })

  it('extends: it moves the end and says what goes on', () => {
    expect(told(fixture('extension'), '2026-11-29T18:00:00+08:00')).toMatchObject({
      action: 'extend',
      number: '郑环攻坚办〔2026〕119号',
      refersTo: ['郑环攻坚办〔2026〕118号'],
      measures: 'stopEarthworks stopDemolition stopMuckTrucks coverBareSoil',
      startsAt: null,
      endsAt: '2026-12-03T00:00',
      replyBy: '2026-11-30T10:00',
      unread: [],
    })
  })

  it('counts 今日 from the day it is dated when it is read a day later', () => {
    const text = '今日20时起停止拆除作业\n市攻坚办\n2026年11月26日'
    expect(told(text)).toMatchObject({ dated: '2026-11-26', startsAt: '2026-11-26T20:00' })
  })

  it('that says nothing leaves everything open, with the reason', () => {
    expect(told('')).toMatchObject({ action: 'demand', measures: '', found: [], notUnderstood: [] })
    expect(told('').unread.every((one) => one.endsWith('absent'))).toBe(true)
    expect(told('').unread).toHaveLength(10)
  })
})

/** Nothing is claimed that does not stand in the text. */
function expectSound(text: string, reading: NoticeReading): void {
  const spans = [...reading.found, ...reading.exceptions, ...reading.notUnderstood]
  const places = [...spans, ...reading.unread.flatMap(({ at }) => (at ? [at] : []))]
  expect(places.every(({ from, to }) => from >= 0 && from < to && to <= text.length)).toBe(true)
  const times = [reading.startsAt, reading.endsAt, reading.replyBy]
  expect(times.every((time) => time === null || Number.isSafeInteger(time))).toBe(true)
  expect(reading.measures).toEqual(MEASURES.filter((measure) => reading.measures.includes(measure)))
  for (const field of ['number', 'issuer', 'title', 'level', 'kind', 'startsAt', 'endsAt', 'replyBy'] as const) {
    const isFound = reading.found.some((one) => one.field === field)
    expect(isFound, field).toBe(reading[field] !== null)
  }
}

describe('a hostile notice', () => {
  const pieces = fc.constantFrom(
    ...'停止 土石方 拆除 渣土车 除 外 除外 解除 不得 覆盖 裸土 并 、 , 。 ( ) : \n 至 到 起 前 反馈 今日 次日 27日 24时 8 11月 2026年 〔2026〕 12号'.split(
      ' ',
    ),
    ...'Ⅱ级响应 黄色预警 大风 关于 的通知 攻坚办 侯寨乡 每日 另行通知 延长至 升级为 \u202e \u0000 \ud800 <script> 😀 ２０时 晚 半 零 十'.split(
      ' ',
    ),
  )
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )

  it('is answered with nothing but what stands in it, whatever it is', () => {
    const instants = fc.integer({ min: Date.UTC(2000, 0, 5), max: Date.UTC(2099, 11, 25) })
    fc.assert(
      fc.property(texts, instants, (text, at) => {
        expectSound(text, readNotice(text, at, facts))
      }),
      { numRuns: 1_000 },
    )
  })

  it('may hold mark-up, marks of direction and control characters: they are text, or nothing', () => {
    const text = '<script>alert("停止")</script>\u202e今\u200f日20\u0000时起停止拆\u200b除作业'
    const reading = told(text)
    expect(reading).toMatchObject({ startsAt: '2026-11-27T20:00', measures: 'stopDemolition' })
    expectSound(text, readNotice(text, Date.parse(AT), facts))
  })

  it.each([
    ...[
      '停止',
      '除',
      '(',
      '11月',
      '27日8时至',
      '〔2026〕',
      '土石方、',
      '裸土,',
      '关于',
      '攻坚办',
      '一',
      '9',
      '停止土石方。',
      '\n',
      ' ',
      '今日20时前反馈,',
    ],
    ...['每日8时', '预计,', '各镇办、', '侯寨乡', 'Ⅱ级响应', '解除的', '延长至', '。', `停止${'拆除'.repeat(298)}。`],
  ])('costs work in proportion to its length at most, and a limit beyond: 200,000 characters of %j', (pattern) => {
    const half = countWork(pattern, MAX_CHARACTERS_READ / 2)
    const full = countWork(pattern, MAX_CHARACTERS_READ)
    const beyond = countWork(pattern, 200_000)
    // No search sees more than one piece, so none can take long; and there are not many.
    expect(full.longest).toBeLessThanOrEqual(LONGEST_PIECE)
    expect(full.searches).toBeLessThanOrEqual(2.2 * half.searches + 1_000)
    expect(beyond.searches).toBeLessThanOrEqual(1.1 * full.searches + 1_000)
    expect(beyond.searches).toBeLessThanOrEqual(60 * MAX_CHARACTERS_READ)
  })

  it('that is too long says so', () => {
    expect(told('风'.repeat(MAX_CHARACTERS_READ + 1)).unread.at(-1)).toBe('text too-long 风')
  })
})

/** Every search of a pattern goes through `exec`: how many there are, and the longest text one looks at. */
function countWork(pattern: string, length: number): { searches: number; longest: number } {
  const text = pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)
  const original = RegExp.prototype.exec
  const work = { searches: 0, longest: 0 }
  RegExp.prototype.exec = function (this: RegExp, looked: string) {
    work.searches++
    work.longest = Math.max(work.longest, looked.length)
    return original.call(this, looked)
  }
  readNotice(text, Date.parse(AT), facts)
  RegExp.prototype.exec = original
  return work
}
