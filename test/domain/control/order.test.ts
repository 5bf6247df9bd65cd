import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { episodeCause } from '../../../server/domain/control/cause.ts'
import type { Measure } from '../../../server/domain/control/measure.ts'
import {
  acknowledge,
  cancel,
  type Demand,
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  type OrderOutcome,
  presentRevision,
  release,
  reportDone,
  see,
} from '../../../server/domain/control/order.ts'
import { signatureOf } from '../../../server/domain/control/signature.ts'
import { MINUTE } from '../../../server/domain/units.ts'

const settings = { acknowledgeWithinMs: 10 * MINUTE }
const facts = { id: 'o1', number: '2015-0415-001', placeId: 'p1', townshipId: 't1', cause: episodeCause('e1') }

function demand(level: number, ...measures: Measure[]): Demand {
  return { level, measures: measures.map((measure) => ({ measure, dueInMs: 15 * MINUTE })), notes: [] }
}

function changed(outcome: OrderOutcome): Order {
  if (outcome.kind !== 'changed') throw new Error(`expected a change, got ${outcome.kind}`)
  return outcome.order
}

const issued = newOrder(facts, demand(4, 'stopEarthworks', 'coverBareSoil'), 1_000, settings)

describe('order', () => {
  it('is issued with its deadlines and nothing else stamped', () => {
    const revision = presentRevision(issued)
    expect(revision).toMatchObject({ n: 1, reason: 'issued', issuedAt: 1_000, acknowledgeDueAt: 1_000 + 10 * MINUTE })
    expect(revision.measures.map((one) => one.dueAt)).toEqual([1_000 + 15 * MINUTE, 1_000 + 15 * MINUTE])
    expect([revision.deliveredAt, revision.seenAt, revision.acknowledgedAt, revision.compliedAt]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('invariant 8: an acknowledgement never closes an order', () => {
    const acknowledged = changed(acknowledge(issued, signatureOf('wang', null), 2_000))
    expect(acknowledged.state).toBe('issued')
    expect(presentRevision(acknowledged)).toMatchObject({
      acknowledgedAt: 2_000,
      acknowledgedBy: 'wang',
      seenAt: 2_000,
      releasedAt: null,
    })
  })

  it('is told, and not seen, when somebody acknowledges after a call; both names stay', () => {
    const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '马上停' }
    const called = changed(acknowledge(issued, signatureOf('侯寨乡', call), 2_000))
    expect(presentRevision(called)).toMatchObject({
      ...{ deliveredAt: 2_000, seenAt: null, acknowledgedAt: 2_000 },
      ...{ acknowledgedBy: '侯寨乡', acknowledgedFor: '赵经理', acknowledgedChannel: 'phone' },
    })
    const done = changed(reportDone(called, 'stopEarthworks', signatureOf('一标段', null), 3_000))
    expect(presentRevision(done).measures[0]).toMatchObject({
      doneBy: '一标段',
      doneFor: null,
      noSuchWork: null,
      finish: null,
      doneChannel: 'addressee',
    })
  })

  it('keeps the first acknowledgement when it is said twice', () => {
    const once = changed(acknowledge(issued, signatureOf('wang', null), 2_000))
    expect(acknowledge(once, signatureOf('li', null), 3_000)).toEqual({ kind: 'already', at: 2_000 })
  })

  it('is complied with when the last asked measure is done, not before', () => {
    const one = changed(reportDone(issued, 'stopEarthworks', signatureOf('wang', null), 2_000))
    expect(presentRevision(one).compliedAt).toBeNull()
    const both = changed(reportDone(one, 'coverBareSoil', signatureOf('wang', null), 3_000))
    expect(presentRevision(both).compliedAt).toBe(3_000)
    expect(both.state).toBe('issued')
  })

  it('refuses a measure it does not ask', () => {
    expect(reportDone(issued, 'spray', signatureOf('wang', null), 2_000)).toEqual({
      kind: 'not-asked',
      measure: 'spray',
    })
  })

  it('asks for a new acknowledgement when a raise adds measures, and keeps what was done', () => {
    const done = changed(
      reportDone(
        changed(acknowledge(issued, signatureOf('wang', null), 2_000)),
        'stopEarthworks',
        signatureOf('wang', null),
        2_500,
      ),
    )
    const raised = demandAgain(
      done,
      demand(5, 'stopEarthworks', 'coverBareSoil', 'spray'),
      4_000,
      settings,
      'raisedAfterRelease',
    )
    const revision = presentRevision(raised)
    expect(raised).toMatchObject({ level: 5, state: 'issued', number: '2015-0415-001' })
    expect(revision).toMatchObject({ n: 1, acknowledgedAt: null, acknowledgeDueAt: 4_000 + 10 * MINUTE })
    expect(revision.measures.find((one) => one.measure === 'stopEarthworks')?.doneAt).toBe(2_500)
    expect(revision.measures.find((one) => one.measure === 'spray')?.dueAt).toBe(4_000 + 15 * MINUTE)
  })

  it('keeps the acknowledgement when a raise adds nothing', () => {
    const acknowledged = changed(acknowledge(issued, signatureOf('wang', null), 2_000))
    const raised = demandAgain(
      acknowledged,
      demand(5, 'stopEarthworks', 'coverBareSoil'),
      4_000,
      settings,
      'raisedAfterRelease',
    )
    expect(presentRevision(raised).acknowledgedAt).toBe(2_000)
  })

  it('withdraws at a lower level only what that level does not ask', () => {
    const lowered = demandAgain(issued, demand(4, 'stopEarthworks'), 5_000, settings, 'raisedAfterRelease')
    expect(presentRevision(lowered).measures).toMatchObject([
      { measure: 'stopEarthworks', withdrawnAt: null },
      { measure: 'coverBareSoil', withdrawnAt: 5_000 },
    ])
  })

  it('starts revision 2 under the same number when demanded again after its end', () => {
    const released = changed(release(changed(acknowledge(issued, signatureOf('wang', null), 2_000)), 'closed', 6_000))
    const again = demandAgain(released, demand(5, 'stopEarthworks'), 9_000, settings, 'reopened')
    expect(again.number).toBe(issued.number)
    expect(again.revisions).toHaveLength(2)
    expect(again.revisions[0]).toMatchObject({ n: 1, acknowledgedAt: 2_000, releasedAt: 6_000 })
    expect(again.revisions[1]).toMatchObject({
      n: 2,
      reason: 'reopened',
      issuedAt: 9_000,
      acknowledgedAt: null,
      releasedAt: null,
    })
  })

  it.each([
    { case: 'acknowledged', act: (order: Order) => acknowledge(order, signatureOf('wang', null), 9_000) },
    { case: 'seen', act: (order: Order) => see(order, 9_000) },
    {
      case: 'reported done',
      act: (order: Order) => reportDone(order, 'stopEarthworks', signatureOf('wang', null), 9_000),
    },
  ])('cannot be $case once it has ended', ({ act }) => {
    const released = changed(release(issued, 'closed', 6_000))
    const cancelled = changed(cancel(issued, 'false alarm', 6_000))
    expect(act(released)).toEqual({ kind: 'not-in-force', state: 'released' })
    expect(act(cancelled)).toEqual({ kind: 'not-in-force', state: 'cancelled' })
  })

  it('ends once: the same end again changes nothing, another is refused', () => {
    const released = changed(release(issued, 'closed', 6_000))
    const cancelled = changed(cancel(issued, 'false alarm', 6_000))
    expect(release(released, 'x', 9_000)).toEqual({ kind: 'already', at: 6_000 })
    expect(cancel(cancelled, 'x', 9_000)).toEqual({ kind: 'already', at: 6_000 })
    expect(release(cancelled, 'x', 9_000)).toEqual({ kind: 'not-in-force', state: 'cancelled' })
    expect(cancel(released, 'x', 9_000)).toEqual({ kind: 'not-in-force', state: 'released' })
  })

  it('tells a false alarm from a release', () => {
    expect(presentRevision(changed(cancel(issued, 'false alarm', 6_000)))).toMatchObject({
      cancelledAt: 6_000,
      releasedAt: null,
    })
  })

  it('never loses a revision, reuses a version or stamps what has not happened, whatever people and levels do', () => {
    const step = fc.oneof(
      fc.constant((order: Order, at: number) => acknowledge(order, signatureOf('a', null), at)),
      fc.constant((order: Order, at: number) => see(order, at)),
      fc
        .constantFrom<Measure>('stopEarthworks', 'coverBareSoil', 'spray')
        .map((m) => (order: Order, at: number) => reportDone(order, m, signatureOf('a', null), at)),
      fc.constant((order: Order, at: number) => release(order, 'r', at)),
      fc.constant((order: Order, at: number) => cancel(order, 'c', at)),
      fc.subarray<Measure>(['stopEarthworks', 'coverBareSoil', 'spray'], { minLength: 1 }).map(
        (measures) =>
          (order: Order, at: number): OrderOutcome => ({
            kind: 'changed',
            order: demandAgain(order, demand(5, ...measures), at, settings, 'reopened'),
          }),
      ),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let order = issued
        steps.forEach((act, index) => {
          const outcome = act(order, 2_000 + index)
          if (outcome.kind !== 'changed') return
          expect(outcome.order.version).toBe(order.version + 1)
          expect(outcome.order.revisions.length).toBeGreaterThanOrEqual(order.revisions.length)
          expect(outcome.order.revisions.slice(0, order.revisions.length - 1)).toEqual(order.revisions.slice(0, -1))
          order = outcome.order
          const revision = presentRevision(order)
          const asked = measuresAsked(revision).map((one) => one.measure)
          expect(new Set(asked).size).toBe(asked.length)
          if (revision.compliedAt !== null)
            expect(measuresAsked(revision).every((one) => one.doneAt !== null)).toBe(true)
          expect(order.state === 'issued').toBe(revision.releasedAt === null && revision.cancelledAt === null)
        })
      }),
    )
  })
})
