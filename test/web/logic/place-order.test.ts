import { expect, it } from 'vitest'
import { sitesFirst } from '../../../web/logic/place-order.ts'

it('lists sites before road sections, each by its id, 2 before 10', () => {
  const places = [
    { id: 'R1', kind: 'roadSection' },
    { id: 'S10', kind: 'buildingSite' },
    { id: 'A0', kind: 'roadSection' },
    { id: 'S2', kind: 'demolitionSite' },
  ] as const
  expect(sitesFirst(places).map(({ id }) => id)).toEqual(['S2', 'S10', 'A0', 'R1'])
})
