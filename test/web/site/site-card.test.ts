import { describe, expect, it } from 'vitest'
import { askedText, siteCard } from '../../../web/site/site-card.ts'
import { declaredText, keepText } from '../../../web/site/why.ts'
import { site } from '../../../web/words/site.ts'
import { filled } from '../../../web/words/text.ts'
import { at, episode, iso, measure, notice, order, pen } from '../support.ts'

const ZONE = 'Asia/Shanghai'
const released = (id: string, time: string) =>
  order({ id, number: id, state: 'released', releasedAt: iso(time), acknowledgedAt: iso('09:05') })

describe('the card of a site', () => {
  it('is the union of all orders in force, with the earlier deadline of a measure both ask for', () => {
    const first = order({ id: 'a', measures: [measure('stopEarthworks', '09:15'), measure('selfCheck', '10:00')] })
    const second = order({ id: 'b', measures: [measure('selfCheck', '09:30'), measure('spray', '09:40')] })
    const { measures } = siteCard([first, second], at('09:01'), ZONE)
    expect(measures.map((one) => [one.measure, one.dueAt])).toEqual([
      ['stopEarthworks', at('09:15')],
      ['selfCheck', at('09:30')],
      ['spray', at('09:40')],
    ])
  })

  it('puts stops before everything else, however late they are due', () => {
    const one = order({ measures: [measure('selfCheck', '09:05'), measure('stopMuckTrucks', '09:50')] })
    expect(siteCard([one], at('09:01'), ZONE).measures.map(({ measure }) => measure)).toEqual([
      'stopMuckTrucks',
      'selfCheck',
    ])
  })

  it('calls a measure done only when every order that asks for it has the report', () => {
    const done = order({ id: 'a', measures: [measure('selfCheck', '10:00', '09:20')] })
    const open = order({ id: 'b', measures: [measure('selfCheck', '10:00')] })
    const [one] = siteCard([done, open], at('09:30'), ZONE).measures
    expect(one).toMatchObject({ doneAt: null, openIn: ['b'] })
  })

  it('calls a measure answered as no work of the site when every order has that answer, and done where one was done', () => {
    const noSuchWork = { at: iso('09:10'), by: 'manager', channel: 'addressee' as const, behalfOf: null }
    const none = { ...measure('selfCheck', '10:00'), noSuchWork }
    const [both] = siteCard([order({ id: 'a', measures: [none] })], at('09:30'), ZONE).measures
    expect(both).toMatchObject({ doneAt: null, noSuchWorkAt: at('09:10'), openIn: [] })
    const done = order({ id: 'b', measures: [measure('selfCheck', '10:00', '09:20')] })
    const [one] = siteCard([order({ id: 'a', measures: [none] }), done], at('09:30'), ZONE).measures
    expect(one).toMatchObject({ doneAt: at('09:20'), noSuchWorkAt: null, openIn: [] })
    const open = order({ id: 'b', measures: [measure('selfCheck', '10:00')] })
    const [still] = siteCard([order({ id: 'a', measures: [none] }), open], at('09:30'), ZONE).measures
    expect(still).toMatchObject({ doneAt: null, noSuchWorkAt: null, openIn: ['b'] })
  })

  it('leaves out what a lower level no longer asks', () => {
    const gone = { ...measure('spray', '09:15'), withdrawnAt: iso('09:10') }
    expect(siteCard([order({ measures: [gone] })], at('09:30'), ZONE).measures).toEqual([])
  })

  it('asks for one acknowledgement as long as any order lacks it', () => {
    const has = order({ id: 'a', acknowledgedAt: iso('09:03') })
    const lacks = order({ id: 'b' })
    const card = siteCard([has, lacks], at('09:05'), ZONE)
    expect(card.acknowledgedAt).toBeNull()
    expect(card.unacknowledged.map(({ id }) => id)).toEqual(['b'])
  })

  it.each([
    { case: 'nothing was ever ordered', orders: [], now: '12:00', resume: { kind: 'no' } },
    {
      case: 'released by day, nothing in force',
      orders: [released('a', '11:00')],
      now: '12:00',
      resume: { kind: 'now' },
    },
    {
      case: 'invariant 13: released, but another order holds',
      orders: [released('a', '11:00'), order({ id: 'b' })],
      now: '12:00',
      resume: { kind: 'no' },
    },
    {
      case: 'released late in the evening: not before 06:00',
      orders: [released('a', '22:30')],
      now: '22:40',
      resume: { kind: 'after', at: Date.parse('2026-11-21T06:00:00+08:00') },
    },
    {
      case: 'cancelled only',
      orders: [order({ state: 'cancelled', cancelledAt: iso('11:00') })],
      now: '12:00',
      resume: { kind: 'no' },
    },
  ])('says whether work may resume: $case', ({ orders, now, resume }) => {
    expect(siteCard(orders, at(now), ZONE).resume).toEqual(resume)
  })

  it('invariant 13: says nothing of resuming while a notice from above is in force, though nothing is ordered', () => {
    const card = siteCard([released('a', '11:00')], at('12:00'), ZONE, [notice()])
    expect(card).toMatchObject({ resume: { kind: 'no' }, declared: [{ id: 'n1' }] })
    const say = (key: keyof typeof site, values = {}) => filled(site[key], 'zh-CN', values)
    expect(declaredText(notice(), say, pen)).toBe(
      '按上级指令 郑环攻坚办〔2026〕12号（市攻坚办），08:00 至 20:00。期满前不得恢复。',
    )
  })

  it('wants no answer where nothing is asked any more, and names what the site is spared until when', () => {
    const until = at('18:00')
    const gone = { ...measure('stopEarthworks', '09:15'), withdrawnAt: iso('09:10') }
    const spared = order({
      measures: [gone],
      notes: [`exempt:stopEarthworks:${until}:住建豁:17号`, 'refused:spray:rain:1'],
    })
    const card = siteCard([spared], at('10:00'), ZONE)
    expect(card).toMatchObject({ unacknowledged: [], measures: [] })
    expect(card.exempt).toEqual([{ measure: 'stopEarthworks', until, number: '住建豁:17号' }])
    expect(siteCard([spared], until, ZONE).exempt).toEqual([])
  })

  it('knows an order that was only seen from one that asks for more', () => {
    expect(askedText(order({ version: 2, seenAt: iso('09:01') }))).toBe(askedText(order()))
    const more = [...order().measures, measure('spray', '09:15')]
    expect(askedText(order({ measures: more }))).not.toBe(askedText(order()))
    expect(askedText(order({ revision: 2 }))).not.toBe(askedText(order()))
  })

  it('forgets a release after a day', () => {
    expect(siteCard([released('a', '09:00')], at('09:00') + 86_400_000, ZONE).released).toEqual([])
  })

  it('says that more is asked when an order seen before asks again', () => {
    const added = { ...measure('stopDustyWork', '10:30'), askedAt: iso('10:15') }
    const raised = order({ seenAt: iso('09:02'), measures: [measure('stopEarthworks', '09:15', '09:12'), added] })
    expect(siteCard([raised], at('10:16'), ZONE).isRaised).toBe(true)
    expect(siteCard([order({ seenAt: iso('09:02') })], at('09:05'), ZONE).isRaised).toBe(false)
  })
})

describe('how long it must be kept up', () => {
  const said = (facts: ReturnType<typeof episode> | null) => keepText(facts, (key) => site[key][0])

  it('does not say that the wind goes on once it is over, nor speak of wind where dust was the cause', () => {
    expect(said(episode({ state: 'closed', closedAt: iso('12:00') }))).toContain('过程已经结束')
    for (const one of [null, episode(), episode({ kind: 'dust-exceedance' })]) {
      expect(said(one)).toContain('解除')
      expect(said(one)).not.toMatch(/已经结束|风/)
    }
  })
})
