/** Looking back: an order as it stood is what the screen was told at that minute, whatever happened later. */
import { describe, expect, it } from 'vitest'
import type { EpisodeView } from '../../../server/contract/episode.ts'
import { draftAt, episodeAt, noticeAt, orderAt } from '../../../web/logic/as-at.ts'
import { at, draft, episode, iso, measure, notice, order } from '../support.ts'

type Change = EpisodeView['changes'][number]

const stamps = { deliveredAt: iso('09:02'), seenAt: iso('09:03'), acknowledgedAt: iso('09:10') }
const measures = [measure('selfCheck', '10:00', '09:30')]
const end = { compliedAt: iso('09:30'), releasedAt: iso('12:00'), endReason: 'calm', state: 'released' as const }

const NOTHING_PROVEN = {
  ...{ verifiedAt: null, verifiedBy: null, verifiedHow: null },
  ...{ contradictions: [], referral: null },
}

function ended() {
  const facts = { ...order({ ...stamps, ...end, measures, acknowledgedBy: 'zhao' }) }
  const { issuedAt, acknowledgeDueAt } = facts
  const first = { n: 1, reason: 'issued' as const, issuedAt, acknowledgeDueAt, ...stamps, ...end, measures, basis: [] }
  const signed = { acknowledgedBy: 'zhao', acknowledgedChannel: null, acknowledgedFor: null }
  return { ...facts, revisions: [{ ...first, ...signed, ...NOTHING_PROVEN, cancelledAt: null }] }
}

describe('an order looked back at', () => {
  it.each([
    { case: 'before it was issued', when: '08:59', seen: null },
    { case: 'issued', when: '09:01', seen: { state: 'issued', deliveredAt: null, acknowledgedAt: null } },
    { case: 'delivered', when: '09:02', seen: { state: 'issued', deliveredAt: iso('09:02'), seenAt: null } },
    { case: 'acknowledged', when: '09:10', seen: { acknowledgedBy: 'zhao', compliedAt: null } },
    { case: 'done', when: '09:30', seen: { state: 'issued', compliedAt: iso('09:30'), endReason: null } },
    { case: 'released', when: '12:00', seen: { state: 'released', endReason: 'calm' } },
  ])('is what it was: $case', ({ when, seen }) => {
    const then = orderAt(ended(), at(when), 4)
    if (seen === null) expect(then).toBeNull()
    else expect(then).toMatchObject(seen)
  })

  it('knows nobody who signed later, and no measure that was done later', () => {
    expect(orderAt(ended(), at('09:05'), null)).toMatchObject({
      acknowledgedBy: null,
      basis: [],
      measures: [{ measure: 'selfCheck', doneAt: null, doneBy: null }],
    })
  })
})

describe('an episode and a draft looked back at', () => {
  it('is open until it closed, at the level it had, and not there before it opened', () => {
    const change = (time: string, from: number, to: number) => ({ at: iso(time), from, to }) as Change
    const changes = [change('08:55', 0, 4), change('09:30', 4, 6), change('12:00', 6, 0)]
    const one = episode({ changes, state: 'closed', closedAt: iso('12:00'), level: 6, maxLevel: 6 })
    expect(episodeAt(one, at('08:54'))).toBeNull()
    expect(episodeAt(one, at('08:55'))).toMatchObject({ state: 'open', level: 4, maxLevel: 4, closedAt: null })
    expect(episodeAt(one, at('09:30'))).toMatchObject({ state: 'open', level: 6 })
    expect(episodeAt(one, at('12:00'))).toMatchObject({ state: 'closed', level: 6, closedAt: iso('12:00') })
  })

  it('said what it said before it was amended, and had not ended', () => {
    const { number, issuer, text, kind, level, scope, measures, startsAt, replyBy } = notice()
    const before = { number, issuer, text, kind, level, scope, measures, startsAt, endsAt: iso('18:00'), replyBy }
    const amendments = [{ at: iso('10:00'), by: '王值班', reason: '延长', before }]
    const one = notice({ amendments, liftedAt: iso('15:00'), ceasesAt: iso('15:00'), endedAt: iso('15:00') })
    expect(noticeAt(one, at('07:39'))).toBeNull()
    expect(noticeAt(one, at('09:59'))).toMatchObject({ ceasesAt: iso('18:00'), amendments: [], endedAt: null })
    expect(noticeAt(one, at('10:00'))).toMatchObject({ ceasesAt: iso('20:00'), liftedAt: null })
    expect(noticeAt(one, at('15:00'))).toEqual(one)
  })

  it('waits until it was decided', () => {
    const one = { ...draft(), state: 'issued' as const, decidedAt: iso('09:20'), decidedBy: 'wang' }
    expect(draftAt(one, Date.parse(one.createdAt) - 1)).toBeNull()
    expect(draftAt(one, at('09:19'))).toMatchObject({ state: 'waiting', decidedBy: null })
    expect(draftAt(one, at('09:20'))).toMatchObject({ state: 'issued', decidedBy: 'wang' })
  })
})
