/**
 * What people do with an order: see it, acknowledge it, report a measure done, confirm or contradict that, refer it,
 * say something of it, release it, cancel it, take their last act back.
 *
 * Each act is one change with its audit line. A person says which version they saw; if the order moved on meanwhile
 * nothing is changed and they are told the present version.
 */

import type { ProofWay } from '../../domain/control/looked.ts'
import { answerNoSuchWork } from '../../domain/control/no-such-work.ts'
import type { Notification } from '../../domain/control/notification.ts'
import { acknowledge, type Order, presentRevision, reportDone, see, tellInPerson } from '../../domain/control/order.ts'
import { contradict, type ProofOutcome, refer, verify } from '../../domain/control/proof.ts'
import type { Scope } from '../../domain/control/scope.ts'
import { type PhoneCall, signatureOf } from '../../domain/control/signature.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import { onRecord } from './on-record.ts'
import type { OrderEnd, OrderEnds, ReleaseOfSome } from './order-ends.ts'
import { addressed, measuresOf } from './order-notices.ts'
import type { ChangeRecorded, Recorder, Said } from './record.ts'
import type { UndoMemory } from './undo-memory.ts'
import type { IsWithin } from './within.ts'

/** Whoever acts for addressees, and for which part of the district. */
export interface ByAddressee extends By {
  readonly scope: Scope
}

/** `changed`, `already` (saying it twice is harmless), or why not. */
export type OrderAct =
  | OrderEnd
  | NotActedOn
  | { readonly kind: 'not-complied' | 'nothing-reported' | 'nothing-to-undo'; readonly order: Order }
  /** The order's place lies outside of what they act for. */
  | { readonly kind: 'out-of-scope'; readonly order: Order }

export interface OrderDesk {
  see(id: string, seen: number | null, by: ByAddressee): Promise<OrderAct>
  /** `call` null: the addressee themself. */
  acknowledge(id: string, seen: number | null, by: ByAddressee, call: PhoneCall | null): Promise<OrderAct>
  done(id: string, measure: string, seen: number | null, by: ByAddressee, call: PhoneCall | null): Promise<OrderAct>
  /** 本工地无此作业. */
  noSuchWork(
    id: string,
    measure: string,
    seen: number | null,
    by: ByAddressee,
    call: PhoneCall | null,
  ): Promise<OrderAct>
  verify(id: string, seen: number | null, by: ByAddressee, how: ProofWay): Promise<OrderAct>
  untrue(id: string, seen: number | null, by: ByAddressee, found: Untrue): Promise<OrderAct>
  refer(id: string, seen: number | null, by: By, department: string): Promise<OrderAct>
  /** 上门告知: told in person; the reason says what was found there. */
  visit(id: string, seen: number | null, by: ByAddressee, found: Visit): Promise<OrderAct>
  /** Stands in the record, and changes nothing else. */
  comment(id: string, by: ByAddressee): Promise<OrderAct>
  release(id: string, seen: number | null, by: By & { readonly mayEndEarly: boolean }): Promise<OrderAct>
  /** 部分解除: some of its measures. */
  releaseSome(id: string, seen: number | null, some: ReleaseOfSome): Promise<OrderAct>
  cancel(id: string, seen: number | null, by: By): Promise<OrderAct>
  /** 撤回: takes back what the same person did to it last, within ten seconds. */
  undo(id: string, by: ByAddressee): Promise<OrderAct>
}

/** What was found, and which reports it contradicts; none named: all. */
export interface Untrue {
  readonly how: ProofWay
  readonly what: string
  readonly measures: readonly string[]
}

export interface Visit {
  /** Who was told. */
  readonly told: string
  readonly isWorking: boolean
}

export interface OrderDeskParts {
  readonly change: ChangeRecorded
  readonly ends: OrderEnds
  readonly isWithin: IsWithin
  readonly undoable: UndoMemory
  readonly clock: Clock
  readonly crash: CrashPoint
}

const DISTRICT: Scope = { kind: 'district' }
/** What the place was told, and is told the contrary of when it is taken back. */
const TOLD_WHEN_UNDONE: ReadonlySet<string> = new Set([
  'order.released',
  'order.partly-released',
  'order.cancelled',
  'order.contradicted',
])

