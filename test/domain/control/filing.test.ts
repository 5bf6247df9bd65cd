import { describe, expect, it } from 'vitest'
import {
  accepted,
  ended,
  type Filing,
  finishRefusal,
  newFiling,
  refused,
} from '../../../server/domain/control/filing.ts'
import { entryOf } from '../../../server/domain/control/ledger.ts'
import type { Measure } from '../../../server/domain/control/measure.ts'
import {
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  presentRevision,
  release,
  reportDone,
} from '../../../server/domain/control/order.ts'
import { withFinish } from '../../../server/domain/control/safe-finish.ts'
import { signatureOf } from '../../../server/domain/control/signature.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'

const SETTINGS = { acknowledgeWithinMs: 10 * MINUTE }
const LIMITS = { longestFinishMs: 12 * HOUR }
const SITE = signatureOf('zhao', null)
const DEMAND = {
  level: 4,
  measures: [
    { measure: 'stopEarthworks', dueInMs: 15 * MINUTE },
    { measure: 'stopDemolition', dueInMs: 15 * MINUTE },
    { measure: 'coverBareSoil', dueInMs: 60 * MINUTE },
  ],
  notes: [],
} as const
const CAUSE = { kind: 'episode', id: 'e' } as const
const facts = { id: 'o', number: 'n', placeId: 'p', townshipId: 't' }
const issued = (kind: 'episode' | 'notice' = 'episode'): Order =>
  newOrder({ ...facts, cause: { ...CAUSE, kind } }, DEMAND, 0, SETTINGS)
const done = (order: Order, measure: Measure): Order => {
  const outcome = reportDone(order, measure, SITE, 5 * MINUTE)
  if (outcome.kind !== 'changed') throw new Error(outcome.kind)
  return outcome.order
}

const filed = (until = 3 * HOUR): Filing =>
  newFiling(
    {
      ...{ id: 'f', number: 'F1', kind: 'safeFinish', placeId: 'p', orderId: 'o', reason: '底板浇筑' },
      ...{ measures: ['stopEarthworks'], askedUntil: until },
    },
    SITE,
    10 * MINUTE,
  )
const WANG = { by: 'wang', reason: '同意' }
const agreed = (until: number | null = null, isByCity = false): Filing => {
  const outcome = accepted(filed(), { until, isByCity }, { ...WANG, at: 20 * MINUTE })
  if (outcome.kind !== 'changed') throw new Error(outcome.kind)
  return outcome.filing
}
const dueOf = (order: Order | null, name: Measure) =>
  order && measuresAsked(presentRevision(order)).find(({ measure }) => measure === name)?.dueAt

describe('a safe finish is asked for', () => {
  it.each([
    { case: 'a stop that is open', measures: ['stopEarthworks'], until: 3 * HOUR, refusal: null },
    { case: 'the last moment there is', measures: ['stopEarthworks'], until: 12 * HOUR, refusal: null },
    { case: 'later than that', measures: ['stopEarthworks'], until: 12 * HOUR + 1, refusal: 'too-late' },
    { case: 'the deadline it has', measures: ['stopEarthworks'], until: 15 * MINUTE, refusal: 'not-needed' },
    { case: 'what is not asked', measures: ['stopMuckTrucks'], until: 3 * HOUR, refusal: 'not-asked' },
    { case: 'cover, which stays owed', measures: ['coverBareSoil'], until: 3 * HOUR, refusal: 'not-fileable' },
  ] as const)('for $case: $refusal', ({ measures, until, refusal }) => {
    expect(finishRefusal(issued(), measures, until, LIMITS)?.kind ?? null).toBe(refusal)
  })

  it('not for what is done, nor of an order that has ended', () => {
    expect(finishRefusal(done(issued(), 'stopEarthworks'), ['stopEarthworks'], 3 * HOUR, LIMITS)?.kind).toBe(
      'not-asked',
    )
    const over = release(issued(), 'calm', HOUR)
    if (over.kind !== 'changed') throw new Error(over.kind)
    expect(finishRefusal(over.order, ['stopEarthworks'], 3 * HOUR, LIMITS)?.kind).toBe('not-in-force')
  })

  it('counts from when the measure was asked: a second one moves the last moment no further', () => {
    const moved = withFinish(issued(), agreed(), 20 * MINUTE)!
    expect(finishRefusal(moved, ['stopEarthworks'], 12 * HOUR + MINUTE, LIMITS)?.kind).toBe('too-late')
    expect(finishRefusal(moved, ['stopEarthworks'], 3 * HOUR, LIMITS)?.kind).toBe('not-needed')
  })
})

