/**
 * What an episode's level means for the places in its scope: orders issued, raised, lowered, released.
 *
 * Works inside one change of the operations database: orders, notifications and audit lines are stored together or
 * not at all, so nobody is ordered without a reason on record (invariant 6) and a retry repeats nothing.
 */
import type { AuditEntry } from '../../domain/audit.ts'
import { episodeCause } from '../../domain/control/cause.ts'
import type { Episode } from '../../domain/control/episode.ts'
import {
  cancel,
  type Demand,
  demandAgain,
  measuresAsked,
  newOrder,
  type Order,
  type OrderSettings,
  presentRevision,
  release,
} from '../../domain/control/order.ts'
import { resumeNotBefore } from '../../domain/control/resume.ts'
import type { Place } from '../../domain/place.ts'
import { localDay } from '../../domain/time.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Notification } from '../../ports/books/notifications.ts'
import type { Books } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'

export interface EpisodeOrders {
  /** Orders what the level demands: new orders, added measures, new revisions of ended ones. */
  raise(books: Books, demand: LevelDemand): Promise<readonly Order[]>
  /** Orders what the level demands from places that have no order of the episode yet. */
  include(books: Books, demand: LevelDemand): Promise<readonly Order[]>
  /** Withdraws what the lower level no longer asks; adds nothing, and leaves orders alone that are not above it. */
  lower(books: Books, demand: LevelDemand): Promise<readonly Order[]>
  /** Releases every order of the episode still in force. */
  releaseAll(books: Books, episode: Episode, at: EpochMs, by: By): Promise<readonly Order[]>
  /** Releases or cancels one order. */
  end(books: Books, order: Order, how: 'released' | 'cancelled', at: EpochMs, by: By): Promise<OrderEnd>
}

export interface LevelDemand {
  readonly episode: Episode
  readonly level: number
  readonly at: EpochMs
  readonly by: By
  /** Why an ended order would start again. */
  readonly again: 'reopened' | 'raisedAfterRelease'
}

export type OrderEnd =
  | { readonly kind: 'ended'; readonly order: Order; readonly remaining: readonly Order[] }
  /** It had ended just so before. */
  | { readonly kind: 'already'; readonly order: Order; readonly at: EpochMs }
  | { readonly kind: 'not-in-force'; readonly order: Order }

export interface EpisodeOrdersParts {
  readonly registry: RegistryDesk
  readonly settings: OrderSettings
  readonly timeZone: string
  /** `D` in a drill, else empty. */
  readonly numberPrefix: string
  readonly newId: () => string
  /** What the response plan of this kind of episode asks of a place at a level. */
  readonly demandOf: (place: Place, kind: string, level: number, at: EpochMs) => Demand
}

