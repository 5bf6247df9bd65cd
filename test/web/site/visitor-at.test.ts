import { expect, it } from 'vitest'
import { visitorAt } from '../../../web/site/visitor-at.ts'

const place = { id: 's1', townshipId: 't1', helperTownshipId: 't2' }

it.each([
  { who: 'the site itself', session: { role: 'site', place: 's1', township: null }, visitor: 'addressee' },
  { who: 'another site', session: { role: 'site', place: 's2', township: null }, visitor: 'nobody' },
  { who: 'its lead township', session: { role: 'township', place: null, township: 't1' }, visitor: 'preview' },
  { who: 'another township', session: { role: 'township', place: null, township: 't3' }, visitor: 'preview' },
  { who: 'the office', session: { role: 'dutyOfficer', place: null, township: null }, visitor: 'preview' },
  { who: 'a wall screen', session: { role: 'viewer', place: null, township: null }, visitor: 'nobody' },
] as const)('the site card takes $who for: $visitor', ({ session, visitor }) => {
  expect(visitorAt(place, session)).toBe(visitor)
})
