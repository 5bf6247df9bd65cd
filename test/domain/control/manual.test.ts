import { describe, expect, it } from 'vitest'
import {
  confirmed,
  endedBy,
  endInstantOf,
  isOver,
  type ManualContent,
  manualCause,
  means,
  newManual,
} from '../../../server/domain/control/manual.ts'
import { place } from '../../support/control-room.ts'

const CONTENT: ManualContent = {
  reason: '举报:夜间出土',
  scope: { kind: 'township', townshipId: 't1' },
  placeKinds: [],
  measures: ['stopEarthworks'],
  endsAt: 500,
}
const FACTS = { ...CONTENT, id: 'm1', townshipId: null, needsSecond: false }
const control = newManual(FACTS, { at: 100, by: '王值班' })
const waiting = newManual({ ...FACTS, needsSecond: true }, { at: 100, by: '王值班' })

describe('a manual control', () => {
  it('is ordered when it is decided, unless it needs a second person', () => {
    expect(control).toMatchObject({ decidedBy: '王值班', orderedAt: 100, confirmedBy: null, endedAt: null, version: 1 })
    expect(waiting.orderedAt).toBeNull()
    expect(manualCause('m1')).toEqual({ kind: 'manual', id: 'm1' })
  })

  it('is confirmed by another person only, and not after its end', () => {
    expect(confirmed(waiting, { at: 110, by: '王值班' })).toEqual({ kind: 'same-person' })
    expect(confirmed(waiting, { at: 500, by: '李带班' })).toEqual({ kind: 'over' })
    const after = confirmed(waiting, { at: 110, by: '李带班' })
    expect(after).toMatchObject({ kind: 'changed', control: { orderedAt: 110, confirmedBy: '李带班', version: 2 } })
  })

  it('means places of its scope, and of its kinds where it names any', () => {
    const site = place('p1', 't1')
    expect(means(control, site)).toBe(true)
    expect(means(control, { ...site, townshipId: 't2' })).toBe(false)
    expect(means(control, { ...site, townshipId: 't2', helperTownshipId: 't1' })).toBe(true)
    expect(means({ ...control, placeKinds: ['demolitionSite'] }, site)).toBe(false)
    expect(means({ ...control, placeKinds: ['buildingSite'] }, site)).toBe(true)
  })

  it('ends once: at its instant, or before it by a person with a reason', () => {
    expect(isOver(control, 499)).toBe(false)
    expect(isOver(control, 500)).toBe(true)
    expect(endInstantOf(control)).toBe(500)
    const ended = endedBy(control, '已覆盖', { at: 200, by: '李带班' })!
    expect(ended).toMatchObject({ endedAt: 200, endedBy: '李带班', endReason: '已覆盖', version: 2 })
    expect(isOver(ended, 201)).toBe(true)
    expect(endInstantOf(ended)).toBeNull()
    expect(endedBy(ended, '再说一次', { at: 300, by: '李带班' })).toBeNull()
    expect(isOver({ ...control, endsAt: null }, 10_000)).toBe(false)
  })
})
