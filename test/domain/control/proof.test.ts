import { describe, expect, it } from 'vitest'
import { ledgerOf } from '../../../server/domain/control/ledger.ts'
import {
  acknowledge,
  cancel,
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  presentRevision,
  release,
  reportDone,
} from '../../../server/domain/control/order.ts'
import { contradict, type ProofOutcome, refer, verify } from '../../../server/domain/control/proof.ts'
import { signatureOf } from '../../../server/domain/control/signature.ts'
import { MINUTE } from '../../../server/domain/units.ts'

const SETTINGS = { acknowledgeWithinMs: 10 * MINUTE }
const DEMAND = {
  level: 4,
  measures: [
    { measure: 'stopEarthworks', dueInMs: 15 * MINUTE },
    { measure: 'coverBareSoil', dueInMs: 60 * MINUTE },
  ],
  notes: [],
} as const
const SITE = signatureOf('zhao', null)
const WANG = { by: 'wang', how: 'camera' } as const

function changed(outcome: ProofOutcome): Order {
  if (outcome.kind !== 'changed') throw new Error(`not changed: ${outcome.kind}`)
  return outcome.order
}

const issued = () =>
  newOrder(
    { id: 'o', number: 'n', placeId: 'p', townshipId: 't', cause: { kind: 'episode', id: 'e' } },
    DEMAND,
    0,
    SETTINGS,
  )
const signed = () => changed(acknowledge(issued(), SITE, MINUTE))
const reported = () =>
  changed(
    reportDone(changed(reportDone(signed(), 'stopEarthworks', SITE, 5 * MINUTE)), 'coverBareSoil', SITE, 30 * MINUTE),
  )

function partOf(order: Order, now: number): string {
  const row = { ...presentRevision(order), placeId: order.placeId, state: order.state }
  return ledgerOf({ orders: [row], waiting: 0, exempt: new Set<string>() }, now).entries[0]?.part ?? 'none'
}

describe('已核实', () => {
  it('says who looked and how, once everything is reported; also after the release', () => {
    const at = 40 * MINUTE
    expect(presentRevision(changed(verify(reported(), WANG, at)))).toMatchObject({
      ...{ verifiedAt: at, verifiedBy: 'wang', verifiedHow: 'camera' },
    })
    const over = changed(release(reported(), 'calm', at))
    expect(verify(over, WANG, at + 1).kind).toBe('changed')
    expect(verify(changed(verify(over, WANG, at)), WANG, at + 1)).toEqual({ kind: 'already', at })
    expect(verify(signed(), WANG, at)).toEqual({ kind: 'not-complied' })
    expect(verify(changed(cancel(reported(), '误报', at)), WANG, at)).toEqual({
      kind: 'not-in-force',
      state: 'cancelled',
    })
  })

  it('does not outlive a raise: what is newly asked nobody has seen', () => {
    const more = { ...DEMAND, measures: [...DEMAND.measures, { measure: 'spray', dueInMs: MINUTE }] } as const
    const raised = demandAgain(changed(verify(reported(), WANG, 40 * MINUTE)), more, 50 * MINUTE, SETTINGS, 'reopened')
    expect(presentRevision(raised)).toMatchObject({ verifiedAt: null, verifiedBy: null, verifiedHow: null })
  })
})

describe('不属实', () => {
  const at = 70 * MINUTE
  const untrue = () => changed(contradict(reported(), WANG, '裸土未盖', ['coverBareSoil'], at))

  it('takes a report back; what it was about is owed again, as late as it is', () => {
    const revision = presentRevision(untrue())
    expect(revision).toMatchObject({
      compliedAt: null,
      contradictions: [{ at, by: 'wang', measures: ['coverBareSoil'] }],
    })
    expect(measuresAsked(revision).map(({ measure, doneAt, dueAt }) => [measure, doneAt, dueAt])).toEqual([
      ['stopEarthworks', 5 * MINUTE, 15 * MINUTE],
      ['coverBareSoil', null, 60 * MINUTE],
    ])
    expect(revision.measures.find(({ withdrawnAt }) => withdrawnAt === at)).toMatchObject({
      doneAt: 30 * MINUTE,
      doneBy: 'zhao',
    })
    expect(partOf(untrue(), at)).toBe('untrue')
  })

  it('is over when it is reported anew, and can be confirmed then', () => {
    const again = changed(reportDone(untrue(), 'coverBareSoil', SITE, at + MINUTE))
    expect(partOf(again, at + MINUTE)).toBe('selfReported')
    expect(partOf(changed(verify(again, WANG, at + 2 * MINUTE)), at + 2 * MINUTE)).toBe('verified')
  })

  it('means everything reported when nothing is named; the acknowledgement stays', () => {
    const order = changed(contradict(reported(), WANG, '还在施工', [], at))
    expect(measuresAsked(presentRevision(order)).every(({ doneAt }) => doneAt === null)).toBe(true)
    expect(presentRevision(order).acknowledgedAt).toBe(MINUTE)
  })

  it('says why it changes nothing', () => {
    expect(contradict(signed(), WANG, 'x', [], at)).toEqual({ kind: 'nothing-reported' })
    expect(contradict(reported(), WANG, 'x', ['mist'], at)).toEqual({ kind: 'not-asked', measure: 'mist' })
    const over = changed(release(reported(), 'calm', at))
    expect(contradict(over, WANG, 'x', [], at)).toEqual({ kind: 'not-in-force', state: 'released' })
  })
})

describe('转执法', () => {
  it('is noted once, with the department, and ends nothing', () => {
    const order = changed(refer(signed(), { by: 'wang', department: '城管执法', reason: '拒不停工' }, 40 * MINUTE))
    expect(order.state).toBe('issued')
    expect(presentRevision(order).referral).toMatchObject({ department: '城管执法', at: 40 * MINUTE })
    expect(refer(order, { by: 'li', department: 'x', reason: 'y' }, 41 * MINUTE)).toEqual({
      kind: 'already',
      at: 40 * MINUTE,
    })
  })
})
