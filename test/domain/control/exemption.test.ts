import { describe, expect, it } from 'vitest'
import {
  type Exemption,
  ended,
  isExempt,
  newExemption,
  nextInstantOf,
  revoked,
  spares,
} from '../../../server/domain/control/exemption.ts'

const FACTS = {
  ...{ id: 'x1', placeId: 'site-1', number: '住建豁〔2026〕17号', department: '住建局', reason: '连续浇筑' },
  ...{ isByCity: false, measures: [], from: 100, until: 200 },
} as const
const anExemption = (facts: Partial<Exemption> = {}): Exemption => ({
  ...newExemption(FACTS, { at: 50, by: '李带班' }),
  ...facts,
})

describe('an exemption', () => {
  it('holds from its beginning to just before its end, or until it is taken back', () => {
    expect([99, 100, 199, 200].map((at) => isExempt(anExemption(), at))).toEqual([false, true, true, false])
    expect(isExempt(anExemption({ revokedAt: 150 }), 150)).toBe(false)
  })

  it('spares what it names, or everything when it names nothing', () => {
    const wind = { kind: 'episode' }
    expect(spares(anExemption(), 'spray', wind)).toBe(true)
    const some = anExemption({ measures: ['stopEarthworks'] })
    expect([spares(some, 'stopEarthworks', wind), spares(some, 'coverBareSoil', wind)]).toEqual([true, false])
  })

  it('invariant 14: spares nothing of what a notice demands, unless the city gave it', () => {
    expect(spares(anExemption(), 'spray', { kind: 'notice' })).toBe(false)
    expect(spares(anExemption({ isByCity: true }), 'spray', { kind: 'notice' })).toBe(true)
  })

  it('is looked at when it begins and when it ends, and ends once', () => {
    expect([nextInstantOf(anExemption(), 60), nextInstantOf(anExemption(), 100)]).toEqual([100, 200])
    expect(ended(anExemption(), 199)).toBeNull()
    const over = ended(anExemption(), 200)!
    expect(over).toMatchObject({ endedAt: 200, version: 2 })
    expect([ended(over, 300), nextInstantOf(over, 0)]).toEqual([null, null])
  })

  it('is taken back by a person with a reason, once', () => {
    const chief = { at: 150, by: '李带班' }
    const outcome = revoked(anExemption(), '不再浇筑', chief)
    expect(outcome).toMatchObject({
      kind: 'changed',
      exemption: { revokedAt: 150, endedAt: 150, revokeReason: '不再浇筑' },
    })
    if (outcome.kind === 'changed') expect(revoked(outcome.exemption, 'x', chief)).toEqual({ kind: 'over', at: 150 })
    expect(revoked(anExemption(), 'x', { ...chief, at: 200 })).toEqual({ kind: 'over', at: 200 })
  })
})
