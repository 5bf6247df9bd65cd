/** What the screen says of notices: what was read of a text, what is owed, the report upward. */
import { describe, expect, it } from 'vitest'
import type { NoticeReadingView } from '../../server/contract/notice-reading.ts'
import { owedReplies } from '../../web/logic/owed.ts'
import { fromField, toField } from '../../web/logic/zone-time.ts'
import { markedText } from '../../web/notices/marked-text.ts'
import { photoProblem } from '../../web/notices/photo-problem.ts'
import { reportText } from '../../web/notices/report-text.ts'
import { unreadText } from '../../web/notices/unread-text.ts'
import { at, iso, notice, text } from './support.ts'

const ZONE = 'Asia/Shanghai'

describe('what was read of a text', () => {
  const nothing: NoticeReadingView = {
    ...{ action: 'demand', number: null, refersTo: [], issuer: null, title: null, dated: null, level: null },
    ...{ kind: null, township: null, measures: [], startsAt: null, endsAt: null, replyBy: null },
    ...{ found: [], unread: [], exceptions: [], notUnderstood: [] },
  }

  it('is marked where it stands; what must be looked at wins', () => {
    const found = [{ from: 0, to: 6, field: 'measures' }]
    const pieces = markedText('停止拆除作业，除抢险', {
      ...nothing,
      found,
      exceptions: [{ from: 7, to: 10 }],
      unread: [{ field: 'measures', why: 'conditional', at: { from: 4, to: 6 } }],
    })
    expect(pieces).toEqual([
      { text: '停止拆除', mark: 'found' },
      { text: '作业', mark: 'unclear' },
      { text: '，', mark: null },
      { text: '除抢险', mark: 'spared' },
    ])
  })

  it('keeps a text as it is, whatever spans are given', () => {
    const found = [{ from: -5, to: 999, field: 'number' }]
    expect(markedText('<b>', { ...nothing, found })).toEqual([{ text: '<b>', mark: 'found' }])
  })

  it('says what could not be read, in words', () => {
    expect(unreadText({ field: 'endsAt', why: 'until-further-notice', at: null }, text)).toBe('结束：解除时间另行通知')
    expect(unreadText({ field: 'new', why: 'newer', at: null }, text)).toBe('new：newer')
  })
})

describe('replies owed upward', () => {
  it('come the most urgent first; none where it was answered or nobody asked', () => {
    const owed = owedReplies(
      [
        notice({ id: 'late', replyBy: iso('09:50') }),
        notice({ id: 'calm', replyBy: iso('12:00') }),
        notice({ id: 'soon', replyBy: iso('10:29') }),
        notice({ id: 'none', replyBy: null }),
        notice({ id: 'done', replies: [{ at: iso('09:00'), by: 'x', text: 'y', figures: {} }] }),
      ],
      at('10:00'),
    )
    expect(owed.map(({ notice: { id }, isUrgent }) => [id, isUrgent])).toEqual([
      ['late', true],
      ['soon', true],
      ['calm', false],
    ])
  })
})

describe('the report upward', () => {
  const facts = { text, fullTime: (one: string) => one.slice(11, 16), now: iso('10:00'), isDrill: false }
  const figures = { due: 10, exempt: 1, undelivered: 1, unacknowledged: 2, undone: 2, selfReported: 3, reportedFor: 1 }

  it('gives the figures of the ledger, which sum up, and names who still owes', () => {
    const said = reportText(notice(), figures, { unsigned: ['一标段工地'], undone: ['马寨消纳场'] }, facts)
    expect(said.split('\n')).toEqual([
      '关于落实《郑环攻坚办〔2026〕12号》的情况反馈',
      '按市攻坚办要求，自 08:00 起，对全区执行：停止土石方、停止渣土运输。',
      '截至 10:00：应管控 10 处，豁免 1 处，已签收 6 处，已落实（自报、代报）4 处，已核实 0 处；未签收 3 处，签收未落实 2 处。',
      '未签收：一标段工地。',
      '签收未落实：马寨消纳场。',
    ])
  })

  it('says first that it is a drill', () => {
    const said = reportText(notice(), {}, { unsigned: [], undone: [] }, { ...facts, isDrill: true })
    expect(said).toMatch(/^（演练）\n/)
  })
})

describe('a time in a form', () => {
  it('is the district’s, whatever zone the browser is in', () => {
    expect(toField(Date.parse('2026-11-27T12:00:00Z'), ZONE)).toBe('2026-11-27T20:00')
    expect(fromField('2026-11-27T20:00', ZONE)).toBe(Date.parse('2026-11-27T12:00:00Z'))
    expect(fromField('tonight', ZONE)).toBeNull()
  })
})

describe('a photo of a notice', () => {
  it.each([
    [{ size: 8_388_608, type: 'image/jpeg' }, null],
    [{ size: 8_388_609, type: 'image/jpeg' }, 'photo.tooLarge'],
    [{ size: 1, type: 'image/heic' }, 'photo.wrongType'],
    [{ size: 1, type: '' }, null],
  ])('is looked at before it is sent: %o', (file, problem) => {
    expect(photoProblem(file)).toBe(problem)
  })
})
