import { describe, expect, it } from 'vitest'
import type { ExemptionView } from '../../../server/contract/exemption.ts'
import type { HealthView } from '../../../server/contract/health.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { lateList } from '../../../web/board/late-groups.ts'
import { stateWords } from '../../../web/board/state-words.ts'
import { districtState } from '../../../web/logic/district-state.ts'
import { focusOf } from '../../../web/logic/focus.ts'
import { funnelOf } from '../../../web/logic/funnel.ts'
import { aftermathOf, laggardsOf, tooLateMs } from '../../../web/logic/laggards.ts'
import { focusLedger, standingOf } from '../../../web/logic/ledger.ts'
import { isInPart } from '../../../web/logic/order-parts.ts'
import { at, draft, episode, iso, manualControl, measure, notice, order, pen, text } from '../support.ts'

const JUDGING: HealthView['parts']['control'] = {
  ...{ status: 'ok', problem: null, clock: null },
  ...{ lastTickAt: iso('12:00'), blindScopes: [], doubted: [] },
}

describe('the state of the district under a notice from above', () => {
  const ordered = order({ cause: { kind: 'notice', id: 'n1' }, episode: null })
  const waiting = draft({ cause: { kind: 'notice', id: 'n1' }, episode: null })
  const over = notice({ endedAt: iso('20:00') })

  it.each([
    { case: 'its orders wait', orders: [], drafts: [waiting], notices: [notice()], kind: 'declaredAwaiting' },
    { case: 'its orders are in force', orders: [ordered], drafts: [], notices: [notice()], kind: 'declared' },
    { case: 'it has ended and its orders hold', orders: [ordered], drafts: [], notices: [over], kind: 'declaredEnded' },
    { case: 'it asks nothing of anybody', orders: [], drafts: [], notices: [notice()], kind: 'normal' },
  ])('is $kind when $case', ({ orders, drafts, notices, kind }) => {
    expect(districtState([], orders, drafts, JUDGING, notices).kind).toBe(kind)
  })

  it('is that of an episode while one is controlled, and says what the notice forbids', () => {
    const state = districtState([episode()], [order(), ordered], [], JUDGING, [notice()])
    expect(state.kind).toBe('controlling')
    const facts = { text, pen, time: pen.time, now: at('10:00'), notices: [notice()] }
    expect(stateWords(state, facts).basis).toContain('上级指令 郑环攻坚办〔2026〕12号')
    expect(stateWords(state, { ...facts, now: at('21:00') }).basis).not.toContain('上级指令')
  })

  it('is 待下达 while an episode’s orders wait, and says what is in force beside them', () => {
    const state = districtState([episode()], [ordered], [draft()], JUDGING, [notice()])
    expect(state).toMatchObject({ kind: 'awaiting', inForce: 1 })
    const facts = { text, pen, time: pen.time, now: at('10:00'), notices: [notice()] }
    expect(stateWords(state, facts)).toMatchObject({ basis: expect.stringContaining('不得解除') })
  })

  it('is never 待解除 while the notice of its orders has not ended', () => {
    const ended = episode({ state: 'closed', closedAt: iso('12:00'), level: 0 })
    expect(districtState([ended], [order(), ordered], [], JUDGING, [notice()]).kind).toBe('declared')
  })
})

