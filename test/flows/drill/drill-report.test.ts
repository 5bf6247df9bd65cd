import { describe, expect, it } from 'vitest'
import { episodeCause } from '../../../server/domain/control/cause.ts'
import { acknowledge, cancel, newOrder, type Order, release } from '../../../server/domain/control/order.ts'
import { signatureOf } from '../../../server/domain/control/signature.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { drillReport, score } from '../../../server/flows/drill/drill-report.ts'
import type { PageQuery } from '../../../server/ports/books/page.ts'
import type { Operations } from '../../../server/ports/operations.ts'

const AT = Date.parse('2015-04-15T18:10:00+08:00')
const DEMAND = { level: 4, measures: [{ measure: 'stopEarthworks' as const, dueInMs: 15 * MINUTE }], notes: [] }

function order(n: number, answeredAfterMs: number | null = null): Order {
  const facts = { id: `o${n}`, number: `D${n}`, placeId: `p${n}`, townshipId: 't1', cause: episodeCause('e1') }
  const fresh = newOrder(facts, DEMAND, AT + n, { acknowledgeWithinMs: 10 * MINUTE })
  if (answeredAfterMs === null) return fresh
  const outcome = acknowledge(fresh, signatureOf('x', null), AT + n + answeredAfterMs)
  return outcome.kind === 'changed' ? outcome.order : fresh
}

function ended(outcome: ReturnType<typeof release>): Order {
  if (outcome.kind !== 'changed') throw new Error(outcome.kind)
  return outcome.order
}

describe('score of a drill', () => {
  it.each([
    { case: 'nothing', orders: [], expected: { orders: 0, acknowledged: 0, medianAcknowledgeMinutes: null } },
    {
      case: 'nobody answering',
      orders: [order(1)],
      expected: { acknowledged: 0, medianAcknowledgeMinutes: null, open: 1 },
    },
    { case: 'one answer at the last moment', orders: [order(1, 10 * MINUTE)], expected: { acknowledgedInTime: 1 } },
    {
      case: 'one answer a moment late',
      orders: [order(1, 10 * MINUTE + 1)],
      expected: { acknowledged: 1, acknowledgedInTime: 0 },
    },
    {
      case: 'an even number of answers',
      orders: [order(1, MINUTE), order(2, 4 * MINUTE), order(3)],
      expected: { orders: 3, acknowledged: 2, medianAcknowledgeMinutes: 2.5 },
    },
  ])('counts $case', ({ orders, expected }) => {
    expect(score(orders)).toMatchObject(expected)
  })

  it('leaves cancelled orders out, and does not call a released one open', () => {
    const orders = [ended(cancel(order(1, MINUTE), 'false alarm', AT)), ended(release(order(2), 'over', AT)), order(3)]
    expect(score(orders)).toMatchObject({ orders: 2, cancelled: 1, acknowledged: 0, released: 1, open: 1 })
  })
})

describe('drill report', () => {
  it('waits until all is stored, reads every page, and puts the oldest first', async () => {
    const orders = Array.from({ length: 1_234 }, (_, n) => order(n)).reverse()
    let isDrained = false
    const list = async ({ limit, cursor }: PageQuery) => {
      const start = Number(cursor ?? 0)
      const nextCursor = start + limit < orders.length ? String(start + limit) : null
      return { items: orders.slice(start, start + limit), nextCursor }
    }
    // Only the three lists are asked for anything.
    const nothing = { list: async () => ({ items: [], nextCursor: null }) }
    const read = { orders: { list }, episodes: nothing, notices: nothing }
    const report = await drillReport(
      {
        operations: { read } as unknown as Operations,
        store: {
          count: async (from, to) => {
            if (!isDrained) throw new Error('asked too early')
            return { readings: to - from, values: { pm10: 1 } }
          },
        },
        lookup: { timeZone: 'Asia/Shanghai', townshipName: () => '侯寨乡', place: () => undefined },
        counters: () => ({ quarantined: 3, late: 2, duplicate: 1 }),
        drained: async () => {
          isDrained = true
        },
      },
      { from: AT, to: AT + 1_000 },
    )
    expect(report).toMatchObject({
      realm: 'drill',
      from: '2015-04-15T18:10:00+08:00',
      counts: { stored: 1_001, quarantined: 3, late: 2, duplicate: 1, values: { pm10: 1 } },
    })
    expect(report.orders).toHaveLength(1_234)
    expect([report.orders[0]!.id, report.orders.at(-1)!.id]).toEqual(['o0', 'o1233'])
    expect(report.orders[0]).toMatchObject({ township: '侯寨乡', placeName: 'p0' })
  })
})
