import { describe, expect, it } from 'vitest'
import { mayAct } from '../../../server/domain/people/role.ts'
import { heldBy } from '../../../web/logic/held-by.ts'
import { orderChanges } from '../../../web/logic/order-changes.ts'
import { noteText } from '../../../web/logic/phrases.ts'
import { problemText } from '../../../web/logic/problem-text.ts'
import { releaseOffered } from '../../../web/logic/release-offered.ts'
import { stagesOf } from '../../../web/logic/stages.ts'
import { at, episode, iso, measure, notice, order, text } from '../support.ts'

function stageOf(facts: Parameters<typeof stagesOf>[0], wanted: string) {
  return stagesOf(facts, at('12:00'), []).find(({ name }) => name === wanted)
}

describe('the stages of an order', () => {
  it('are late once their time has passed, and only then', () => {
    const states = (now: string) => stagesOf(order(), at(now), []).map(({ name, state }) => `${name} ${state}`)
    expect(states('09:10')).toContain('acknowledged waiting')
    expect(states('09:11')).toContain('acknowledged late')
    expect(states('10:01')).toContain('complied late')
  })

  it('show what was passed over when an order ended', () => {
    const ended = order({ state: 'cancelled', cancelledAt: iso('09:20') })
    const stages = stagesOf(ended, at('12:00'), [])
    expect(stages.at(-1)).toMatchObject({ name: 'cancelled', state: 'reached', at: at('09:20') })
    expect(stages.find(({ name }) => name === 'acknowledged')?.state).toBe('skipped')
  })

  it('name who reported the last measure done', () => {
    const done = order({ compliedAt: iso('09:40'), measures: [measure('selfCheck', '10:00', '09:40')] })
    expect(stageOf(done, 'complied')?.signed).toMatchObject({ by: 'manager', channel: 'addressee', behalfOf: null })
  })

  it('keep what was not done at the release as a failure, however long ago it was; a false alarm is nobody’s', () => {
    const released = order({ state: 'released', releasedAt: iso('11:00') })
    expect(stageOf(released, 'acknowledged')?.state).toBe('missed')
    expect(stageOf(released, 'complied')?.state).toBe('missed')
    const cancelled = order({ state: 'cancelled', cancelledAt: iso('11:00') })
    expect(stageOf(cancelled, 'acknowledged')?.state).toBe('skipped')
    const withdrawn = { ...measure('spray', '09:15'), withdrawnAt: iso('09:12') }
    const nothingLeft = order({ state: 'released', releasedAt: iso('11:00'), measures: [withdrawn] })
    expect(stageOf(nothingLeft, 'acknowledged')?.state).toBe('skipped')
  })

  it('say by when what was reached too late had been due', () => {
    const late = order({ acknowledgedAt: iso('09:18'), acknowledgedBy: 'manager' })
    expect(stageOf(late, 'acknowledged')).toMatchObject({ state: 'reached', dueAt: at('09:10') })
    const inTime = order({ acknowledgedAt: iso('09:10'), acknowledgedBy: 'manager' })
    expect(stageOf(inTime, 'acknowledged')?.dueAt).toBeNull()
  })

  it('say who stamped, on whose behalf, by what channel and why', () => {
    const facts = { acknowledgedBy: '侯寨乡', acknowledgedFor: '赵经理', acknowledgedChannel: 'phone' } as const
    const called = order({ deliveredAt: iso('09:05'), acknowledgedAt: iso('09:05'), ...facts })
    expect(stageOf(called, 'acknowledged')?.signed).toMatchObject({
      by: '侯寨乡',
      behalfOf: '赵经理',
      channel: 'phone',
    })
    expect(stageOf(called, 'seen')?.state).toBe('skipped')
    const line = { ...{ id: 1, at: iso('09:00'), subject: 'order:o1', revision: 1 }, details: {} }
    const issued = {
      ...line,
      actor: 'wang',
      action: 'order.issued',
      cause: 'issued-at-once',
      previousHash: '',
      hash: '',
    }
    const [first] = stagesOf(called, at('09:20'), [issued])
    expect(first?.signed).toMatchObject({ by: 'wang', why: 'issued-at-once' })
  })
})

