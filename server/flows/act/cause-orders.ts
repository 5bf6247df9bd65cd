/**
 * What a cause's level means for the places in its scope: orders issued, raised, lowered, released.
 *
 * Works inside one change, through the recorder: nobody is ordered without a reason on record (invariant 6), and a
 * retry repeats nothing.
 */
import type { CauseRef } from '../../domain/control/cause.ts'
import type { DraftEffect } from '../../domain/control/draft.ts'
import type { Measure } from '../../domain/control/measure.ts'
import type { Notification } from '../../domain/control/notification.ts'
import {
  type Demand,
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  type OrderSettings,
  presentRevision,
} from '../../domain/control/order.ts'
import { mayRelease } from '../../domain/control/release.ts'
import { citationsFor } from '../../domain/law/citation.ts'
import type { Place } from '../../domain/place.ts'
import { localDay } from '../../domain/time.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Books } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { readAround } from './around.ts'
import type { Demanding, Demands } from './demanding.ts'
import { createOrderEnds, type OrderEnds } from './order-ends.ts'
import { addressed, measuresOf, PAST } from './order-notices.ts'
import type { Recorder } from './record.ts'

export interface CauseOrders extends OrderEnds {
  /** Orders what the level demands: new orders, added measures, new revisions of ended ones. */
  raise(record: Recorder, demand: LevelDemand): Promise<void>
  /** Orders what the level demands from places that have no order of the cause yet. */
  include(record: Recorder, demand: LevelDemand, isMeant?: Meant): Promise<void>
  /** Withdraws what the lower level no longer asks; adds nothing, and leaves orders alone that are not above it. */
  lower(record: Recorder, demand: LevelDemand): Promise<void>
  /** Withdraws what is meant of the orders in force, also outside of the cause's scope; adds nothing. */
  withdraw(record: Recorder, demand: LevelDemand, isMeant: Meant): Promise<void>
  /** Asks what is meant of places with an order in force, as far as it is demanded; of those without one, everything. */
  askAnew(record: Recorder, demand: LevelDemand, isMeant: Meant): Promise<void>
  /** Tells the places in scope of a level that asks nothing of them. */
  tell(record: Recorder, demand: LevelDemand): Promise<void>
  /** What `raise` would newly ask of whom. Nothing is stored. */
  effectOfRaise(books: Books, demand: Pick<LevelDemand, 'cause' | 'level' | 'at'>): Promise<DraftEffect>
  /** What `releaseAll` would let go. Nothing is stored. */
  effectOfRelease(books: Books, cause: Demanding, at: EpochMs): Promise<DraftEffect>
}

/** Which measures at which place. */
export type Meant = (placeId: string, measure: Measure) => boolean

export interface LevelDemand {
  /** One place alone; left out: all of the cause's scope. */
  readonly only?: Place
  readonly cause: Demanding
  readonly level: number
  readonly at: EpochMs
  readonly by: By
  /** Why an ended order would start again. */
  readonly again: 'reopened' | 'raisedAfterRelease'
}

export interface CauseOrdersParts {
  readonly registry: RegistryDesk
  readonly settings: OrderSettings
  readonly timeZone: string
  readonly clock: Clock
  /** `D` in a drill, else empty. */
  readonly numberPrefix: string
  readonly newId: () => string
  readonly demands: Demands
}

/** Control judges an instant seconds after it. */
const ALWAYS_BEHIND: Ms = MINUTE

interface Fresh {
  readonly place: Place
  readonly demand: Demand
}

