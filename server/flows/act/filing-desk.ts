/** What a site files because it cannot do what is asked, and what the office says to it. Each act is one audited change. */
import {
  accepted,
  type DecideOutcome,
  type Filing,
  type FilingRefusal,
  type FilingSettings,
  finishRefusal,
  isWaiting,
  newFiling,
  refused,
} from '../../domain/control/filing.ts'
import type { Measure } from '../../domain/control/measure.ts'
import type { Order } from '../../domain/control/order.ts'
import { withFinish } from '../../domain/control/safe-finish.ts'
import { type PhoneCall, signatureOf } from '../../domain/control/signature.ts'
import { localDay } from '../../domain/time.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import { filingNotice } from './filing-notices.ts'
import { onRecord } from './on-record.ts'
import type { ByAddressee } from './order-desk.ts'
import type { ChangeRecorded, Recorder } from './record.ts'
import type { IsWithin } from './within.ts'

export interface FinishAsked {
  readonly measures: readonly Measure[]
  readonly reason: string
  readonly until: EpochMs
}

export type FileOutcome =
  | { readonly kind: 'filed'; readonly filing: Filing }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'out-of-scope'; readonly order: Order }
  /** Something of it waits for a decision already. */
  | { readonly kind: 'waits-already'; readonly filing: Filing }
  | FilingRefusal

export type DecideFiling =
  | { readonly kind: 'changed'; readonly filing: Filing }
  | Exclude<DecideOutcome, { readonly kind: 'changed' }>
  | NotActedOn
  /** Nothing in force waits for it any more. */
  | { readonly kind: 'nothing-asked' }
  /** Only notices from above ask it, and of those only the city lets go. */
  | { readonly kind: 'needs-city' }

export interface FilingDesk {
  /** `call` null: the addressee themself. */
  finishSafely(orderId: string, asked: FinishAsked, by: ByAddressee, call: PhoneCall | null): Promise<FileOutcome>
  accept(id: string, seen: number | null, by: By, as: Accepting): Promise<DecideFiling>
  refuse(id: string, seen: number | null, by: By): Promise<DecideFiling>
}

export interface Accepting {
  /** null: as asked for. */
  readonly until: EpochMs | null
  readonly isByCity: boolean
}

export interface FilingDeskParts {
  readonly change: ChangeRecorded
  readonly settings: FilingSettings
  readonly isWithin: IsWithin
  readonly clock: Clock
  readonly timeZone: string
  /** `D` in a drill, else empty. */
  readonly numberPrefix: string
  readonly newId: () => string
}

export function createFilingDesk(parts: FilingDeskParts): FilingDesk {
  const { change, settings, isWithin, clock, newId } = parts

  /** A series of their own, beside that of the orders. */
  async function nextNumber({ books }: Recorder, at: EpochMs): Promise<string> {
    const day = localDay(at, parts.timeZone)
    const n = await books.orders.reserveNumbers(`filings ${day}`, 1)
    const [year, month, date] = day.split('-')
    return `${parts.numberPrefix}F${year}-${month}${date}-${String(n).padStart(3, '0')}`
  }

  async function waitingWith({ books }: Recorder, order: Order, measures: readonly Measure[]) {
    const open = await books.filings.open()
    return open.find(
      (one) =>
        isWaiting(one) && one.placeId === order.placeId && one.measures.some((measure) => measures.includes(measure)),
    )
  }

  return {
    finishSafely: (orderId, { measures, reason, until }, by, call) =>
      change(async (record): Promise<FileOutcome> => {
        const order = await record.books.orders.get(orderId)
        if (!order) return { kind: 'unknown' }
        if (!isWithin(order, by.scope)) return { kind: 'out-of-scope', order }
        const at = clock.now()
        const refusal = finishRefusal(order, measures, until, settings)
        if (refusal) return refusal
        const known = await waitingWith(record, order, measures)
        if (known) return { kind: 'waits-already', filing: known }
        const number = await nextNumber(record, at)
        const facts = { id: newId(), number, placeId: order.placeId, orderId, measures, reason, askedUntil: until }
        const filing = newFiling({ ...facts, kind: 'safeFinish' }, signatureOf(by.actor, call), at)
        const details = { number, order: order.number, measures, until, ...onRecord(call) }
        await record.filing(filing, { action: 'filing.filed', at, by, details })
        await record.notify([filingNotice(filing, 'waits', at)])
        return { kind: 'filed', filing }
      }),

    accept: (id, seen, by, as) =>
      change(async (record) =>
        actOn(await record.books.filings.get(id), seen, async (before): Promise<DecideFiling> => {
          const at = clock.now()
          const outcome = accepted(before, as, { at, by: by.actor, reason: by.reason })
          if (outcome.kind !== 'changed') return outcome
          const { filing } = outcome
          const inForce = await record.books.orders.inForceAt([filing.placeId])
          const moved = inForce.flatMap((order) => withFinish(order, filing, at) ?? [])
          if (moved.length === 0) {
            const byCity = inForce.some((order) => withFinish(order, { ...filing, isByCity: true }, at))
            return { kind: byCity ? 'needs-city' : 'nothing-asked' }
          }
          const { number, measures, until, isByCity } = filing
          await record.filing(filing, { action: 'filing.accepted', at, by, details: { number, until, isByCity } })
          const said = { action: 'order.deadline-moved' as const, at, by, details: { filing: number, measures, until } }
          await record.orders(moved.map((order) => ({ order, said, notification: null })))
          await record.notify([filingNotice(filing, 'accepted', at)])
          return outcome
        }),
      ),

    refuse: (id, seen, by) =>
      change(async (record) =>
        actOn(await record.books.filings.get(id), seen, async (before): Promise<DecideFiling> => {
          const at = clock.now()
          const outcome = refused(before, { at, by: by.actor, reason: by.reason })
          if (outcome.kind !== 'changed') return outcome
          const details = { number: before.number }
          await record.filing(outcome.filing, { action: 'filing.refused', at, by, details })
          await record.notify([filingNotice(outcome.filing, 'refused', at)])
          return outcome
        }),
      ),
  }
}
