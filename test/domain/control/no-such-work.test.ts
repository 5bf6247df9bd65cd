import { describe, expect, it } from 'vitest'
import { answerNoSuchWork } from '../../../server/domain/control/no-such-work.ts'
import {
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  presentRevision,
  release,
  reportDone,
} from '../../../server/domain/control/order.ts'
import { contradict, type ProofOutcome, verify } from '../../../server/domain/control/proof.ts'
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
const LOOK = { by: 'wang', how: 'visit' } as const

function changed(outcome: ProofOutcome): Order {
  if (outcome.kind !== 'changed') throw new Error(`not changed: ${outcome.kind}`)
  return outcome.order
}

const facts = { id: 'o', number: 'n', placeId: 'p', townshipId: 't', cause: { kind: 'episode', id: 'e' } } as const
const issued = () => newOrder(facts, DEMAND, 0, SETTINGS)
const answered = () => changed(answerNoSuchWork(issued(), 'stopEarthworks', SITE, 5 * MINUTE))
const measureOf = (order: Order, name: string) =>
  measuresAsked(presentRevision(order)).find(({ measure }) => measure === name)

describe('本工地无此作业', () => {
  it('is an answer with who and when, and no report that anything was done', () => {
    expect(measureOf(answered(), 'stopEarthworks')).toMatchObject({
      ...{ doneAt: null, doneBy: null },
      noSuchWork: { at: 5 * MINUTE, by: 'zhao', channel: 'addressee', behalfOf: null },
    })
    expect(presentRevision(answered())).toMatchObject({ acknowledgedAt: null, compliedAt: null })
  })

  it('completes an order of which the rest was done, and never one of which nothing was', () => {
    const rest = changed(reportDone(answered(), 'coverBareSoil', SITE, 30 * MINUTE))
    expect(presentRevision(rest).compliedAt).toBe(30 * MINUTE)
    const none = changed(answerNoSuchWork(answered(), 'coverBareSoil', SITE, 30 * MINUTE))
    expect(presentRevision(none).compliedAt).toBeNull()
    expect(verify(none, LOOK, 40 * MINUTE)).toEqual({ kind: 'not-complied' })
  })

  it('gives way to a report that it was done after all; what was done is not taken back by it', () => {
    const done = changed(reportDone(answered(), 'stopEarthworks', SITE, 9 * MINUTE))
    expect(measureOf(done, 'stopEarthworks')).toMatchObject({ doneAt: 9 * MINUTE, noSuchWork: null })
    expect(answerNoSuchWork(done, 'stopEarthworks', SITE, 10 * MINUTE)).toEqual({ kind: 'already', at: 9 * MINUTE })
    expect(answerNoSuchWork(answered(), 'stopEarthworks', SITE, MINUTE)).toEqual({ kind: 'already', at: 5 * MINUTE })
  })

  it('is owed again, as late as it is, when somebody looked and found it untrue', () => {
    const untrue = changed(contradict(answered(), LOOK, '挖机正在作业', [], 40 * MINUTE))
    expect(measureOf(untrue, 'stopEarthworks')).toMatchObject({ noSuchWork: null, dueAt: 15 * MINUTE })
    expect(presentRevision(untrue).contradictions).toMatchObject([{ measures: ['stopEarthworks'] }])
    expect(presentRevision(untrue).measures.find(({ withdrawnAt }) => withdrawnAt !== null)?.noSuchWork).not.toBeNull()
  })

  it('is not carried into a new demand of the same', () => {
    const over = changed(release(answered(), 'calm', 60 * MINUTE))
    const again = demandAgain(over, DEMAND, 90 * MINUTE, SETTINGS, 'reopened')
    expect(measureOf(again, 'stopEarthworks')?.noSuchWork).toBeNull()
  })

  it('says why it changes nothing', () => {
    expect(answerNoSuchWork(issued(), 'mist', SITE, MINUTE)).toEqual({ kind: 'not-asked', measure: 'mist' })
    const over = changed(release(issued(), 'calm', MINUTE))
    expect(answerNoSuchWork(over, 'stopEarthworks', SITE, MINUTE)).toEqual({ kind: 'not-in-force', state: 'released' })
  })
})