export function createCauseOrders(parts: CauseOrdersParts): CauseOrders {
  const { registry, settings, timeZone, clock } = parts

  /** After an outage the instant judged lies back: deadlines count from when people can see what is asked. */
  function laterMs(at: EpochMs): Ms {
    const behind = clock.now() - at
    return behind > ALWAYS_BEHIND ? behind : 0
  }

  function demandNow(place: Place, { cause, level, at }: LevelDemand): Demand {
    const demand = cause.demandOf(place, level, at)
    const measures = demand.measures.map((one) => ({ ...one, dueInMs: one.dueInMs + laterMs(at) }))
    return { ...demand, measures, basis: citationsFor(cause.legal, place.kind, at, timeZone) }
  }

  function settingsNow(at: EpochMs): OrderSettings {
    return { acknowledgeWithinMs: settings.acknowledgeWithinMs + laterMs(at) }
  }

  async function raise(record: Recorder, demand: LevelDemand): Promise<void> {
    const { cause, at, again } = demand
    const existing = await ordersByPlace(record.books, cause.ref)
    const raised: Order[] = []
    const fresh: Fresh[] = []
    for (const place of registry.placesOf(cause.scope)) {
      const wanted = demandNow(place, demand)
      const order = existing.get(place.id)
      if (order && (order.state === 'issued' || wanted.measures.length > 0)) {
        raised.push(demandAgain(order, wanted, at, settingsNow(at), again))
      } else if (!order && wanted.measures.length > 0) fresh.push({ place, demand: wanted })
    }
    const issued = await newOrders(record.books, cause.ref, fresh, at)
    await store(record, [...issued, ...raised], demand, (order) => {
      const before = existing.get(order.placeId)
      if (before === undefined || before.state !== 'issued') return 'issue'
      // Nothing is asked any more, of a finished place for example: that is a withdrawal, whatever the level does.
      return measuresAsked(presentRevision(order)).length === 0 ? 'lower' : 'raise'
    })
  }

  async function include(record: Recorder, demand: LevelDemand, isMeant: Meant = () => true): Promise<void> {
    const { cause, at } = demand
    const known = await ordersByPlace(record.books, cause.ref)
    const fresh = placesOf(demand).flatMap((place): Fresh[] => {
      if (known.has(place.id)) return []
      const wanted = demandNow(place, demand)
      const measures = wanted.measures.filter(({ measure }) => isMeant(place.id, measure))
      return measures.length > 0 ? [{ place, demand: { ...wanted, measures } }] : []
    })
    await store(record, await newOrders(record.books, cause.ref, fresh, at), demand, () => 'issue')
  }

  async function newOrders(books: Books, cause: CauseRef, fresh: readonly Fresh[], at: EpochMs): Promise<Order[]> {
    if (fresh.length === 0) return []
    const day = localDay(at, timeZone)
    const first = await books.orders.reserveNumbers(day, fresh.length)
    return fresh.map(({ place, demand }, index) => {
      const number = orderNumber(parts.numberPrefix, day, first + index)
      const where = { placeId: place.id, townshipId: place.townshipId, cause }
      return newOrder({ id: parts.newId(), number, ...where }, demand, at, settingsNow(at))
    })
  }

  async function lower(record: Recorder, demand: LevelDemand): Promise<void> {
    const { cause, level, at, again } = demand
    const orders = await record.books.orders.ofCause(cause.ref)
    const lowered = orders
      .filter((order) => order.state === 'issued' && order.level > level)
      .flatMap((order) => {
        const place = registry.place(order.placeId)
        if (!place) return []
        const wanted = onlyAsked(order, cause.demandOf(place, level, at))
        return [demandAgain(order, wanted, at, settings, again)]
      })
    await store(record, lowered, demand, () => 'lower')
  }

  /** Whom a demand speaks to. */
  function placesOf({ cause, only }: Pick<LevelDemand, 'cause' | 'only'>): readonly Place[] {
    return only ? [only] : registry.placesOf(cause.scope)
  }

  async function askAnew(record: Recorder, demand: LevelDemand, isMeant: Meant): Promise<void> {
    const { at, again } = demand
    const known = await ordersByPlace(record.books, demand.cause.ref)
    const more = placesOf(demand).flatMap((place): Order[] => {
      const order = known.get(place.id)
      if (order?.state !== 'issued') return []
      const wanted = demandNow(place, demand)
      const asked = new Set(measuresOf(order))
      const owed = wanted.measures.filter(({ measure }) => !asked.has(measure) && isMeant(place.id, measure))
      if (owed.length === 0) return []
      const measures = [...[...asked].map((measure) => ({ measure, dueInMs: 0 })), ...owed]
      return [demandAgain(order, { ...wanted, level: order.level, measures }, at, settingsNow(at), again)]
    })
    await store(record, more, demand, () => 'raise')
    await include(record, demand)
  }

  async function withdraw(record: Recorder, demand: LevelDemand, isMeant: Meant): Promise<void> {
    const { cause, at, again, only } = demand
    const orders = (await record.books.orders.ofCause(cause.ref)).filter(
      (order) => order.state === 'issued' && (only === undefined || order.placeId === only.id),
    )
    const withdrawn = orders.flatMap((order) => {
      const kept = measuresOf(order).filter((measure) => !isMeant(order.placeId, measure))
      if (kept.length === measuresOf(order).length) return []
      const place = registry.place(order.placeId)
      const notes = place ? cause.demandOf(place, order.level, at).notes : order.notes
      const measures = kept.map((measure) => ({ measure, dueInMs: 0 }))
      return [demandAgain(order, { level: order.level, measures, notes }, at, settings, again)]
    })
    await store(record, withdrawn, demand, () => 'lower')
  }

  async function store(
    record: Recorder,
    orders: readonly Order[],
    { level, at, by }: LevelDemand,
    kindOf: (order: Order) => 'issue' | 'raise' | 'lower',
  ): Promise<void> {
    await record.orders(
      orders.map((order) => {
        const kind = kindOf(order)
        const facts = { number: order.number, level: order.level, measures: measuresOf(order) }
        return {
          order,
          said: { action: `order.${PAST[kind]}`, at, by, details: { level, measures: facts.measures } },
          notification: saysSomething(order, at) ? { ...addressed(order, kind, at), kind, facts } : null,
        }
      }),
    )
  }

  async function tell(record: Recorder, { cause, level, at }: LevelDemand): Promise<void> {
    const facts = { cause: cause.ref, level }
    await record.notify(
      registry.placesOf(cause.scope).map((place): Notification => {
        const key = `${cause.ref.id}/told/${level}/${place.id}`
        return { key, orderId: null, recipient: `place:${place.id}`, createdAt: at, kind: 'told', facts }
      }),
    )
  }

  async function effectOfRaise(
    books: Books,
    { cause, level, at }: Pick<LevelDemand, 'cause' | 'level' | 'at'>,
  ): Promise<DraftEffect> {
    const existing = await ordersByPlace(books, cause.ref)
    const places = registry.placesOf(cause.scope).map((place) => {
      const order = existing.get(place.id)
      const asked = new Set(order?.state === 'issued' ? measuresOf(order) : [])
      const wanted = cause.demandOf(place, level, at)
      const measures = wanted.measures.filter((one) => !asked.has(one.measure))
      return { placeId: place.id, isNew: order === undefined, measures }
    })
    return { at, places: places.filter(({ measures }) => measures.length > 0) }
  }

  async function effectOfRelease(books: Books, cause: Demanding, at: EpochMs): Promise<DraftEffect> {
    const inForce = (await books.orders.ofCause(cause.ref)).filter((order) => order.state === 'issued')
    const around = await readAround(parts, books, inForce, at)
    const free = inForce.filter((order) => {
      return mayRelease(order, around.standing(order, cause.isOver), { mayEndEarly: false }).kind === 'may'
    })
    const places = free.map((order) => ({
      placeId: order.placeId,
      isNew: false,
      measures: measuresAsked(presentRevision(order)).map(({ measure }) => ({ measure, dueInMs: 0 })),
    }))
    return { at, places }
  }

  const effects = { effectOfRaise, effectOfRelease }
  return { raise, include, lower, withdraw, askAnew, tell, ...effects, ...createOrderEnds(parts) }
}

/** `2015-0415-001`; a drill's begin with `D`. Days never share numbers. */
function orderNumber(prefix: string, day: string, n: number): string {
  const [year, month, date] = day.split('-')
  return `${prefix}${year}-${month}${date}-${String(n).padStart(3, '0')}`
}

async function ordersByPlace(books: Books, cause: CauseRef): Promise<ReadonlyMap<string, Order>> {
  return new Map((await books.orders.ofCause(cause)).map((order) => [order.placeId, order]))
}

/** A lower level removes only the measures it does not ask: what it would newly ask is left out. */
function onlyAsked(order: Order, demand: Demand): Demand {
  const asked = new Set(measuresOf(order))
  return { ...demand, measures: demand.measures.filter((one) => asked.has(one.measure)) }
}

/** A place is written to only when something was asked or withdrawn at this instant. */
function saysSomething(order: Order, at: EpochMs): boolean {
  const { measures, issuedAt } = presentRevision(order)
  return issuedAt === at || measures.some((one) => one.askedAt === at || one.withdrawnAt === at)
}
