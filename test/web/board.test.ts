/** The board's own logic: its states, what it finds, where arrows lead, and curves that leave gaps. */
import { describe, expect, it } from 'vitest'
import { boardPhase, decisionSize } from '../../web/board/board-phase.ts'
import { clustered, type MapMark } from '../../web/board/map-marks.ts'
import { nearestInDirection } from '../../web/board/map-steps.ts'
import { bandPath, gapPath } from '../../web/board/paths.ts'
import { type Findable, found } from '../../web/find/found.ts'
import { pendingOf } from '../../web/logic/pending.ts'
import { draft, episode, iso } from './support.ts'

describe('the state of the board', () => {
  it.each([
    { state: { kind: 'normal', toldPlaces: 0 }, phase: 'calm' },
    { state: { kind: 'unknown' }, phase: 'unknown' },
    { state: { kind: 'awaiting', episode: episode(), inForce: 0 }, phase: 'draft' },
    { state: { kind: 'controlling', episode: episode(), inForce: 3 }, phase: 'inForce' },
    // Never 正在管控 once the wind has ended.
    { state: { kind: 'ended', episode: null, inForce: 3 }, phase: 'releasing' },
  ] as const)('is $phase when the district is $state.kind', ({ state, phase }) => {
    expect(boardPhase(state)).toBe(phase)
  })

  it('gives a mass decision the large strip, a raise or a filing beside orders in force the small one, nothing no room', () => {
    expect(decisionSize('draft', [draft()], 0)).toBe('large')
    expect(decisionSize('inForce', [draft()], 2)).toBe('small')
    expect(decisionSize('releasing', [{ ...draft(), kind: 'release' }], 0)).toBe('large')
    expect(decisionSize('inForce', [], 1)).toBe('small')
    expect(decisionSize('inForce', [], 0)).toBe('none')
  })
})

describe('what waits', () => {
  it('stands in the order in which it decides itself, and nothing decided is in it', () => {
    const one = (id: string, state: 'waiting' | 'held' | 'issued', dueAt: string | null) => ({
      ...draft({ dueAt: dueAt === null ? null : iso(dueAt) }),
      ...{ id, state },
    })
    const all = [one('person', 'waiting', null), one('late', 'held', '09:20'), one('soon', 'waiting', '09:10')]
    expect(pendingOf([...all, one('done', 'issued', '09:00')]).map(({ id }) => id)).toEqual(['soon', 'late', 'person'])
  })
})

describe('⌘K', () => {
  const one = (kind: Findable['kind'], id: string, name: string, hint = ''): Findable => ({
    ...{ kind, id, name, hint },
    href: `/${id}`,
  })
  const all = [
    one('page', '/', '值守台'),
    one('place', 'S1', '侯寨1号工地', '侯寨乡'),
    one('township', 'T1', '侯寨乡(示意)'),
    one('order', 'o', '1120-012', '侯寨1号工地'),
  ]

  it.each([
    { asked: '', ids: ['/'] },
    { asked: '侯寨乡', ids: ['T1', 'S1'] },
    { asked: '1120', ids: ['o'] },
    { asked: '侯寨', ids: ['S1', 'T1', 'o'] },
    { asked: ' S1 ', ids: ['S1'] },
    { asked: '侯寨 1120', ids: ['o'] },
    { asked: 'nothing', ids: [] },
    { asked: '(.*', ids: [] },
  ])('finds $ids for "$asked"', ({ asked, ids }) => {
    expect(found(all, asked).map(({ id }) => id)).toEqual(ids)
  })
})

describe('the map', () => {
  const mark = (id: string, x: number, y: number): MapMark => ({
    ...{ id, x, y, name: id },
    ...{ shape: 'site', state: 'idle' },
  })

  it('leads an arrow to the nearest mark that lies that way, and nowhere when none does', () => {
    const marks = [mark('middle', 50, 50), mark('right', 80, 55), mark('far', 200, 50), mark('below', 52, 90)]
    const step = (key: string, from = 'middle') => nearestInDirection(marks, from, key)?.id ?? null
    expect([step('ArrowRight'), step('ArrowDown'), step('ArrowUp'), step('x')]).toEqual(['right', 'below', null, null])
    expect(nearestInDirection(marks, null, 'ArrowLeft')?.id).toBe('middle')
  })

  it('joins more than twelve within 40 pixels, and loses none', () => {
    const crowd = Array.from({ length: 13 }, (_, n) => mark(`c${n}`, n, n))
    const { single, clusters } = clustered([...crowd, mark('alone', 300, 300)])
    expect(single.map(({ id }) => id)).toEqual(['alone'])
    expect(clusters.map(({ count }) => count)).toEqual([13])
  })
})

describe('a curve', () => {
  it('is broken where nothing was measured, and shows a point that stands alone', () => {
    expect(
      gapPath([
        [0, 1],
        [1, 2],
        [2, null],
        [3, 4],
      ]),
    ).toBe('M0 1h0.01L1 2M3 4h0.01')
    expect(
      bandPath([
        [0, 1, 5],
        [1, 2, 6],
        [2, null, null],
        [3, 1, 2],
      ]),
    ).toBe('M0 1L1 2L1 6L0 5Z')
  })
})
