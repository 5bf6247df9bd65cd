/** The machine's clock is set while the program runs, or was wrong in an earlier life of it (reliability.md T8). */
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY, type EpochMs, HOUR, MINUTE, type Ms, SECOND } from '../../../server/domain/units.ts'
import { JUDGE_AFTER_MS } from '../../../server/flows/act/live-judging.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, type RoomSettings, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

/** A machine whose clock can be set, and which runs on by itself. */
function machineAt(start: EpochMs) {
  let uptimeMs = 1_000 * HOUR
  let setBy = 0
  return {
    now: () => start - 1_000 * HOUR + uptimeMs + setBy,
    uptimeMs: () => uptimeMs,
    pass: (ms: Ms) => {
      uptimeMs += ms
    },
    set: (by: Ms) => {
      setBy += by
    },
  }
}

async function liveRoom(settings: RoomSettings = {}, start = T0) {
  const machine = machineAt(start + JUDGE_AFTER_MS)
  const room = await openControlRoom(operations, { ...settings, start, live: true, machine })
  const { judging } = room.act
  if (!judging) throw new Error('no live judging')
  const beat = async () => {
    room.clock.set(machine.now())
    await judging.beat()
  }
  /** Wind at every mast each minute, judged as in the live realm. */
  const blow = async (windMps: number, minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      room.measure(windMps, machine.now() - JUDGE_AFTER_MS + MINUTE)
      machine.pass(MINUTE)
      await beat()
    }
  }
  const blowUntilDraft = async () => {
    for (let minute = 0; minute < 60 && (await waiting()).length === 0; minute += 1) await blow(6, 1)
    expect(await waiting()).toHaveLength(1)
  }
  return { ...room, judging, machine, beat, blow, blowUntilDraft }
}

const LEADER = { actor: '李带班', reason: '已与授时服务核对' }
const actions = async (room: Pick<ControlRoom, 'audit'>) =>
  (await room.audit()).filter(({ subject }) => subject === 'clock').map(({ action }) => action)
const waiting = () => operations.read.drafts.pending()

describe('a clock that is set by minutes', () => {
  it.each([HOUR, 365 * DAY, -HOUR])('stops judging in plain sight, once on record (%i ms)', async (by) => {
    const room = await liveRoom()
    await room.blow(2, 3)
    const { judgedUpTo } = room.act.status()
    room.machine.set(by)
    for (let n = 0; n < 5; n += 1) await room.beat()
    expect(room.act.status().judgedUpTo).toBe(judgedUpTo)
    expect(room.judging.trouble()).toEqual({ kind: 'stepped', byMs: by })
    const { control } = room.act.health(room.machine.now())
    expect(control).toMatchObject({ status: 'down', clock: { kind: 'stepped', byS: by / SECOND } })
    expect(control?.problem).toContain('/control/re-anchor')
    expect(await actions(room)).toEqual(['clock.doubted'])
  })

  it('goes on by itself when it is right again, and issues no draft early', async () => {
    const room = await liveRoom()
    await room.blowUntilDraft()
    room.machine.set(HOUR)
    await room.beat()
    expect(await room.orders()).toEqual([])
    room.machine.set(-HOUR)
    await room.blow(6, 1)
    expect(await room.orders()).toEqual([])
    expect(await actions(room)).toEqual(['clock.believed', 'clock.doubted'])
    await room.blow(6, 3)
    expect(await room.orders()).toHaveLength(3)
  })

  it('leaves a draft what remained of its countdown when a chief says that the clock is right', async () => {
    const room = await liveRoom()
    await room.blowUntilDraft()
    const [before] = await waiting()
    const { judgedUpTo } = room.act.status()
    room.machine.set(HOUR)
    room.machine.pass(20 * SECOND)
    await room.beat()
    const outcome = await room.judging.reanchor(LEADER)
    expect(outcome.kind).toBe('reanchored')
    const movedMs = room.machine.now() - JUDGE_AFTER_MS - (judgedUpTo ?? 0)
    const [after] = await waiting()
    expect((after?.dueAt ?? 0) - (before?.dueAt ?? 0)).toBe(movedMs)
    await room.beat()
    expect(await room.orders()).toEqual([])
    await room.blow(6, 4)
    expect(await room.orders()).toHaveLength(3)
    const line = (await room.audit()).find(({ action }) => action === 'clock.reanchored')
    expect(line).toMatchObject({ actor: LEADER.actor, cause: LEADER.reason, details: { judgedUpTo } })
  })

  it.each([HOUR, -HOUR])('closes nothing sooner for it (%i ms)', async (by) => {
    const room = await liveRoom({ mode: 'automatic' })
    await room.blow(6, 130)
    await room.blow(2, 50)
    room.machine.set(by)
    await room.judging.reanchor(LEADER)
    await room.blow(2, 5)
    expect((await room.episodes()).map(({ closedAt }) => closedAt)).toEqual([null])
    await room.blow(2, 80)
    expect((await room.episodes()).map(({ level }) => level)).toEqual([0])
    expect(await room.orders()).toHaveLength(3)
  })

  it('is no matter of seconds', async () => {
    const room = await liveRoom()
    await room.blow(2, 3)
    for (const by of [50 * SECOND, -90 * SECOND, -10 * SECOND]) {
      room.machine.set(by)
      await room.beat()
      expect(room.judging.trouble()).toBeNull()
    }
    expect(await room.judging.reanchor(LEADER)).toEqual({ kind: 'not-needed' })
    expect(await actions(room)).toEqual([])
  })
})

describe('a life whose clock was ahead', () => {
  it('is followed by one that tells so, judges nothing twice, and orders each place once after a chief’s word', async () => {
    const ahead = await liveRoom({ mode: 'automatic' }, T0 + 365 * DAY)
    await ahead.blow(6, 30)
    expect(await ahead.orders()).toHaveLength(3)

    const room = await liveRoom({ mode: 'automatic' }, T0)
    expect(room.judging.trouble()).toMatchObject({ kind: 'behind' })
    await room.blow(6, 30)
    expect(await actions(room)).toEqual(['clock.doubted'])
    await room.judging.reanchor(LEADER)
    expect(room.judging.trouble()).toBeNull()
    await room.blow(6, 30)
    expect(room.act.status().judgedUpTo).toBe(room.machine.now() - JUDGE_AFTER_MS)
    expect(await room.orders()).toHaveLength(3)
    expect(await room.episodes()).toHaveLength(1)
    expect((await operations.read.audit.verify()).ok).toBe(true)
  })

  it('is set right once only, when the answer of the database was lost', async () => {
    const ahead = await liveRoom({ mode: 'automatic' }, T0 + 365 * DAY)
    await ahead.blow(6, 30)
    await ahead.blow(2, 130)

    let isLost = false
    const loses: Operations = {
      ...operations,
      async change(work) {
        const result = await operations.change(work)
        if (isLost) throw new Error('connection lost after the commit')
        return result
      },
    }
    const kept = operations
    operations = loses
    const room = await liveRoom({ mode: 'automatic' }, T0)
    operations = kept
    await room.beat()
    isLost = true
    await expect(room.judging.reanchor(LEADER)).rejects.toThrow('after the commit')
    isLost = false
    await room.beat()
    const states = await kept.read.rules.all()
    await room.judging.reanchor(LEADER)
    expect(await kept.read.rules.all()).toEqual(states)
  })
})
