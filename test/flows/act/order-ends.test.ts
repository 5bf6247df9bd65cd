/** The gate asks how things stand with the cause; what nothing is known of is not over. */
import { expect, it } from 'vitest'
import { newOrder } from '../../../server/domain/control/order.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import { openControlRoom } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

const database = embeddedOperations()

it('invariant 14: an order of whatever nobody knows of is not released as if that had ended', async () => {
  const operations = database()
  const room = await openControlRoom(operations)
  const facts = { id: 'o1', number: '2015-0415-001', placeId: 'site-1', townshipId: 't1' }
  const demand = { level: 4, measures: [{ measure: 'stopEarthworks', dueInMs: MINUTE }], notes: [] } as const
  const order = newOrder({ ...facts, cause: { kind: 'manual', id: 'm1' } }, demand, room.clock.now(), {
    acknowledgeWithinMs: MINUTE,
  })
  await operations.change((books) => books.orders.save([order]))
  const outcome = await room.act.orders.release('o1', null, { actor: 'li', reason: '恢复作业', mayEndEarly: false })
  expect(outcome).toMatchObject({ kind: 'needs-chief' })
  expect((await room.orders()).map((one) => one.state)).toEqual(['issued'])
})
