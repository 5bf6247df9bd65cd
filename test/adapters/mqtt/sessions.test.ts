import { expect, it } from 'vitest'
import { createSessions } from '../../../server/adapters/mqtt/sessions.ts'
import { MINUTE, SECOND } from '../../../server/domain/units.ts'

/** At which instants a device that comes each second is let in beside the connection that stands. */
function takeOvers(forMs: number): number[] {
  let now = 0
  const sessions = createSessions<number>(() => now)
  const at: number[] = []
  for (; now <= forMs; now += SECOND) {
    if (!sessions.mayOpen('d')) continue
    sessions.opened('d', now)
    at.push(now / SECOND)
  }
  return at
}

it('ends the connection that stands after ever longer times, ten minutes at most', () => {
  expect(takeOvers(60 * MINUTE)).toEqual([0, 10, 30, 70, 150, 310, 630, 1_230, 1_830, 2_430, 3_030])
})

it('opens at once when nothing stands, and knows only the last one opened', () => {
  const sessions = createSessions<string>(() => 0)
  sessions.opened('d', 'old')
  sessions.opened('d', 'new')
  sessions.closed('d', 'old')
  expect(sessions.all()).toEqual(['new'])
  sessions.closed('d', 'new')
  expect([sessions.all(), sessions.mayOpen('d')]).toEqual([[], true])
})