describe('the state of the district under an order by hand', () => {
  const ordered = order({ cause: { kind: 'manual', id: 'm1' }, episode: null })
  const waiting = draft({ cause: { kind: 'manual', id: 'm1' }, episode: null, dueAt: null })
  const over = manualControl({ endedAt: iso('20:00') })

  it.each([
    {
      case: 'it waits for a second person',
      orders: [],
      drafts: [waiting],
      manual: [manualControl()],
      kind: 'byHandAwaiting',
    },
    { case: 'its orders are in force', orders: [ordered], drafts: [], manual: [manualControl()], kind: 'byHand' },
    { case: 'it has ended and its orders hold', orders: [ordered], drafts: [], manual: [over], kind: 'byHandEnded' },
    { case: 'it has ended', orders: [], drafts: [], manual: [over], kind: 'normal' },
  ])('is $kind when $case', ({ orders, drafts, manual, kind }) => {
    expect(districtState([], orders, drafts, JUDGING, [], manual).kind).toBe(kind)
  })

  it('names who decided why, in both languages without holes', () => {
    const state = districtState([], [ordered], [], JUDGING, [], [manualControl()])
    const said = stateWords(state, { text, pen, time: pen.time, now: at('10:00'), notices: [] })
    expect(said.sentence).toContain('侯寨乡')
    expect(said.basis).toContain('王值班 决定：举报:夜间出土')
    expect(`${said.sentence}${said.basis}`).not.toContain('{{')
  })

  it('is never 待解除 of an ended episode while it is in force', () => {
    const ended = episode({ state: 'closed', closedAt: iso('12:00'), level: 0 })
    expect(districtState([ended], [order(), ordered], [], JUDGING, [], [manualControl()]).kind).toBe('byHand')
  })

  it('is in the focus, and its orders in the ledger', () => {
    const focus = focusOf([], [ordered], [], [manualControl()])
    expect(focus).toMatchObject({ isCurrent: true, manual: [{ id: 'm1' }] })
  })
})

describe('the state of the district', () => {
  const closed = episode({ state: 'closed', closedAt: iso('12:00'), level: 0 })
  const released = order({ state: 'released', releasedAt: iso('12:10') })

  it.each([
    { case: 'nothing happens', episodes: [], orders: [], kind: 'normal' },
    {
      case: 'an episode is open and its draft waits',
      episodes: [episode()],
      orders: [],
      drafts: [draft()],
      kind: 'awaiting',
    },
    { case: 'an episode is open and asks nothing', episodes: [episode()], orders: [], kind: 'ongoing' },
    {
      case: 'it was decided not to issue',
      episodes: [episode()],
      orders: [],
      drafts: [draft({ state: 'dropped' })],
      kind: 'ongoing',
    },
    {
      case: 'a single place was told',
      episodes: [episode({ place: '一标段工地', level: 1 })],
      orders: [],
      kind: 'normal',
    },
    { case: 'an order is in force', episodes: [episode()], orders: [order()], kind: 'controlling' },
    { case: 'the wind is over and an order still holds', episodes: [closed], orders: [order()], kind: 'ended' },
    { case: 'an order holds whose episode is long past', episodes: [], orders: [order()], kind: 'ended' },
    { case: 'all is released', episodes: [closed], orders: [released], kind: 'normal' },
  ])('is $kind when $case', ({ episodes, orders, drafts = [], kind }) => {
    expect(districtState(episodes, orders, drafts, JUDGING).kind).toBe(kind)
  })

  it.each([
    { case: 'control stands still', control: { ...JUDGING, status: 'down' as const }, kind: 'unjudged' },
    { case: 'no wind arrives', control: { ...JUDGING, blindScopes: ['district'] }, kind: 'noWind' },
    { case: 'no wind arrives for a township', control: { ...JUDGING, blindScopes: ['township:t1'] }, kind: 'noWind' },
    { case: 'one place has no data', control: { ...JUDGING, blindScopes: ['place:s1'] }, kind: 'normal' },
  ])('is never called normal where nobody would know: $case', ({ control, kind }) => {
    expect(districtState([], [], [], control).kind).toBe(kind)
    expect(districtState([episode()], [order()], [], control).kind).toBe('controlling')
  })

  it('counts the places that were told where nothing else holds', () => {
    const told = (id: string) => episode({ id, kind: 'dust-exceedance', place: id, level: 1 })
    expect(districtState([told('a'), told('b')], [], [], null)).toEqual({ kind: 'normal', toldPlaces: 2 })
    expect(districtState([told('a'), episode()], [], [], null)).toMatchObject({
      kind: 'ongoing',
      episode: { place: null },
    })
  })

  it('counts places, not orders', () => {
    const orders = [order({ id: 'a' }), order({ id: 'b' }), order({ id: 'c', place: 'S2' })]
    expect(districtState([episode()], orders, [], null)).toMatchObject({ inForce: 2 })
  })

  it('speaks of the strongest of several open episodes', () => {
    const state = districtState([episode({ id: 'weak' }), episode({ id: 'strong', level: 6 })], [], [], null)
    expect(state).toMatchObject({ episode: { id: 'strong' } })
  })
})