export function createEpisodeOrders(parts: EpisodeOrdersParts): EpisodeOrders {
  const { registry, settings, timeZone } = parts

  async function raise(books: Books, demand: LevelDemand): Promise<readonly Order[]> {
    const { episode, level, at, again } = demand
    const existing = new Map(
      (await books.orders.ofCause(episodeCause(episode.id))).map((order) => [order.placeId, order]),
    )
    const raised: Order[] = []
    const fresh: { place: Place; demand: Demand }[] = []
    for (const place of registry.placesOf(episode.scope)) {
      const wanted = parts.demandOf(place, episode.kind, level, at)
      const order = existing.get(place.id)
      if (order && (order.state === 'issued' || wanted.measures.length > 0)) {
        raised.push(demandAgain(order, wanted, at, settings, again))
      } else if (!order && wanted.measures.length > 0) fresh.push({ place, demand: wanted })
    }
    const issued = await newOrders(books, episode, fresh, at)
    const orders = [...issued, ...raised]
    await store(books, orders, demand, (order) => {
      const before = existing.get(order.placeId)
      if (before === undefined || before.state !== 'issued') return 'issue'
      // Nothing is asked any more, of a finished place for example: that is a withdrawal, whatever the level does.
      return measuresAsked(presentRevision(order)).length === 0 ? 'lower' : 'raise'
    })
    return orders
  }

  async function include(books: Books, demand: LevelDemand): Promise<readonly Order[]> {
    const { episode, level, at } = demand
    const known = new Set((await books.orders.ofCause(episodeCause(episode.id))).map((order) => order.placeId))
    const fresh = registry.placesOf(episode.scope).flatMap((place) => {
      if (known.has(place.id)) return []
      const wanted = parts.demandOf(place, episode.kind, level, at)
      return wanted.measures.length > 0 ? [{ place, demand: wanted }] : []
    })
    const orders = await newOrders(books, episode, fresh, at)
    await store(books, orders, demand, () => 'issue')
    return orders
  }

  async function newOrders(
    books: Books,
    episode: Episode,
    fresh: readonly { place: Place; demand: Demand }[],
    at: EpochMs,
  ): Promise<Order[]> {
    if (fresh.length === 0) return []
    const day = localDay(at, timeZone)
    const first = await books.orders.reserveNumbers(day, fresh.length)
    return fresh.map(({ place, demand }, index) =>
      newOrder(
        {
          id: parts.newId(),
          number: orderNumber(parts.numberPrefix, day, first + index),
          placeId: place.id,
          townshipId: place.townshipId,
          cause: episodeCause(episode.id),
        },
        demand,
        at,
        settings,
      ),
    )
  }

  async function lower(books: Books, demand: LevelDemand): Promise<readonly Order[]> {
    const above = (await books.orders.ofCause(episodeCause(demand.episode.id))).filter(
      (order) => order.state === 'issued' && order.level > demand.level,
    )
    const lowered = above.flatMap((order) => {
      const place = registry.place(order.placeId)
      if (!place) return []
      const wanted = onlyAsked(order, parts.demandOf(place, demand.episode.kind, demand.level, demand.at))
      return [demandAgain(order, wanted, demand.at, settings, demand.again)]
    })
    await store(books, lowered, demand, () => 'lower')
    return lowered
  }

  async function store(
    books: Books,
    orders: readonly Order[],
    { level, at, by }: LevelDemand,
    kindOf: (order: Order) => 'issue' | 'raise' | 'lower',
  ): Promise<void> {
    if (orders.length === 0) return
    await books.orders.save(orders)
    await books.notifications.add(
      orders.filter((order) => saysSomething(order, at)).map((order) => tell(order, kindOf(order), at)),
    )
    await books.audit.append(
      orders.map((order) =>
        orderAudit(order, `order.${PAST[kindOf(order)]}`, at, by, { level, ...measureNames(order) }),
      ),
    )
  }

  async function end(
    books: Books,
    order: Order,
    how: 'released' | 'cancelled',
    at: EpochMs,
    by: By,
  ): Promise<OrderEnd> {
    const outcome = how === 'released' ? release(order, by.reason, at) : cancel(order, by.reason, at)
    if (outcome.kind === 'already') return { ...outcome, order }
    if (outcome.kind !== 'changed') return { kind: 'not-in-force', order }
    const others = await books.orders.inForceAt([order.placeId])
    const remaining = others.filter((other) => other.id !== order.id)
    await storeEnds(books, [{ order: outcome.order, remaining }], how, at, by)
    return { kind: 'ended', order: outcome.order, remaining }
  }

  async function releaseAll(books: Books, episode: Episode, at: EpochMs, by: By): Promise<readonly Order[]> {
    const inForce = (await books.orders.ofCause(episodeCause(episode.id))).filter((order) => order.state === 'issued')
    if (inForce.length === 0) return []
    const atPlaces = await books.orders.inForceAt(inForce.map((order) => order.placeId))
    const ends = inForce.flatMap((order) => {
      const outcome = release(order, by.reason, at)
      const remaining = atPlaces.filter((other) => other.placeId === order.placeId && other.id !== order.id)
      return outcome.kind === 'changed' ? [{ order: outcome.order, remaining }] : []
    })
    await storeEnds(books, ends, 'released', at, by)
    return ends.map(({ order }) => order)
  }

  async function storeEnds(
    books: Books,
    ends: readonly { order: Order; remaining: readonly Order[] }[],
    how: 'released' | 'cancelled',
    at: EpochMs,
    by: By,
  ): Promise<void> {
    await books.orders.save(ends.map(({ order }) => order))
    await books.notifications.add(
      ends.map(({ order, remaining }) => ({
        ...tell(order, how === 'released' ? 'release' : 'cancel', at),
        // A release names what remains, and says "you may resume" only when nothing does (invariant 13).
        facts: {
          number: order.number,
          level: order.level,
          mayResume: remaining.length === 0,
          resumeNotBefore: resumeNotBefore(at, timeZone),
          remaining: remaining.map((other) => ({ number: other.number, ...measureNames(other) })),
        },
      })),
    )
    await books.audit.append(
      ends.map(({ order, remaining }) =>
        orderAudit(order, `order.${how}`, at, by, { remaining: remaining.map((other) => other.number) }),
      ),
    )
  }

  return { raise, include, lower, releaseAll, end }
}

const PAST = { issue: 'issued', raise: 'raised', lower: 'lowered' } as const

/** `2015-0415-001`; a drill's begin with `D`. Days never share numbers. */
export function orderNumber(prefix: string, day: string, n: number): string {
  const [year, month, date] = day.split('-')
  return `${prefix}${year}-${month}${date}-${String(n).padStart(3, '0')}`
}

export function orderAudit(
  order: Order,
  action: string,
  at: EpochMs,
  by: By,
  details: Readonly<Record<string, unknown>>,
): AuditEntry {
  return {
    at,
    actor: by.actor,
    action,
    subject: `order:${order.id}`,
    revision: presentRevision(order).n,
    cause: by.reason,
    details: { number: order.number, place: order.placeId, version: order.version, ...details },
  }
}

/** A lower level removes only the measures it does not ask: what it would newly ask is left out. */
function onlyAsked(order: Order, demand: Demand): Demand {
  const asked = new Set(measuresAsked(presentRevision(order)).map((one) => one.measure))
  return { ...demand, measures: demand.measures.filter((one) => asked.has(one.measure)) }
}

/** A place is written to only when something was asked or withdrawn at this instant. */
function saysSomething(order: Order, at: EpochMs): boolean {
  const { measures, issuedAt } = presentRevision(order)
  return issuedAt === at || measures.some((one) => one.askedAt === at || one.withdrawnAt === at)
}

function tell(order: Order, kind: Notification['kind'], at: EpochMs): Notification {
  return {
    key: `${order.number}/${presentRevision(order).n}/${kind}/${order.level}/${order.version}`,
    kind,
    orderId: order.id,
    recipient: `place:${order.placeId}`,
    createdAt: at,
    facts: { number: order.number, level: order.level, ...measureNames(order) },
  }
}

function measureNames(order: Order): { readonly measures: readonly string[] } {
  return { measures: measuresAsked(presentRevision(order)).map((one) => one.measure) }
}
