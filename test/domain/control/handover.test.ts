import { describe, expect, it } from 'vitest'
import { hasOpenPromise, newHandover, settledPromise, takenOver } from '../../../server/domain/control/handover.ts'

const sheet = newHandover(
  {
    ...{ id: 'h1', notes: '三标段15点前盖好', figures: { inForce: 12 } },
    promises: [
      { what: '回电三标段', dueAt: 900, orderId: 'o1' },
      { what: '问气象台', dueAt: null, orderId: null },
    ],
  },
  { at: 100, by: '王值班' },
)

describe('a hand-over', () => {
  it('is taken over once, by somebody else', () => {
    expect(takenOver(sheet, { at: 110, by: '王值班' })).toEqual({ kind: 'same-person' })
    const taken = takenOver(sheet, { at: 120, by: '张值班' })
    expect(taken).toMatchObject({ kind: 'changed', handover: { takenAt: 120, takenBy: '张值班', version: 2 } })
    if (taken.kind !== 'changed') return
    expect(takenOver(taken.handover, { at: 130, by: '李带班' })).toEqual({ kind: 'already', by: '张值班', at: 120 })
  })

  it('keeps its promises open until each is settled, once', () => {
    const first = settledPromise(sheet, 1, 'kept', { at: 200, by: '张值班' })
    if (first.kind !== 'changed') throw new Error(first.kind)
    expect(first.handover.promises[0]?.settled).toEqual({ at: 200, by: '张值班', how: 'kept' })
    expect(hasOpenPromise(first.handover)).toBe(true)
    expect(settledPromise(first.handover, 1, 'dropped', { at: 300, by: '李带班' })).toMatchObject({ kind: 'already' })
    expect(settledPromise(first.handover, 3, 'kept', { at: 300, by: '李带班' })).toEqual({ kind: 'no-such-promise' })
    const all = settledPromise(first.handover, 2, 'dropped', { at: 300, by: '李带班' })
    expect(all.kind === 'changed' && hasOpenPromise(all.handover)).toBe(false)
  })
})
