import { describe, expect, it } from 'vitest'
import { districtState } from '../../../web/logic/district-state.ts'
import { focusOf } from '../../../web/logic/focus.ts'
import { funnelOf } from '../../../web/logic/funnel.ts'
import { countByKind, laggardsOf } from '../../../web/logic/laggards.ts'
import { at, draft, episode, iso, measure, order } from '../support.ts'

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
    expect(districtState(episodes, orders, drafts).kind).toBe(kind)
  })

  it('counts the places that were told where nothing else holds', () => {
    const told = (id: string) => episode({ id, kind: 'dust-exceedance', place: id, level: 1 })
    expect(districtState([told('a'), told('b')], [], [])).toEqual({ kind: 'normal', toldPlaces: 2 })
    expect(districtState([told('a'), episode()], [], [])).toMatchObject({ kind: 'ongoing', episode: { place: null } })
  })

  it('counts places, not orders', () => {
    const orders = [order({ id: 'a' }), order({ id: 'b' }), order({ id: 'c', place: 'S2' })]
    expect(districtState([episode()], orders, [])).toMatchObject({ inForce: 2 })
  })

  it('speaks of the strongest of several open episodes', () => {
    const state = districtState([episode({ id: 'weak' }), episode({ id: 'strong', level: 6 })], [], [])
    expect(state).toMatchObject({ episode: { id: 'strong' } })
  })
})

describe('the focus', () => {
  it('is the last episode of the day when nothing is open or in force', () => {
    const early = episode({ id: 'early', state: 'closed', openedAt: iso('01:00') })
    const late = episode({ id: 'late', state: 'closed', openedAt: iso('05:00') })
    expect(focusOf([early, late], [])).toEqual({ episodes: [late], isCurrent: false })
  })
})

describe('the funnel', () => {
  it('counts places per step and leaves false alarms out', () => {
    const orders = [
      order({ id: 'a', place: 'S1', acknowledgedAt: iso('09:02'), compliedAt: iso('09:30') }),
      order({ id: 'b', place: 'S2', acknowledgedAt: iso('09:02'), state: 'released' }),
      order({ id: 'c', place: 'S3' }),
      order({ id: 'd', place: 'S4', state: 'cancelled' }),
    ]
    expect(funnelOf(orders, 1)).toEqual({
      due: 4,
      issued: 3,
      acknowledged: 2,
      complied: 1,
      verified: 0,
      released: 1,
    })
  })
})

describe('who has not done it', () => {
  const overdue = order({ id: 'overdue' })
  const inTime = order({ id: 'in-time', acknowledgeDueAt: iso('09:25') })
  const slow = order({ id: 'slow', acknowledgedAt: iso('09:05'), measures: [measure('stopEarthworks', '09:15')] })
  const fine = order({ id: 'fine', acknowledgedAt: iso('09:05'), measures: [measure('selfCheck', '10:00')] })
  const over = order({ id: 'over', state: 'released' })

  it('names the overdue acknowledgement first, then overdue measures, then those with time left', () => {
    const found = laggardsOf([inTime, slow, fine, over, overdue], at('09:20'))
    expect(found.map((one) => [one.order.id, one.kind])).toEqual([
      ['overdue', 'unacknowledgedOverdue'],
      ['slow', 'measureOverdue'],
      ['in-time', 'unacknowledged'],
    ])
    expect(countByKind(found)).toEqual({ unacknowledgedOverdue: 1, measureOverdue: 1, unacknowledged: 1 })
  })

  it.each([
    { case: 'at its due time', now: at('09:10'), kind: 'unacknowledged' },
    { case: 'a millisecond later', now: at('09:10') + 1, kind: 'unacknowledgedOverdue' },
  ])('is overdue only after its time: $case', ({ now, kind }) => {
    expect(laggardsOf([order()], now)[0]?.kind).toBe(kind)
  })

  it('never counts a measure that is no longer asked', () => {
    const withdrawn = { ...measure('spray', '09:15'), withdrawnAt: iso('09:10') }
    expect(laggardsOf([order({ acknowledgedAt: iso('09:05'), measures: [withdrawn] })], at('10:00'))).toEqual([])
  })
})
