/** 安全收尾 through ACT: asked for by the site, decided by the office, and what it does to orders in force. */
import { beforeEach, describe, expect, it } from 'vitest'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const SITE = { actor: '一标段', reason: '底板浇筑', scope: { kind: 'place', placeId: 'site-1' } } as const
const OFFICER = { actor: '王值班', reason: '同意' }
const AS_ASKED = { until: null, isByCity: false }

async function underControl(): Promise<ControlRoom> {
  const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
  await room.blow(6, 30)
  return room
}

const orderAt = async (room: ControlRoom, placeId: string, kind = 'episode') =>
  (await room.orders()).find((one) => one.placeId === placeId && one.cause.kind === kind)!
const measureAt = async (room: ControlRoom, name: string, kind?: string) =>
  measuresAsked(presentRevision(await orderAt(room, 'site-1', kind))).find(({ measure }) => measure === name)!

async function file(room: ControlRoom, kind = 'episode', until = room.clock.now() + 2 * HOUR) {
  const { id } = await orderAt(room, 'site-1', kind)
  const asked = { measures: ['stopEarthworks'], reason: SITE.reason, until } as const
  const outcome = await room.act.filings.finishSafely(id, asked, SITE, null)
  if (outcome.kind !== 'filed') throw new Error(outcome.kind)
  return outcome.filing
}

describe('安全收尾', () => {
  it('waits for the office, which is told, and moves nothing before', async () => {
    const room = await underControl()
    const before = await measureAt(room, 'stopEarthworks')
    const filing = await file(room)
    expect(filing.number).toBe('F2015-0415-001')
    expect(await measureAt(room, 'stopEarthworks')).toEqual(before)
    const told = (await room.notifications()).filter(({ kind }) => kind === 'filing')
    expect(told).toMatchObject([{ recipient: 'officer', facts: { became: 'waits', number: filing.number } }])
    const again = await room.act.filings.finishSafely(
      filing.orderId,
      { measures: ['stopEarthworks'], reason: 'x', until: room.clock.now() + HOUR },
      SITE,
      null,
    )
    expect(again.kind).toBe('waits-already')
  })

  it('accepted moves the deadline of all orders at the place that wait for it; the site is told, and it ends then', async () => {
    const room = await underControl()
    const filing = await file(room)
    const until = room.clock.now() + HOUR
    const outcome = await room.act.filings.accept(filing.id, 1, OFFICER, { until, isByCity: false })
    expect(outcome.kind).toBe('changed')
    expect(await measureAt(room, 'stopEarthworks')).toMatchObject({ dueAt: until, finish: { filing: filing.number } })
    const facts = (await room.notifications()).find(
      ({ recipient, kind }) => kind === 'filing' && recipient !== 'officer',
    )
    expect(facts).toMatchObject({ recipient: 'place:site-1', facts: { became: 'accepted', until } })
    await room.blow(6, 60)
    expect(await operations.read.filings.get(filing.id)).toMatchObject({ decision: 'accepted', endedAt: until })
    expect(await measureAt(room, 'stopEarthworks')).toMatchObject({ dueAt: until })
  })

  it('undecided lapses at the time it asked for, and the site is told', async () => {
    const room = await underControl()
    const filing = await file(room, 'episode', room.clock.now() + 30 * MINUTE)
    await room.blow(6, 30)
    expect(await operations.read.filings.get(filing.id)).toMatchObject({ decision: null, endedAt: filing.askedUntil })
    expect((await room.notifications()).find(({ key }) => key.endsWith('/lapsed'))).toMatchObject({
      recipient: 'place:site-1',
    })
    expect((await room.act.filings.accept(filing.id, null, OFFICER, AS_ASKED)).kind).toBe('over')
  })

  it('refused changes nothing but its own state', async () => {
    const room = await underControl()
    const before = await measureAt(room, 'stopEarthworks')
    const filing = await file(room)
    await room.act.filings.refuse(filing.id, 1, { actor: '王值班', reason: '可以停' })
    expect(await measureAt(room, 'stopEarthworks')).toEqual(before)
    expect(await operations.read.filings.open()).toEqual([])
  })

  it('of what a notice from above demands needs the word of the city', async () => {
    const room = await openControlRoom(operations, { mode: 'automatic', release: 'automatic' })
    const notice = { ...NOTICE_CONTENT, startsAt: T0, endsAt: T0 + 10 * HOUR, measures: ['stopEarthworks'] as const }
    await room.act.notices.record(notice, { actor: '王值班', reason: 'x' })
    await room.blow(3, 10)
    const filing = await file(room, 'notice')
    expect((await room.act.filings.accept(filing.id, null, OFFICER, AS_ASKED)).kind).toBe('needs-city')
    expect((await operations.read.filings.get(filing.id))?.decision).toBeNull()
    const outcome = await room.act.filings.accept(filing.id, null, OFFICER, { until: null, isByCity: true })
    expect(outcome.kind).toBe('changed')
    expect((await measureAt(room, 'stopEarthworks', 'notice')).dueAt).toBe(filing.askedUntil)
  })

  it('comes to nothing when the measure was done meanwhile, and one at another place is not theirs', async () => {
    const room = await underControl()
    const filing = await file(room)
    await room.act.orders.done(filing.orderId, 'stopEarthworks', null, SITE, null)
    expect((await room.act.filings.accept(filing.id, null, OFFICER, AS_ASKED)).kind).toBe('nothing-asked')
    const other = await orderAt(room, 'site-2')
    const asked = { measures: ['stopEarthworks'], reason: 'x', until: room.clock.now() + HOUR } as const
    expect((await room.act.filings.finishSafely(other.id, asked, SITE, null)).kind).toBe('out-of-scope')
  })

  it('outlives a restart: what waits still lapses, what was accepted still ends', async () => {
    const room = await underControl()
    const filing = await file(room, 'episode', room.clock.now() + 30 * MINUTE)
    const again = await openControlRoom(operations, { mode: 'automatic', start: room.clock.now() })
    await again.blow(6, 31)
    expect((await operations.read.filings.get(filing.id))?.endedAt).toBe(filing.askedUntil)
  })
})
