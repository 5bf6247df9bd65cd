import { describe, expect, it } from 'vitest'
import type { CauseKind } from '../../../server/domain/control/cause.ts'
import { newOrder, type Order } from '../../../server/domain/control/order.ts'
import { mayRelease } from '../../../server/domain/control/release.ts'
import { MINUTE } from '../../../server/domain/units.ts'

function order(id: string, placeId: string, kind: CauseKind = 'episode'): Order {
  const facts = { id, number: id, placeId, townshipId: 't1', cause: { kind, id: `cause-of-${id}` } }
  const demand = { level: 4, measures: [{ measure: 'stopEarthworks', dueInMs: MINUTE }], notes: [] } as const
  return newOrder(facts, demand, 0, { acknowledgeWithinMs: MINUTE })
}

const wind = order('wind', 'site-1')
const OFFICER = { mayEndEarly: false }
const CHIEF = { mayEndEarly: true }

describe('the gate of every release', () => {
  it('lets go when the cause is over, whoever asks', () => {
    for (const by of [OFFICER, CHIEF]) {
      expect(mayRelease(wind, [wind], true, by)).toEqual({ kind: 'may', remaining: [] })
    }
  })

  it('needs the chief while the cause goes on', () => {
    expect(mayRelease(wind, [wind], false, OFFICER)).toEqual({ kind: 'needs-chief' })
    expect(mayRelease(wind, [wind], false, CHIEF)).toMatchObject({ kind: 'may' })
  })

  it('invariant 14: lets nobody release what a notice in force demands, the chief neither', () => {
    const declared = order('declared', 'site-1', 'notice')
    const refused = { kind: 'notice-in-force', notice: 'cause-of-declared' }
    for (const by of [OFFICER, CHIEF]) {
      expect(mayRelease(declared, [declared], false, by)).toEqual(refused)
      expect(mayRelease(declared, [declared], true, by)).toMatchObject({ kind: 'may' })
    }
  })

  it('invariant 13: names every other order that is still in force at the place, and none of another place', () => {
    const declared = order('declared', 'site-1', 'notice')
    const elsewhere = order('elsewhere', 'site-2')
    const verdict = mayRelease(wind, [wind, declared, elsewhere], true, OFFICER)
    expect(verdict).toEqual({ kind: 'may', remaining: [declared] })
  })
})
