/**
 * Invariant 16 under notices and exemptions: the same random day, once in one go and once with a restart every few
 * minutes, leaves the same episodes, orders and record. And on the way nothing a notice demands is ever released.
 */
import { describe, expect, it } from 'vitest'
import { MEASURES } from '../../../server/domain/control/measure.ts'
import { demandedOf, isInForce, type NoticeContent } from '../../../server/domain/control/notice.ts'
import { presentRevision } from '../../../server/domain/control/order.ts'
import { MINUTE } from '../../../server/domain/units.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { type ControlRoom, openControlRoom, T0 } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'
import { NOTICE_CONTENT } from '../../support/notices.ts'
import { seededRandom } from '../../support/random.ts'

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
const DAYS = Number(process.env.DAYS ?? 2)
const LENGTH = 400
const SETTINGS = { mode: 'automatic', release: 'automatic', scope: 'township' } as const
const officer = { actor: '王值班', reason: 'notice-recorded' }

interface Deed {
  readonly minute: number
  readonly act: (room: ControlRoom) => Promise<unknown>
}

const database = embeddedOperations()

/** A day of wind in stretches, with notices and exemptions recorded, amended and lifted on the way. */
function randomDay(seed: number) {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const winds: number[] = []
  while (winds.length < LENGTH) {
    const mps = pick([2, 3, 4.4, 6, 6, 9])
    for (let n = 20 + Math.floor(random() * 70); n > 0; n -= 1) winds.push(mps)
  }
  const deeds: Deed[] = []
  for (let n = 0; n < 3; n += 1) {
    const minute = 1 + Math.floor(random() * 250)
    const scope = pick([{ kind: 'district' }, { kind: 'township', townshipId: 't1' }] as const)
    const measures = MEASURES.filter(() => random() < 0.3)
    const startsAt = T0 + (minute + Math.floor(random() * 40)) * MINUTE
    const endsAt = random() < 0.2 ? null : startsAt + (10 + Math.floor(random() * 150)) * MINUTE
    const content: NoticeContent = {
      ...{ ...NOTICE_CONTENT, number: `n${n}`, scope, measures, startsAt, endsAt },
      replyBy: T0 + (minute + 45) * MINUTE,
    }
    deeds.push({ minute, act: (room) => room.act.notices.record(content, officer) })
    const later = minute + 20 + Math.floor(random() * 60)
    const changed = { ...content, measures: MEASURES.filter(() => random() < 0.3) }
    const isLifted = random() < 0.5
    deeds.push({
      minute: later,
      async act(room) {
        const { items } = await room.operations.read.notices.list({ limit: 100, cursor: null, state: null })
        const id = items.find(({ number }) => number === content.number)!.id
        const by = { actor: '李带班', reason: '上级来电' }
        return isLifted ? room.act.notices.lift(id, null, by) : room.act.notices.amend(id, null, changed, by)
      },
    })
  }
  const from = 1 + Math.floor(random() * 200)
  const exemption = {
    ...{ placeId: pick(['site-1', 'site-2']), number: '豁1号', department: '住建', reason: '浇筑' },
    ...{ isByCity: random() < 0.5, measures: random() < 0.5 ? [] : (['stopEarthworks'] as const) },
    ...{ from: T0 + from * MINUTE, until: T0 + (from + 90) * MINUTE },
  }
  deeds.push({ minute: from, act: (room) => room.act.exemptions.grant(exemption, officer) })
  return { winds, deeds: deeds.sort((a, b) => a.minute - b.minute) }
}

async function live(
  operations: Operations,
  { winds, deeds }: ReturnType<typeof randomDay>,
  restartEvery: number | null,
) {
  let room = await openControlRoom(operations, SETTINGS)
  for (let minute = 1; minute <= LENGTH; minute += 1) {
    await room.blow(winds[minute - 1]!, 1)
    for (const deed of deeds) if (deed.minute === minute) await deed.act(room)
    await expectNothingReleased(room)
    if (restartEvery === null || minute % restartEvery !== 0) continue
    const before = room
    room = await openControlRoom(operations, { ...SETTINGS, start: before.clock.now() })
    room.act.restore(before.act.snapshot().samples)
    room.measure(winds[minute - 1]!, before.clock.now())
  }
  return history(room)
}

/** Invariants 13 and 14: whatever was released at this minute, no notice in force demands it. */
async function expectNothingReleased(room: ControlRoom): Promise<void> {
  const now = room.clock.now()
  const notices = (await room.operations.read.notices.pending()).filter((one) => isInForce(one, now))
  for (const order of await room.orders()) {
    const revision = presentRevision(order)
    if (revision.releasedAt !== now) continue
    const asked = revision.measures.filter((one) => one.withdrawnAt === null).map(({ measure }) => measure)
    for (const notice of notices) {
      const isHere = notice.scope.kind === 'district' || order.townshipId === 't1'
      expect(isHere ? demandedOf(notice, asked) : [], `${order.placeId} ${order.cause.kind} at ${now}`).toEqual([])
    }
  }
}

async function history(room: ControlRoom) {
  const causeOf = new Map(
    (await room.episodes()).map((one) => [one.id, `${one.kind} ${JSON.stringify(one.scope)} ${one.openedAt}`]),
  )
  const { items } = await room.operations.read.notices.list({ limit: 100, cursor: null, state: null })
  for (const { id, number } of items) causeOf.set(id, number)
  const orders = (await room.orders()).map(({ placeId, cause, state, revisions }) => ({
    ...{ placeId, cause: causeOf.get(cause.id), state },
    revisions: revisions.map(({ issuedAt, releasedAt, measures }) => ({ issuedAt, releasedAt, measures })),
  }))
  const lines = (await room.audit()).map(({ at, action, actor }) => `${at} ${action} ${actor}`)
  const sortKey = (one: object) => JSON.stringify(one)
  return {
    episodes: (await room.episodes())
      .map(({ scope, changes }) => ({ scope, changes: changes.map(({ at, from, to }) => [at, from, to]) }))
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    orders: orders.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    lines: lines.filter((line) => !line.includes('registry')).sort(),
  }
}

describe('a day with notices and exemptions', () => {
  it.each(Array.from({ length: DAYS }, (_, n) => SEED + n))(
    'is the same after restarts (SEED=%i)',
    async (seed) => {
      const operations = database()
      const day = randomDay(seed)
      const inOneGo = await live(operations, day, null)
      await operations.clear()
      const restarted = await live(operations, day, 17)
      expect(restarted).toEqual(inOneGo)
      expect(inOneGo.orders.length).toBeGreaterThan(0)
    },
    120_000,
  )
})
