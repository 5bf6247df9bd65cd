/** A draft says what it would do: counted by the server, whole, and counted anew when places come. */
import { beforeEach, describe, expect, it } from 'vitest'
import { draftView, effectPlaceViews } from '../../../server/contract/draft.ts'
import { measuresAsked, presentRevision } from '../../../server/domain/control/order.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, place } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const OFFICER = { actor: 'wang', reason: 'decided' }

async function draftOf(room: ControlRoom) {
  for (let minute = 0; minute < 60; minute++) {
    const [draft] = await operations.read.drafts.pending()
    if (draft) return draft
    await room.blow(6, 1)
  }
  throw new Error('no draft was opened')
}

describe('what a draft would do', () => {
  it('is exactly what issuing it then orders, place by place', async () => {
    const room = await openControlRoom(operations)
    const draft = await draftOf(room)
    const told = draft.effect!.places.map(({ placeId, measures }) => [placeId, measures.map((one) => one.measure)])
    await room.act.drafts.issue(draft.id, draft.version, OFFICER)
    const ordered = (await room.orders()).map((order) => [
      order.placeId,
      presentRevision(order).measures.map((one) => one.measure),
    ])
    expect(new Map(told as [string, unknown][])).toEqual(new Map(ordered as [string, unknown][]))
  })

  it('is counted by kind of place and by measure, with the deadlines', async () => {
    const room = await openControlRoom(operations)
    const view = draftView(await draftOf(room), room.registry)
    expect(view.effect).toMatchObject({
      places: 3,
      kinds: [
        { kind: 'buildingSite', places: 2 },
        { kind: 'roadSection', places: 1 },
      ],
    })
    expect(view.effect!.measures).toContainEqual({ measure: 'stopEarthworks', places: 2, dueInMinutes: [15, 15] })
    expect(view.effect!.measures).toContainEqual({ measure: 'sprinklerRun', places: 1, dueInMinutes: [60, 60] })
  })

  it('names for a raise only what it adds to what is ordered already', async () => {
    const room = await openControlRoom(operations)
    const first = await draftOf(room)
    await room.act.drafts.issue(first.id, null, OFFICER)
    for (let minute = 0; (await operations.read.drafts.pending()).length === 0 && minute < 40; minute++) {
      await room.blow(9, 1)
    }
    const [raise] = await operations.read.drafts.pending()
    const ofSite = effectPlaceViews(raise!.effect!, room.registry).find((one) => one.place === 'site-1')
    expect(ofSite?.measures).toEqual([{ measure: 'spray', dueInMinutes: 15 }])
  })

  it('is what would be let go for a release, and nothing for a review', async () => {
    const room = await openControlRoom(operations)
    const first = await draftOf(room)
    await room.act.drafts.issue(first.id, null, OFFICER)
    await room.blow(5, 4 * 60)
    const review = (await operations.read.drafts.pending()).find((one) => one.kind === 'review')
    expect(review?.effect?.places).toEqual([])
    await room.blow(2, 75)
    const release = (await operations.read.drafts.pending()).find((one) => one.kind === 'release')!
    const inForce = (await room.orders()).map((order) => [
      order.placeId,
      measuresAsked(presentRevision(order)).map((one) => one.measure),
    ])
    expect(
      new Map(release.effect!.places.map((one) => [one.placeId, one.measures.map(({ measure }) => measure)])),
    ).toEqual(new Map(inForce as [string, never][]))
  })

  it('is counted anew when a place is registered while it waits, with its line in the audit', async () => {
    const room = await openControlRoom(operations)
    const draft = await draftOf(room)
    await room.registry.save({ places: [place('site-9', 't2')] }, OFFICER)
    await room.blow(6, 1)
    const [after] = await operations.read.drafts.pending()
    expect(after!.effect!.places.map((one) => one.placeId)).toContain('site-9')
    expect(after!.effect!.at - draft.effect!.at).toBeLessThanOrEqual(2 * MINUTE)
    expect((await room.audit()).map((line) => line.action)).toContain('draft.recounted')
  })

  it('is left as it is, with its version, by a restart and by a registry change that touches nobody it reaches', async () => {
    const room = await openControlRoom(operations)
    const draft = await draftOf(room)
    await room.registry.save({ places: [{ ...place('done-1', 't2'), phase: 'finished' }] }, OFFICER)
    await room.blow(6, 1)
    const again = await openControlRoom(operations, { start: room.clock.now() })
    again.act.restore(room.act.snapshot().samples)
    await again.blow(6, 1)
    expect(await operations.read.drafts.pending()).toEqual([draft])
  })
})