describe('the focus', () => {
  it('is the last episode of the day when nothing is open or in force', () => {
    const early = episode({ id: 'early', state: 'closed', openedAt: iso('01:00') })
    const late = episode({ id: 'late', state: 'closed', openedAt: iso('05:00') })
    expect(focusOf([early, late], [])).toEqual({ episodes: [late], notices: [], manual: [], isCurrent: false })
  })
})

describe('the ledger on the screen', () => {
  const signed = { deliveredAt: iso('09:02'), acknowledgedAt: iso('09:02') }
  const phoned = { ...measure('selfCheck', '10:00', '09:30'), doneChannel: 'phone', doneFor: '赵经理' } as const
  const done = [measure('selfCheck', '10:00', '09:30')]
  const orders = [
    order({ id: 'unsent', place: 'S1' }),
    order({ id: 'unsigned', place: 'S2', deliveredAt: iso('09:01'), acknowledgeDueAt: iso('09:40') }),
    order({ id: 'slow', place: 'S3', ...signed }),
    order({ id: 'fine', place: 'S4', ...signed, compliedAt: iso('09:30'), measures: done }),
    order({ id: 'phoned', place: 'S5', ...signed, compliedAt: iso('09:30'), measures: [phoned] }),
    order({ id: 'idle', place: 'S6', measures: [{ ...measure('spray', '09:15'), withdrawnAt: iso('09:10') }] }),
    order({ id: 'false', place: 'S7', state: 'cancelled', cancelledAt: iso('09:15') }),
    order({ id: 'never', place: 'S8', state: 'released', releasedAt: iso('09:20') }),
    order({
      id: 'late',
      place: 'S9',
      state: 'released',
      releasedAt: iso('09:40'),
      ...signed,
      compliedAt: iso('09:30'),
    }),
  ].map((one) => (one.id === 'late' ? { ...one, acknowledgedAt: iso('09:15'), measures: done } : one))

  const waiting = draft({
    effect: { at: iso('09:00'), places: 3, newPlaces: 2, newAt: ['S20', 'S21'], kinds: [], measures: [] },
  })
  const district = {
    episodes: new Map([['e1', episode()]]),
    notices: new Map(),
    manualControls: new Map(),
    exemptions: new Map(),
    drafts: new Map([['d1', waiting]]),
    orders: new Map(orders.map((one) => [one.id, one])),
  }
  const { ledger } = focusLedger(district, at('09:31'))

  it('counts the steps in places; every step is the one before less what is missing', () => {
    expect(funnelOf(ledger)).toEqual([
      { step: 'due', count: 10, gap: null },
      { step: 'issued', count: 8, gap: { name: 'notIssued', count: 2, overdue: 0 } },
      { step: 'nothingLeft', count: 1, gap: null },
      { step: 'delivered', count: 5, gap: { name: 'undelivered', count: 2, overdue: 2 } },
      { step: 'acknowledged', count: 4, gap: { name: 'unacknowledged', count: 1, overdue: 0 } },
      { step: 'selfReported', count: 2, gap: { name: 'undone', count: 1, overdue: 1 } },
      { step: 'reportedFor', count: 1, gap: null },
      { step: 'released', count: 2, gap: null },
    ])
  })

  it('names who owes something, the longest late first, and never one whose measures were withdrawn', () => {
    const found = laggardsOf(ledger.entries).map((one) => [one.order.view.id, one.part, one.lateMs / MINUTE])
    expect(found).toEqual([
      ['unsent', 'undelivered', 21],
      ['slow', 'undone', 16],
      ['unsigned', 'unacknowledged', 0],
    ])
  })

  it('counts as 豁免 who is spared everything, and not as nothing left', () => {
    const nothing = { ...measure('selfCheck', '10:00'), withdrawnAt: iso('09:05') }
    const spared = order({ id: 'x', place: 'S9', measures: [nothing] })
    const more = new Map([...district.orders, ['x', spared] as const])
    const holding = { id: 'x1', place: 'S9', measures: [], from: iso('09:00'), until: iso('12:00'), revokedAt: null }
    const exemptions = new Map([['x1', holding as unknown as ExemptionView]])
    const parts = (now: string) => focusLedger({ ...district, orders: more, exemptions }, at(now)).ledger.parts
    expect(parts('09:31')).toMatchObject({ exempt: 1, nothingLeft: ledger.parts.nothingLeft })
    expect(parts('12:00')).toMatchObject({ exempt: 0, nothingLeft: ledger.parts.nothingLeft + 1 })
  })

  it('counts a place once that another cause has ordered already, and once however many drafts would order it', () => {
    const again = draft({
      ...{ id: 'd2', cause: { kind: 'notice', id: 'n1' }, episode: null },
      effect: { at: iso('09:00'), places: 3, newPlaces: 3, newAt: ['S8', 'S20', 'S22'], kinds: [], measures: [] },
    })
    const drafts = new Map([...district.drafts, ['d2', again] as const])
    const more = focusLedger({ ...district, drafts, notices: new Map([['n1', notice()]]) }, at('09:31')).ledger
    expect(more.due).toBe(ledger.due + 1)
    expect(more.parts.notIssued).toBe(ledger.parts.notIssued + 1)
  })

  it('keeps what was not done at the release, and what was done too late, to be checked', () => {
    const later = focusLedger(district, at('18:00')).ledger
    const found = aftermathOf(later.entries).map((one) => [
      one.order.view.id,
      one.lateMs / MINUTE,
      tooLateMs(one) / MINUTE,
    ])
    expect(found).toEqual([
      ['never', 10, 0],
      ['late', 0, 5],
    ])
  })

  it('is the same in the late list, in the funnel and in the list of orders', () => {
    const missing = ['undelivered', 'unacknowledged', 'undone'] as const
    const list = lateList(ledger.entries, 'township', null)
    const inForce = orders.filter(({ state }) => state === 'issued')
    for (const name of missing) {
      const listed = inForce.filter((one) => isInPart(one, name, at('09:31'))).map(({ id }) => id)
      const late = lateList(ledger.entries, 'part', null).groups.find(({ key }) => key === name)
      expect(late?.rows.map(({ order: { view } }) => view.id) ?? [], name).toEqual(listed)
      expect(funnelOf(ledger).find(({ gap }) => gap?.name === name)?.gap?.count ?? 0, name).toBe(ledger.parts[name])
    }
    expect(list.groups.flatMap(({ rows }) => rows).length).toBe(3)
    expect(orders.filter((one) => isInPart(one, 'undone', at('09:31'))).map((one) => one.id)).toEqual(['slow'])
    expect(orders.filter((one) => isInPart(one, 'toCheck', at('09:45'))).map((one) => one.id)).toEqual([
      'never',
      'late',
    ])
  })

  it.each([
    { case: 'at its due time', now: at('09:10'), lateMs: 0 },
    { case: 'a millisecond later', now: at('09:10') + 1, lateMs: 1 },
  ])('is overdue only after its time: $case', ({ now, lateMs }) => {
    expect(standingOf(order(), now)?.lateMs).toBe(lateMs)
  })
})
