import { describe, expect, it } from 'vitest'
import type { CauseKind } from '../../../server/domain/control/cause.ts'
import type { Measure } from '../../../server/domain/control/measure.ts'
import { demandAgain, newOrder, type Order } from '../../../server/domain/control/order.ts'
import { mayRelease, remainingAt } from '../../../server/domain/control/release.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { aNotice } from '../../support/notices.ts'

function order(id: string, placeId: string, kind: CauseKind = 'episode'): Order {
  const facts = { id, number: id, placeId, townshipId: 't1', cause: { kind, id: `cause-of-${id}` } }
  const demand = { level: 4, measures: [{ measure: 'stopEarthworks', dueInMs: MINUTE }], notes: [] } as const
  return newOrder(facts, demand, 0, { acknowledgeWithinMs: MINUTE })
}

const wind = order('wind', 'site-1')
const standing = (isCauseOver: boolean, ...demanded: Measure[][]) => {
  return { isCauseOver, notices: demanded.map((measures, n) => aNotice(`n${n}`, { measures })) }
}
const OFFICER = { mayEndEarly: false }
const CHIEF = { mayEndEarly: true }

describe('the gate of every release', () => {
  it('lets go when the cause is over, whoever asks', () => {
    for (const by of [OFFICER, CHIEF]) {
      expect(mayRelease(wind, standing(true), by)).toEqual({ kind: 'may' })
    }
  })

  it('needs the chief while the cause goes on', () => {
    expect(mayRelease(wind, standing(false), OFFICER)).toEqual({ kind: 'needs-chief' })
    expect(mayRelease(wind, standing(false), CHIEF)).toMatchObject({ kind: 'may' })
  })

  it('invariant 14: lets nobody release what a notice in force demands, the chief neither', () => {
    const declared = order('declared', 'site-1', 'notice')
    const refused = { kind: 'notice-in-force', notice: 'cause-of-declared' }
    for (const by of [OFFICER, CHIEF]) {
      expect(mayRelease(declared, standing(false), by)).toEqual(refused)
      expect(mayRelease(declared, standing(true), by)).toMatchObject({ kind: 'may' })
    }
  })

  it('invariant 13: names every other order that is still in force at the place, and none of another place', () => {
    const declared = order('declared', 'site-1', 'notice')
    const elsewhere = order('elsewhere', 'site-2')
    expect(remainingAt(wind, [wind, declared, elsewhere])).toEqual([declared])
  })

  it('invariants 13 and 14: lets nobody release what another order asks and a notice in force demands', () => {
    for (const by of [OFFICER, CHIEF]) {
      for (const isOver of [true, false]) {
        expect(mayRelease(wind, standing(isOver, ['selfCheck'], ['stopEarthworks']), by)).toEqual({
          kind: 'notice-in-force',
          notice: 'n1',
        })
      }
    }
  })

  it('counts a stop of all dusty work as a stop of earthworks, and no other way round', () => {
    expect(mayRelease(wind, standing(true, ['stopDustyWork']), CHIEF)).toMatchObject({ notice: 'n0' })
    expect(mayRelease(wind, standing(true, ['stopDemolition']), CHIEF)).toMatchObject({ kind: 'may' })
  })

  it('lets go what the order no longer asks although a notice demands it', () => {
    const lowered = demandAgain(wind, { level: 4, measures: [], notes: [] }, 1, { acknowledgeWithinMs: 1 }, 'reopened')
    expect(mayRelease(lowered, standing(true, ['stopEarthworks']), OFFICER)).toMatchObject({ kind: 'may' })
  })
})
