/** One ledger for funnel, late list and lists: its parts sum to what is due, whatever happens to the orders. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { episodeCause } from '../../../server/domain/control/cause.ts'
import { entryOf, LEDGER_PARTS, type LedgerOrder, ledgerOf } from '../../../server/domain/control/ledger.ts'
import type { Measure } from '../../../server/domain/control/measure.ts'
import { answerNoSuchWork } from '../../../server/domain/control/no-such-work.ts'
import {
  acknowledge,
  cancel,
  type Demand,
  demandAgain,
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

const SETTINGS = { acknowledgeWithinMs: 10 * MINUTE }
const CALL = { behalfOf: '赵经理', phone: '0371-60000000', heard: '马上停' }
const SITE = signatureOf('site', null)
const PHONE = signatureOf('town', CALL)

function demand(...measures: Measure[]): Demand {
  return { level: 4, measures: measures.map((measure) => ({ measure, dueInMs: 15 * MINUTE })), notes: [] }
}

function issued(placeId: string, at = 0): Order {
  const facts = { id: placeId, number: placeId, placeId, townshipId: 't1', cause: episodeCause('e1') }
  return newOrder(facts, demand('stopEarthworks', 'coverBareSoil'), at, SETTINGS)
}

function having(order: Order, ...steps: ((order: Order) => OrderOutcome | Order)[]): Order {
  return steps.reduce((before, step) => {
    const outcome = step(before)
    if (!('kind' in outcome)) return outcome
    return outcome.kind === 'changed' ? outcome.order : before
  }, order)
}

function facts(order: Order): LedgerOrder {
  return { placeId: order.placeId, state: order.state, ...presentRevision(order) }
}

function at(minute: number, ...orders: Order[]) {
  return ledgerOf({ orders: orders.map(facts), waiting: 0, exempt: new Set() }, minute * MINUTE)
}

const signs =
  (minute: number, by = SITE) =>
  (order: Order) =>
    acknowledge(order, by, minute * MINUTE)
const does =
  (measure: Measure, minute: number, by = SITE) =>
  (order: Order) =>
    reportDone(order, measure, by, minute * MINUTE)
const none =
  (measure: Measure, minute: number, by = SITE) =>
  (order: Order) =>
    answerNoSuchWork(order, measure, by, minute * MINUTE)
const ends = (minute: number) => (order: Order) => release(order, 'x', minute * MINUTE)
const withdraws = (minute: number) => (order: Order) =>
  demandAgain(order, demand(), minute * MINUTE, SETTINGS, 'reopened')

describe('the part an order is in', () => {
  const signed = having(issued('p'), signs(2))
  const done = having(signed, does('stopEarthworks', 3), does('coverBareSoil', 4))

  it.each([
    { case: 'nobody knows that it arrived', order: issued('p'), part: 'undelivered' },
    { case: 'it was seen', order: having(issued('p'), (one) => see(one, MINUTE)), part: 'unacknowledged' },
    { case: 'it was signed', order: signed, part: 'undone' },
    { case: 'one measure is open', order: having(signed, does('coverBareSoil', 3)), part: 'undone' },
    { case: 'the site reported everything', order: done, part: 'selfReported' },
    {
      case: 'one measure was called in',
      order: having(signed, does('stopEarthworks', 3), does('coverBareSoil', 4, PHONE)),
      part: 'reportedFor',
    },
    {
      case: 'the site answered that none of it is its work',
      order: having(signed, none('stopEarthworks', 3), none('coverBareSoil', 4)),
      part: 'noSuchWork',
    },
    {
      case: 'one part was done and the other is no work of the site',
      order: having(signed, none('stopEarthworks', 3), does('coverBareSoil', 4)),
      part: 'selfReported',
    },
    {
      case: 'one part is no work of the site and the other is open',
      order: having(signed, none('stopEarthworks', 3)),
      part: 'undone',
    },
    { case: 'all was withdrawn unsigned', order: having(issued('p'), withdraws(5)), part: 'nothingLeft' },
    { case: 'all was withdrawn after signing', order: having(signed, withdraws(5)), part: 'nothingLeft' },
    { case: 'all was done, then withdrawn', order: having(done, withdraws(5)), part: 'selfReported' },
  ])('is $part when $case', ({ order, part }) => {
    expect(entryOf(facts(order), 6 * MINUTE)?.part).toBe(part)
  })

  it('is none for a false alarm, which is due from nobody', () => {
    const cancelled = having(issued('p'), (one) => cancel(one, 'x', MINUTE))
    expect(at(2, cancelled, issued('q'))).toMatchObject({ due: 1, parts: { undelivered: 1 } })
  })
})

describe('what is late', () => {
  it('is not what was withdrawn, however long ago it was due', () => {
    expect(at(600, having(issued('p'), withdraws(5)))).toMatchObject({ overdue: { nothingLeft: 0 }, due: 1 })
  })

  it('counts an unsigned order as unsigned before and after its time, and says how many are past it', () => {
    const orders = [issued('p'), issued('q', 5 * MINUTE)]
    expect(at(12, ...orders)).toMatchObject({ parts: { undelivered: 2 }, overdue: { undelivered: 1 } })
    expect(at(16, ...orders)).toMatchObject({ parts: { undelivered: 2 }, overdue: { undelivered: 2 } })
  })

  it('stops growing when the order is released, and stays', () => {
    const never = having(issued('p'), ends(30))
    expect(entryOf(facts(never), 31 * MINUTE)).toMatchObject({
      part: 'undelivered',
      lateMs: 20 * MINUTE,
      hasEnded: true,
    })
    expect(entryOf(facts(never), 900 * MINUTE)).toMatchObject({ part: 'undelivered', lateMs: 20 * MINUTE })
  })

  it('remembers what was signed and done too late', () => {
    const late = having(issued('p'), signs(14), does('stopEarthworks', 20), does('coverBareSoil', 15), ends(40))
    expect(entryOf(facts(late), 50 * MINUTE)).toMatchObject({
      ...{ part: 'selfReported', lateMs: 0, signedLateMs: 4 * MINUTE, doneLateMs: 5 * MINUTE },
    })
  })

  it('starts anew with a new demand', () => {
    const again = having(issued('p'), ends(30), (one) =>
      demandAgain(one, demand('spray'), 40 * MINUTE, SETTINGS, 'reopened'),
    )
    expect(entryOf(facts(again), 45 * MINUTE)).toMatchObject({ part: 'undelivered', lateMs: 0, hasEnded: false })
  })
})

describe('a place', () => {
  it('is counted once, by the order with most to do, and by one in force before one that has ended', () => {
    const done = having(issued('p'), signs(2), does('stopEarthworks', 3), does('coverBareSoil', 4))
    expect(at(5, done, { ...issued('p'), id: 'other' })).toMatchObject({
      due: 1,
      parts: { undelivered: 1, selfReported: 0 },
    })
    const unsigned = having({ ...issued('p'), id: 'other' }, ends(4))
    expect(at(5, unsigned, done)).toMatchObject({ due: 1, parts: { undelivered: 0, selfReported: 1 } })
  })

  it('that is exempt is due, and owes nothing', () => {
    const exempt = new Set(['p', 'unordered'])
    const ledger = ledgerOf({ orders: [facts(issued('p')), facts(issued('q'))], waiting: 3, exempt }, 60 * MINUTE)
    expect(ledger).toMatchObject({ due: 6, parts: { exempt: 2, undelivered: 1, notIssued: 3 }, overdue: { exempt: 0 } })
  })
})

describe('at every minute', () => {
  const PLACES = ['p1', 'p2', 'p3', 'p4'] as const
  const ACTS: readonly ((order: Order, minute: number) => OrderOutcome | Order)[] = [
    (order, minute) => see(order, minute * MINUTE),
    (order, minute) => signs(minute)(order),
    (order, minute) => signs(minute, PHONE)(order),
    (order, minute) => does('stopEarthworks', minute)(order),
    (order, minute) => does('coverBareSoil', minute, PHONE)(order),
    (order, minute) => does('spray', minute)(order),
    (order, minute) => none('stopEarthworks', minute)(order),
    (order, minute) => none('coverBareSoil', minute, PHONE)(order),
    (order, minute) => demandAgain(order, demand('stopEarthworks', 'spray'), minute * MINUTE, SETTINGS, 'reopened'),
    (order, minute) => withdraws(minute)(order),
    (order, minute) => ends(minute)(order),
    (order, minute) => cancel(order, 'x', minute * MINUTE),
  ]
  const day = fc.array(
    fc.record({ place: fc.constantFrom(...PLACES), act: fc.nat(ACTS.length - 1), pause: fc.nat(12) }),
    { maxLength: 60 },
  )

  it('the parts sum to what is due, counted in another way', () => {
    fc.assert(
      fc.property(day, fc.nat(5), fc.uniqueArray(fc.constantFrom(...PLACES, 'p9')), (steps, waiting, exempt) => {
        const orders = new Map(PLACES.map((place): [string, Order] => [place, issued(place)]))
        let minute = 0
        for (const { place, act, pause } of steps) {
          minute += pause
          orders.set(
            place,
            having(orders.get(place)!, (order) => ACTS[act]!(order, minute)),
          )
          const input = { orders: [...orders.values()].map(facts), waiting, exempt: new Set(exempt) }
          const ledger = ledgerOf(input, minute * MINUTE)
          const ordered = [...orders.values()].filter((order) => order.state !== 'cancelled').map((one) => one.placeId)
          expect(ledger.due).toBe(new Set([...ordered, ...exempt]).size + waiting)
          expect(LEDGER_PARTS.reduce((sum, part) => sum + ledger.parts[part], 0)).toBe(ledger.due)
          for (const part of LEDGER_PARTS) expect(ledger.overdue[part]).toBeLessThanOrEqual(ledger.parts[part])
        }
      }),
    )
  })

  it('no lateness changes after the end of its order', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 10_000 }), (steps, later) => {
        let order = issued('p1')
        let minute = 0
        for (const { act, pause } of steps) {
          minute += pause
          order = having(order, (one) => ACTS[act]!(one, minute))
          if (order.state === 'issued') continue
          expect(entryOf(facts(order), (minute + later) * MINUTE)).toEqual(entryOf(facts(order), minute * MINUTE))
        }
      }),
    )
  })
})
