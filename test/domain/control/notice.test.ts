import { describe, expect, it } from 'vitest'
import {
  amended,
  ceasesAt,
  fallenDue,
  holdsOpen,
  isInForce,
  lifted,
  type Notice,
  nextInstantOf,
  replied,
} from '../../../server/domain/control/notice.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { aNotice, NOTICE_CONTENT } from '../../support/notices.ts'

const { startsAt, replyBy } = NOTICE_CONTENT
const endsAt = NOTICE_CONTENT.endsAt!
const CHIEF = { at: startsAt + HOUR, by: '李带班' }
const DISTRICT = { kind: 'district' } as const
const TOWNSHIP = { kind: 'township', townshipId: 't1' } as const

function changed(outcome: ReturnType<typeof lifted>): Notice {
  if (outcome.kind !== 'changed') throw new Error(`not changed: ${outcome.kind}`)
  return outcome.notice
}

describe('a notice from above', () => {
  it('is in force from its beginning to just before its end', () => {
    const notice = aNotice('n1')
    expect([startsAt - 1, startsAt, endsAt - 1, endsAt].map((at) => isInForce(notice, at))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('without an end is in force until it is lifted', () => {
    const notice = aNotice('n1', { endsAt: null })
    expect(isInForce(notice, endsAt + 1_000 * HOUR)).toBe(true)
    const after = changed(lifted(notice, '气象台解除', CHIEF))
    expect(isInForce(after, CHIEF.at)).toBe(false)
    expect(ceasesAt(after)).toBe(CHIEF.at)
  })

  it('holds open what lies wholly in its scope, while it is in force and demands something', () => {
    expect(holdsOpen(aNotice('n1'), DISTRICT, startsAt)).toBe(true)
    expect(holdsOpen(aNotice('n1'), TOWNSHIP, startsAt)).toBe(true)
    expect(holdsOpen(aNotice('n1'), DISTRICT, endsAt)).toBe(false)
    expect(holdsOpen(aNotice('n1', { measures: [] }), DISTRICT, startsAt)).toBe(false)
    const ofTownship = aNotice('n1', { scope: TOWNSHIP })
    expect(holdsOpen(ofTownship, TOWNSHIP, startsAt)).toBe(true)
    expect(holdsOpen(ofTownship, { kind: 'township', townshipId: 't2' }, startsAt)).toBe(false)
    expect(holdsOpen(ofTownship, DISTRICT, startsAt)).toBe(false)
  })

  it('reminds half an hour before an answer is due, says that it is overdue, and ends: each once', () => {
    let notice = aNotice('n1')
    const told: [number, string[]][] = []
    for (let at = nextInstantOf(notice); at !== null; at = nextInstantOf(notice)) {
      const fallen = fallenDue(notice, at)!
      told.push([at, fallen.due])
      notice = fallen.notice
      expect(fallenDue(notice, at)).toBeNull()
    }
    expect(told).toEqual([
      [replyBy! - 30 * MINUTE, ['replyReminded']],
      [replyBy, ['replyOverdue']],
      [endsAt, ['ended']],
    ])
    expect(notice.version).toBe(4)
  })

  it('catches up with all that fell due while nobody looked', () => {
    expect(fallenDue(aNotice('n1'), endsAt + HOUR)?.due).toEqual(['ended', 'replyReminded', 'replyOverdue'])
  })

  it('reminds of nothing once it was answered', () => {
    const notice = replied(aNotice('n1'), { at: startsAt, by: '王值班', text: '已部署', figures: {} })
    expect(nextInstantOf(notice)).toBe(endsAt)
    expect(fallenDue(notice, replyBy!)).toBeNull()
  })

  it('says something else after an amendment, keeps what it said, and starts the clock of the answer anew', () => {
    const reminded = fallenDue(aNotice('n1'), replyBy!)!.notice
    const content = { ...NOTICE_CONTENT, endsAt: endsAt + 4 * HOUR, replyBy: endsAt }
    const after = changed(amended(reminded, content, '延长至24时', CHIEF))
    expect(after).toMatchObject({ endsAt: endsAt + 4 * HOUR, replyRemindedAt: null, replyOverdueAt: null, version: 3 })
    expect(after.amendments).toEqual([{ ...CHIEF, reason: '延长至24时', before: NOTICE_CONTENT }])
    expect(nextInstantOf(after)).toBe(endsAt - 30 * MINUTE)
  })

  it('can neither be amended nor lifted once it is over', () => {
    const late = { at: endsAt, by: '李带班' }
    expect(amended(aNotice('n1'), NOTICE_CONTENT, 'x', late)).toEqual({ kind: 'over', at: endsAt })
    expect(lifted(aNotice('n1'), 'x', late)).toEqual({ kind: 'over', at: endsAt })
    const once = changed(lifted(aNotice('n1'), '解除', CHIEF))
    expect(lifted(once, '解除', { ...CHIEF, at: CHIEF.at + 1 })).toEqual({ kind: 'over', at: CHIEF.at })
  })
})