export function createOrderDesk({ change, ends, isWithin, undoable, clock, crash }: OrderDeskParts): OrderDesk {
  function act(
    id: string,
    seen: number | null,
    said: Omit<Said, 'at'> & { readonly by: ByAddressee },
    decide: (order: Order, at: EpochMs) => ProofOutcome,
    tell: (order: Order, at: EpochMs) => Notification | null = () => null,
  ): Promise<OrderAct> {
    return rememberedAs(said, (noteBefore) =>
      change(async (record) => {
        const found = await record.books.orders.get(id)
        // Before its version is looked at: whoever may not act is told no more than that.
        if (found && !isWithin(found, said.by.scope)) return { kind: 'out-of-scope', order: found }
        return actOn(found, seen, async (order): Promise<OrderAct> => {
          const at = clock.now()
          const outcome = decide(order, at)
          if (outcome.kind !== 'changed') return { ...outcome, order }
          noteBefore(order)
          const notification = tell(outcome.order, at)
          await record.orders([{ order: outcome.order, said: { ...said, at }, notification }])
          return { ...outcome, remaining: [] }
        })
      }),
    )
  }

  /** What was changed can be taken back once it is stored. */
  async function rememberedAs(
    { action, by }: Pick<Said, 'action' | 'by'>,
    work: (noteBefore: (order: Order) => void) => Promise<OrderAct>,
  ): Promise<OrderAct> {
    let before: Order | null = null
    const outcome = await work((order) => {
      before = order
    })
    if (before !== null && outcome.kind === 'changed' && action !== 'order.seen')
      undoable.remember({ before, after: outcome.order, action, actor: by.actor })
    return outcome
  }

  function end(
    id: string,
    seen: number | null,
    said: Pick<Said, 'action' | 'by'>,
    work: (record: Recorder, order: Order) => Promise<OrderEnd>,
  ): Promise<OrderAct> {
    return rememberedAs(said, (noteBefore) =>
      change(async (record) =>
        actOn(await record.books.orders.get(id), seen, (order): Promise<OrderAct> => {
          noteBefore(order)
          return work(record, order)
        }),
      ),
    )
  }

  return {
    see: (id, seen, by) => act(id, seen, { action: 'order.seen', by }, see),
    async acknowledge(id, seen, by, call) {
      const signature = signatureOf(by.actor, call)
      const said = { action: 'order.acknowledged' as const, by, details: onRecord(call) }
      crash('order.before-acknowledge')
      const outcome = await act(id, seen, said, (order, at) => acknowledge(order, signature, at))
      crash('order.acknowledged')
      return outcome
    },
    async done(id, measure, seen, by, call) {
      const signature = signatureOf(by.actor, call)
      const said = { action: 'order.measure-done' as const, by, details: { measure, ...onRecord(call) } }
      crash('order.before-done')
      const outcome = await act(id, seen, said, (order, at) => reportDone(order, measure, signature, at))
      crash('order.done')
      return outcome
    },
    noSuchWork(id, measure, seen, by, call) {
      const signature = signatureOf(by.actor, call)
      const said = { action: 'order.no-such-work' as const, by, details: { measure, ...onRecord(call) } }
      return act(id, seen, said, (order, at) => answerNoSuchWork(order, measure, signature, at))
    },
    verify: (id, seen, by, how) =>
      act(id, seen, { action: 'order.verified', by, details: { how } }, (order, at) =>
        verify(order, { by: by.actor, how }, at),
      ),
    untrue: (id, seen, by, { how, what, measures }) =>
      act(
        id,
        seen,
        { action: 'order.contradicted', by, details: { how, measures } },
        (order, at) => contradict(order, { by: by.actor, how }, what, measures, at),
        (order, at) => {
          const last = presentRevision(order).contradictions.at(-1)
          const facts = { number: order.number, measures: last?.measures ?? [], what }
          return { ...addressed(order, 'untrue', at), kind: 'untrue', facts }
        },
      ),
    refer: (id, seen, by, department) =>
      act(
        id,
        seen,
        { action: 'order.referred', by: { ...by, scope: DISTRICT }, details: { department } },
        (order, at) => refer(order, { by: by.actor, department, reason: by.reason }, at),
      ),
    visit: (id, seen, by, { told, isWorking }) =>
      act(
        id,
        seen,
        { action: isWorking ? 'order.visited-working' : 'order.visited', by, details: { told } },
        tellInPerson,
        (order, at) => {
          const key = `${order.number}/${presentRevision(order).n}/still-working/${order.version}`
          const facts = { number: order.number, told, note: by.reason }
          const addressee = { key, orderId: order.id, recipient: 'officer', createdAt: at } as const
          return isWorking ? { ...addressee, kind: 'still-working', facts } : null
        },
      ),
    comment: (id, by) =>
      change(async (record): Promise<OrderAct> => {
        const order = await record.books.orders.get(id)
        if (!order) return { kind: 'unknown' }
        if (!isWithin(order, by.scope)) return { kind: 'out-of-scope', order }
        await record.remark(order, { action: 'order.commented', at: clock.now(), by })
        return { kind: 'changed', order, remaining: [] }
      }),
    async release(id, seen, by) {
      crash('order.before-release')
      const outcome = await end(id, seen, { action: 'order.released', by }, (record, order) =>
        ends.release(record, order, by, clock.now()),
      )
      crash('order.released')
      return outcome
    },
    releaseSome: (id, seen, some) =>
      end(id, seen, { action: 'order.partly-released', by: some.by }, (record, order) =>
        ends.releaseSome(record, order, some, clock.now()),
      ),
    cancel: (id, seen, by) =>
      end(id, seen, { action: 'order.cancelled', by }, (record, order) => ends.cancel(record, order, by, clock.now())),
    undo: (id, by) =>
      change(async (record): Promise<OrderAct> => {
        const order = await record.books.orders.get(id)
        if (!order) return { kind: 'unknown' }
        if (!isWithin(order, by.scope)) return { kind: 'out-of-scope', order }
        const found = undoable.find(order, by)
        if (!found) return { kind: 'nothing-to-undo', order }
        const at = clock.now()
        const restored = { ...found.before, version: order.version + 1 }
        const facts = { number: order.number, level: restored.level, measures: measuresOf(restored) }
        const isTold = TOLD_WHEN_UNDONE.has(found.action)
        const notification = isTold ? { ...addressed(restored, 'undo', at), kind: 'undo' as const, facts } : null
        const said: Said = { action: 'order.undone', at, by, details: { undone: found.action } }
        await record.orders([{ order: restored, said, notification }])
        return { kind: 'changed', order: restored, remaining: [] }
      }),
  }
}
