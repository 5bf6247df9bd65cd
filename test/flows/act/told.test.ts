/** Levels below the response plan's first ask nothing: the places are told, and nothing is ordered or let go for them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { WINDY_DAY_DEFAULTS } from '../../../server/domain/rules/windy-day/settings.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { openControlRoom } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

/** An office that already tells its places of level 3. */
const FROM_LEVEL_3 = { ...WINDY_DAY_DEFAULTS, levels: [{ level: 3, boundMps: 5 }, ...WINDY_DAY_DEFAULTS.levels] }

describe('an episode below the first level of its response plan', () => {
  it('tells every place in scope once, and neither drafts nor orders', async () => {
    const room = await openControlRoom(operations, { rule: FROM_LEVEL_3 })
    await room.blow(5.2, 60)
    expect((await room.episodes()).map((one) => one.level)).toEqual([3])
    const told = (await room.notifications()).filter((one) => one.kind === 'told')
    expect(told.map((one) => one.recipient).sort()).toEqual(['place:road-1', 'place:site-1', 'place:site-2'])
    expect(await room.orders()).toEqual([])
    expect(await operations.read.drafts.pending()).toEqual([])
  })

  it('takes back the release that waits when it opens again: what was ordered stays in force', async () => {
    const room = await openControlRoom(operations, { rule: FROM_LEVEL_3 })
    await room.blow(6, 30)
    const waiting = async () => (await operations.read.drafts.pending()).map((one) => one.kind)
    for (let minute = 0; (await waiting()).length === 0 && minute < 240; minute += 1) await room.blow(2, 1)
    expect(await waiting()).toEqual(['release'])
    await room.blow(5.2, 30)
    const [episode] = await room.episodes()
    expect(episode?.changes.at(-1)?.reason.code).toBe('reopened')
    expect(await waiting()).toEqual([])
    expect((await room.orders()).map((order) => order.state)).toEqual(['issued', 'issued', 'issued'])
  })
})