describe('what the office says to a filing', () => {
  it('is as asked for, or until earlier; never later, and never in the past', () => {
    expect(agreed()).toMatchObject({ decision: 'accepted', until: 3 * HOUR, decidedBy: 'wang', version: 2 })
    expect(agreed(2 * HOUR).until).toBe(2 * HOUR)
    const say = (until: number) => accepted(filed(), { until, isByCity: false }, { ...WANG, at: 20 * MINUTE })
    expect(say(4 * HOUR)).toEqual({ kind: 'wrong-end', latest: 3 * HOUR })
    expect(say(20 * MINUTE)).toEqual({ kind: 'wrong-end', latest: 3 * HOUR })
  })

  it('is said once, and not after the time it asked for', () => {
    const at = 30 * MINUTE
    expect(refused(agreed(), { ...WANG, at })).toEqual({ kind: 'over' })
    expect(accepted(agreed(), { until: null, isByCity: false }, { ...WANG, at })).toEqual({ kind: 'over' })
    expect(accepted(filed(), { until: null, isByCity: false }, { ...WANG, at: 3 * HOUR })).toEqual({ kind: 'over' })
  })

  it('may be no, which ends it', () => {
    const outcome = refused(filed(), { by: 'wang', reason: '可以停', at: 20 * MINUTE })
    expect(outcome).toMatchObject({
      filing: { decision: 'refused', decideReason: '可以停', until: null, endedAt: 20 * MINUTE },
    })
  })

  it('ends when its time has come; undecided it lapses then', () => {
    expect(ended(agreed(2 * HOUR), 2 * HOUR - 1)).toBeNull()
    expect(ended(agreed(2 * HOUR), 2 * HOUR)).toMatchObject({ decision: 'accepted', endedAt: 2 * HOUR })
    expect(ended(filed(), 3 * HOUR)).toMatchObject({ decision: null, endedAt: 3 * HOUR })
  })
})

describe('安全收尾 on an order', () => {
  it('moves the deadline of what it names, keeps the old one, and lateness counts from the new one', () => {
    const moved = withFinish(issued(), agreed(), 20 * MINUTE)!
    expect([dueOf(moved, 'stopEarthworks'), dueOf(moved, 'stopDemolition')]).toEqual([3 * HOUR, 15 * MINUTE])
    expect(presentRevision(moved).measures[0]?.finish).toEqual({
      ...{ filing: 'F1', at: 20 * MINUTE, by: 'wang', dueBefore: 15 * MINUTE },
    })
    const others = done(done(moved, 'stopDemolition'), 'coverBareSoil')
    const standing = (at: number) => {
      const row = {
        ...presentRevision(others),
        acknowledgedAt: 1,
        deliveredAt: 1,
        placeId: 'p',
        state: 'issued' as const,
      }
      return entryOf(row, at)
    }
    expect(standing(3 * HOUR)).toMatchObject({ part: 'undone', lateMs: 0 })
    expect(standing(4 * HOUR)).toMatchObject({ part: 'undone', lateMs: HOUR })
  })

  it('keeps the first deadline when it is moved again', () => {
    const moved = withFinish(issued(), agreed(2 * HOUR), 20 * MINUTE)!
    const again = withFinish(moved, { ...agreed(), number: 'F2' }, 30 * MINUTE)!
    expect(presentRevision(again).measures[0]?.finish).toMatchObject({ filing: 'F2', dueBefore: 15 * MINUTE })
  })

  it('moves nothing that is done, earlier, or withdrawn', () => {
    expect(withFinish(done(issued(), 'stopEarthworks'), agreed(), 20 * MINUTE)).toBeNull()
    const none = demandAgain(issued(), { ...DEMAND, measures: [] }, 18 * MINUTE, SETTINGS, 'reopened')
    expect(withFinish(none, agreed(), 20 * MINUTE)).toBeNull()
  })

  it('moves what a notice from above demands only with the word of the city', () => {
    expect(withFinish(issued('notice'), agreed(), 20 * MINUTE)).toBeNull()
    expect(dueOf(withFinish(issued('notice'), agreed(null, true), 20 * MINUTE), 'stopEarthworks')).toBe(3 * HOUR)
  })
})
