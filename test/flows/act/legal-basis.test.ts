/** Invariant 17: an order cites the law in force on its day for its own cause, and no other. Through the ACT road. */
import { beforeEach, describe, expect, it } from 'vitest'
import { presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { openControlRoom, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const CODE_BEGINS = Date.parse('2026-08-15T00:00:00+08:00')
const AUTOMATIC = { mode: 'automatic', release: 'automatic', registry: TWO_TOWNSHIPS } as const
const LAW = '中华人民共和国大气污染防治法'
const CODE = '中华人民共和国生态环境法典'

async function cited(start: number, minutes: number) {
  const room = await openControlRoom(operations, { ...AUTOMATIC, start })
  await room.blow(6, minutes)
  const order = (await room.orders()).find(({ placeId }) => placeId === 'site-1')!
  return { room, order, basis: presentRevision(order).basis }
}

describe('invariant 17: an order cites the law of its day', () => {
  it('the old law until the last minute before the code, the code from its first minute on', async () => {
    const { basis, order } = await cited(CODE_BEGINS - HOUR, 30)
    expect(presentRevision(order).issuedAt).toBeLessThan(CODE_BEGINS)
    expect(basis.map(({ document, article }) => [document, article])).toContainEqual([LAW, 69])
    expect(basis.map(({ document }) => document)).not.toContain(CODE)
  })

  it('and the code after, whatever the computer’s zone', async () => {
    const { basis } = await cited(CODE_BEGINS + MINUTE, 30)
    expect(basis.map(({ document, article }) => [document, article])).toContainEqual([CODE, 240])
    expect(basis.map(({ document }) => document)).not.toContain(LAW)
  })

  it('a wind order never borrows the basis of a declared warning; the order of that warning has it', async () => {
    const { room, basis } = await cited(CODE_BEGINS + MINUTE, 30)
    expect(basis.map(({ article }) => article)).not.toContain(264)
    const now = room.clock.now()
    const content = {
      ...NOTICE_CONTENT,
      kind: 'heavyPollution',
      startsAt: now,
      endsAt: now + HOUR,
      replyBy: null,
    } as const
    await room.act.notices.record(content, { actor: '王值班', reason: 'notice-recorded' })
    await room.blow(6, 3)
    const declared = (await room.orders()).find(({ cause }) => cause.kind === 'notice')!
    expect(presentRevision(declared).basis.map(({ article }) => article)).toContain(264)
  })

  it('a revision that begins after the change cites the code; the one before it stays as it was', async () => {
    const { room, order } = await cited(CODE_BEGINS - 165 * MINUTE, 30)
    await room.blow(2, 125)
    expect((await room.orders()).find(({ id }) => id === order.id)?.state).toBe('released')
    await room.blow(6, 40)
    const again = (await room.orders()).find(({ id }) => id === order.id)!
    if (again.revisions.length < 2) throw new Error('it was not ordered again')
    const documents = again.revisions.map(({ basis }) => basis.find(({ article }) => article !== null)?.document)
    expect(documents).toEqual([LAW, CODE])
  })
})
