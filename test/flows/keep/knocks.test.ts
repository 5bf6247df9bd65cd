import { expect, it } from 'vitest'
import { MINUTE } from '../../../server/domain/units.ts'
import { doorHealth } from '../../../server/flows/keep/door-health.ts'
import { createKnocks } from '../../../server/flows/keep/knocks.ts'

function knocks() {
  let now = 0
  return createKnocks({ now: () => ++now })
}

it('lists who knocked by name, address and reason, the newest first, with a count', () => {
  const list = knocks()
  const knock = { name: 'dust-1', address: '10.0.0.1', why: 'wrong-secret' }
  for (const one of [knock, { ...knock, address: '10.0.0.2' }, knock]) list.note(one)
  expect(list.list()).toEqual([
    { ...knock, firstAt: 1, lastAt: 3, times: 2 },
    { ...knock, address: '10.0.0.2', firstAt: 2, lastAt: 2, times: 1 },
  ])
})

it('lets nobody wash the list out with made-up names', () => {
  const list = knocks()
  list.note({ name: 'dust-1', address: '10.0.0.1', why: 'wrong-secret' })
  for (let n = 0; n < 1_000; n += 1) list.note({ name: `x${n}`, address: '10.6.6.6', why: 'not-registered' })
  const all = list.list()
  expect(all).toHaveLength(22)
  expect(all[0]).toMatchObject({ name: null, address: '10.6.6.6', times: 980 })
  expect(all.at(-1)).toMatchObject({ name: 'dust-1' })
})

it('shows no name as a stranger wrote it', () => {
  const list = knocks()
  list.note({ name: '\u202e<b>\n'.repeat(40), address: null, why: 'no-device-id' })
  expect(list.list()[0]?.name).toMatch(/^[^\n\u202e]{64}$/)
})

it('is told in health for ten minutes when two share one identity, and how many go by name', () => {
  const list = knocks()
  list.note({ name: 'dust-1', address: '10.0.0.1', why: 'connected-already' })
  const door = (byName: number) => ({ byName, knocks: list.list() })
  expect(doorHealth(door(0), 2)).toMatchObject({ status: 'degraded', problem: expect.stringContaining('dust-1') })
  expect(doorHealth(door(0), 10 * MINUTE + 1)).toEqual({ status: 'ok', problem: null, byName: 0 })
  expect(doorHealth(door(3), 10 * MINUTE + 1)).toMatchObject({
    problem: expect.stringMatching(/^3 devices/),
    byName: 3,
  })
  expect(doorHealth(null, 2)).toEqual({ status: 'ok', problem: null, byName: 0 })
})
