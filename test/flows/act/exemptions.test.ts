/** Exemptions through ACT: who is spared what, never silently; what is owed again when they end. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewExemption } from '../../../server/domain/control/exemption.ts'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const AUTOMATIC = { mode: 'automatic', release: 'automatic' } as const
const officer = { actor: '王值班', reason: '住建局函' }
const FACTS: Omit<NewExemption, 'id'> = {
  ...{ placeId: 'site-1', number: '住建豁〔2015〕17号', department: '住建局', reason: '连续浇筑' },
  ...{ isByCity: false, measures: ['stopEarthworks'], from: T0, until: T0 + 3 * HOUR },
}

const orderAt = async (room: ControlRoom, placeId: string, kind = 'episode') =>
  (await room.orders()).find((one) => one.placeId === placeId && one.cause.kind === kind)
const asked = async (room: ControlRoom, placeId: string, kind?: string) => {
  const order = await orderAt(room, placeId, kind)
  return order ? measuresAsked(presentRevision(order)).map(({ measure }) => measure) : null
}

describe('an exemption', () => {
  it('spares the place what it names from the first order on, and the order says by which number until when', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.act.exemptions.grant(FACTS, officer)
    await room.blow(6, 30)
    expect(await asked(room, 'site-1')).not.toContain('stopEarthworks')
    expect(await asked(room, 'site-2')).toContain('stopEarthworks')
    expect((await orderAt(room, 'site-1'))?.notes).toContain(`exempt:stopEarthworks:${FACTS.until}:${FACTS.number}`)
  })

  it('of everything means no order; at its end the place is ordered what the others were', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.act.exemptions.grant({ ...FACTS, measures: [], until: T0 + HOUR }, officer)
    await room.blow(6, 59)
    expect(await asked(room, 'site-1')).toBeNull()
    await room.blow(6, 1)
    expect(await asked(room, 'site-1')).toEqual(await asked(room, 'site-2'))
    expect(presentRevision((await orderAt(room, 'site-1'))!).issuedAt).toBe(T0 + HOUR)
  })

  it('granted while an order is in force withdraws what it spares, and its end asks that again, anew', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.blow(6, 30)
    const before = await asked(room, 'site-1')
    await room.act.exemptions.grant({ ...FACTS, from: room.clock.now(), until: T0 + HOUR }, officer)
    expect(await asked(room, 'site-1')).toEqual(before!.filter((one) => one !== 'stopEarthworks'))
    const order = (await orderAt(room, 'site-1'))!
    await room.act.orders.acknowledge(order.id, null, { ...officer, scope: { kind: 'district' } }, null)
    await room.blow(6, 30)
    expect((await asked(room, 'site-1'))?.toSorted()).toEqual(before?.toSorted())
    expect(presentRevision((await orderAt(room, 'site-1'))!).acknowledgedAt).toBeNull()
    expect((await room.orders()).filter(({ placeId }) => placeId === 'site-1')).toHaveLength(1)
  })

  it('taken back asks at once', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const exemption = await room.act.exemptions.grant({ ...FACTS, measures: [] }, officer)
    await room.blow(6, 30)
    expect(await asked(room, 'site-1')).toBeNull()
    const outcome = await room.act.exemptions.revoke(exemption.id, null, { actor: '李带班', reason: '不再浇筑' })
    expect(outcome).toMatchObject({ kind: 'changed', exemption: { revokedBy: '李带班' } })
    expect(await asked(room, 'site-1')).toEqual(await asked(room, 'site-2'))
    expect(await room.act.exemptions.revoke(exemption.id, null, officer)).toMatchObject({ kind: 'over' })
  })

  it('that begins later withdraws then', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.act.exemptions.grant({ ...FACTS, from: T0 + 40 * MINUTE }, officer)
    await room.blow(6, 39)
    expect(await asked(room, 'site-1')).toContain('stopEarthworks')
    await room.blow(6, 1)
    expect(await asked(room, 'site-1')).not.toContain('stopEarthworks')
  })

  it('invariant 14: spares nothing of what a notice demands, unless the city gave it', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    const content = { ...NOTICE_CONTENT, startsAt: T0, endsAt: T0 + 5 * HOUR, replyBy: null }
    await room.act.exemptions.grant(FACTS, officer)
    await room.act.exemptions.grant({ ...FACTS, placeId: 'site-2', isByCity: true, number: '市豁3号' }, officer)
    await room.act.notices.record(content, officer)
    await room.blow(3, 4)
    expect(await asked(room, 'site-1', 'notice')).toEqual(['stopEarthworks', 'stopMuckTrucks'])
    expect(await asked(room, 'site-2', 'notice')).toEqual(['stopMuckTrucks'])
  })

  it('invariant 16: a restart between changes nothing', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.act.exemptions.grant({ ...FACTS, measures: [], until: T0 + HOUR }, officer)
    await room.blow(6, 30)
    const later = await openControlRoom(operations, { ...AUTOMATIC, start: room.clock.now() })
    await later.blow(6, 29)
    expect(await asked(later, 'site-1')).toBeNull()
    await later.blow(6, 1)
    expect(await asked(later, 'site-1')).toEqual(await asked(later, 'site-2'))
  })

  it('that could not be stored spares nobody, and one whose taking back could not be stored goes on', async () => {
    let isBroken = false
    const breaking: Operations = {
      ...operations,
      change: (work) =>
        operations.change(async (books) => {
          const result = await work(books)
          if (isBroken) throw new OperationsUnavailable('the database is gone')
          return result
        }),
    }
    const room = await openControlRoom(breaking, AUTOMATIC)
    const held = await room.act.exemptions.grant({ ...FACTS, placeId: 'site-2' }, officer)
    isBroken = true
    await expect(room.act.exemptions.grant(FACTS, officer)).rejects.toBeInstanceOf(OperationsUnavailable)
    await expect(room.act.exemptions.revoke(held.id, null, officer)).rejects.toBeInstanceOf(OperationsUnavailable)
    isBroken = false
    await room.blow(6, 30)
    expect(await asked(room, 'site-1')).toContain('stopEarthworks')
    expect(await asked(room, 'site-2')).not.toContain('stopEarthworks')
  })

  it('asks nothing at its end when nothing is in force', async () => {
    const room = await openControlRoom(operations, AUTOMATIC)
    await room.act.exemptions.grant({ ...FACTS, measures: [], until: T0 + HOUR }, officer)
    await room.blow(2, 70)
    expect(await room.orders()).toEqual([])
    const actions = (await room.audit()).map(({ action }) => action)
    expect(actions.filter((one) => one.startsWith('exemption'))).toEqual(['exemption.ended', 'exemption.granted'])
  })
})
