import { expect, it } from 'vitest'
import { mayActAt } from '../../../web/site/may-act-at.ts'

const place = { id: 's1', townshipId: 't1', helperTownshipId: 't2' }

it.each([
  { who: 'the site itself', session: { role: 'site', place: 's1', township: null }, may: true },
  { who: 'another site', session: { role: 'site', place: 's2', township: null }, may: false },
  { who: 'its lead township', session: { role: 'township', place: null, township: 't1' }, may: true },
  { who: 'its helper township', session: { role: 'township', place: null, township: 't2' }, may: true },
  { who: 'another township', session: { role: 'township', place: null, township: 't3' }, may: false },
  { who: 'the office', session: { role: 'dutyOfficer', place: null, township: null }, may: true },
  { who: 'a wall screen', session: { role: 'viewer', place: null, township: null }, may: false },
] as const)('the site card lets $who act: $may', ({ session, may }) => {
  expect(mayActAt(place, session)).toBe(may)
})