describe('what changed since a person looked', () => {
  it('is listed so that they can decide again', () => {
    const after = order({
      version: 3,
      level: 6,
      acknowledgedAt: iso('09:04'),
      acknowledgedBy: 'manager',
      measures: [measure('stopEarthworks', '09:15', '09:05'), measure('stopDustyWork', '09:30')],
    })
    expect(orderChanges(order(), after)).toEqual([
      { kind: 'level', before: 4, after: 6 },
      { kind: 'acknowledged', at: iso('09:04'), by: 'manager' },
      { kind: 'measureDone', measure: 'stopEarthworks' },
      { kind: 'measureAdded', measure: 'stopDustyWork' },
      { kind: 'measureWithdrawn', measure: 'coverBareSoil' },
    ])
  })

  it('is nothing for the same order', () => {
    expect(orderChanges(order(), order())).toEqual([])
  })
})

describe('reasons and notes', () => {
  it.each([
    ['refused:spray:too-cold:1.5', '喷淋/雾炮：不下达，气温 1.5 °C，防结冰'],
    ['refused:mist:no-data:humidity', '雾炮降尘：不下达，缺少湿度数据'],
    ['refused:coverRubble:wind-level:6', '建筑垃圾覆盖：不下达，6级管控，不宜'],
    ['after-the-wind:suctionSweep', '吸扫：待风停后进行'],
    ['something:new', 'something:new'],
  ])('says %s in words', (code, words) => {
    expect(noteText(code, text, (at) => `${at}`)).toBe(words)
  })
})

describe('the release of one order', () => {
  const over = episode({ state: 'closed', closedAt: iso('12:00') })

  it.each([
    { role: 'dutyOfficer', cause: over, offered: 'release' },
    { role: 'dutyOfficer', cause: episode(), offered: 'ask-the-chief' },
    { role: 'dutyOfficer', cause: null, offered: 'none' },
    { role: 'chief', cause: episode(), offered: 'early' },
    { role: 'chief', cause: over, offered: 'release' },
    { role: 'township', cause: over, offered: 'none' },
  ] as const)('is $offered to $role', ({ role, cause, offered }) => {
    expect(releaseOffered(cause, null, (act) => mayAct(role, act))).toBe(offered)
  })
})

describe('a notice in force', () => {
  const chief = (act: Parameters<typeof mayAct>[1]) => mayAct('chief', act)

  it('keeps from being released what it demands, whatever it was ordered for', () => {
    const wind = order({ townshipId: 'T1' })
    expect(heldBy(wind, [notice()], at('10:00'))?.id).toBe('n1')
    expect(heldBy(wind, [notice()], at('20:00'))).toBeNull()
    expect(heldBy(wind, [notice({ measures: ['selfCheck'] })], at('10:00'))).toBeNull()
    const elsewhere = { kind: 'township', township: 'T2', townshipName: '马寨镇' } as const
    expect(heldBy(wind, [notice({ scope: elsewhere })], at('10:00'))).toBeNull()
    expect(releaseOffered(episode(), notice(), chief)).toBe('none')
  })

  it('keeps its own orders until its end was seen, and then they are released', () => {
    const own = order({ cause: { kind: 'notice', id: 'n1' }, episode: null })
    expect(heldBy(own, [notice({ measures: [] })], at('20:01'))?.id).toBe('n1')
    const over = notice({ endedAt: iso('20:00') })
    expect(heldBy(own, [over], at('20:01'))).toBeNull()
    expect(releaseOffered(over, null, chief)).toBe('release')
  })
})

describe('a refusal', () => {
  it('says what is missing', () => {
    const refused = { kind: 'refused', status: 403, problem: null } as const
    expect(problemText(refused, text, { role: 'dutyOfficer', act: 'cancel' })).toBe(
      '当前身份（值班员）不能做这一步，需要：带班领导。',
    )
    expect(problemText(refused, text, { role: 'dutyOfficer', act: 'release' })).toBe(text('order.needsChief'))
    expect(problemText(refused, text, { role: 'township', act: 'release' })).toContain('需要')
    expect(problemText({ ...refused, status: 401 }, text)).toBe(text('common.needsKey'))
  })
})
