/** How orders end: released through the one gate, or cancelled. Works inside one change, through the recorder. */
import { cancel, type Order, release } from '../../domain/control/order.ts'
import { releaseSome } from '../../domain/control/partial-release.ts'
import { mayRelease, type ReleaseVerdict } from '../../domain/control/release.ts'
import { resumeNotBefore } from '../../domain/control/resume.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { By } from '../common/by.ts'
import { type AroundParts, type Remaining, readAround } from './around.ts'
import type { Demanding } from './demanding.ts'
import { addressed, measuresOf, PAST } from './order-notices.ts'
import type { Recorder } from './record.ts'

export interface OrderEnds {
  /** Releases every order of the cause still in force that the gate lets go. */
  releaseAll(record: Recorder, cause: Demanding, at: EpochMs, by: By): Promise<void>
  /** Releases one order if the gate lets it go. */
  release(record: Recorder, order: Order, by: By & { readonly mayEndEarly: boolean }, at: EpochMs): Promise<OrderEnd>
  /** Releases some of its measures if the gate lets them go; the others stay asked. */
  releaseSome(record: Recorder, order: Order, some: ReleaseOfSome, at: EpochMs): Promise<OrderEnd>
  /** 撤销: it was a false alarm. */
  cancel(record: Recorder, order: Order, by: By, at: EpochMs): Promise<OrderEnd>
}

export interface ReleaseOfSome {
  readonly measures: readonly string[]
  readonly by: By & { readonly mayEndEarly: boolean }
}

export type OrderEnd =
  | { readonly kind: 'changed'; readonly order: Order; readonly remaining: readonly Remaining[] }
  /** It had ended just so before. */
  | { readonly kind: 'already'; readonly order: Order; readonly at: EpochMs }
  | { readonly kind: 'not-in-force'; readonly order: Order }
  | { readonly kind: 'not-asked'; readonly order: Order; readonly measure: string }
  | (Exclude<ReleaseVerdict, { readonly kind: 'may' }> & { readonly order: Order })

export interface OrderEndsParts extends AroundParts {
  readonly timeZone: string
}

export function createOrderEnds(parts: OrderEndsParts): OrderEnds {
  async function releaseAll(record: Recorder, cause: Demanding, at: EpochMs, by: By): Promise<void> {
    const inForce = (await record.books.orders.ofCause(cause.ref)).filter((order) => order.state === 'issued')
    if (inForce.length === 0) return
    const around = await readAround(parts, record.books, inForce, at)
    const ends = inForce.flatMap((order) => {
      const verdict = mayRelease(order, around.standing(order, cause.isOver), { mayEndEarly: false })
      const outcome = release(order, by.reason, at)
      if (verdict.kind !== 'may' || outcome.kind !== 'changed') return []
      return [{ order: outcome.order, remaining: around.remaining(order) }]
    })
    await storeEnds(record, ends, 'release', at, by)
  }

  async function releaseOne(
    record: Recorder,
    order: Order,
    by: By & { readonly mayEndEarly: boolean },
    at: EpochMs,
  ): Promise<OrderEnd> {
    const around = await readAround(parts, record.books, [order], at)
    // A cause that is not found is not known to have ended.
    const isOver = (await parts.demands.find(record.books, order.cause, at))?.isOver ?? false
    const verdict = mayRelease(order, around.standing(order, isOver), by)
    if (verdict.kind !== 'may') return { ...verdict, order }
    const outcome = release(order, by.reason, at)
    if (outcome.kind !== 'changed') return notEnded(outcome, order)
    const remaining = around.remaining(order)
    await storeEnds(record, [{ order: outcome.order, remaining }], 'release', at, by)
    return { ...outcome, remaining }
  }

  async function someOf(record: Recorder, order: Order, some: ReleaseOfSome, at: EpochMs): Promise<OrderEnd> {
    const { measures, by } = some
    const outcome = releaseSome(order, measures, at)
    if (outcome.kind === 'all-of-it') return releaseOne(record, order, by, at)
    if (outcome.kind === 'not-asked') return { ...outcome, order }
    if (outcome.kind !== 'changed') return notEnded(outcome, order)
    const around = await readAround(parts, record.books, [order], at)
    const isOver = (await parts.demands.find(record.books, order.cause, at))?.isOver ?? false
    const verdict = mayRelease(order, around.standing(order, isOver), by, measures)
    if (verdict.kind !== 'may') return { ...verdict, order }
    const left = measuresOf(outcome.order)
    const facts = { number: order.number, level: order.level, measures: left }
    await record.orders([
      {
        order: outcome.order,
        said: { action: 'order.partly-released', at, by, details: { measures, left } },
        notification: { ...addressed(outcome.order, 'lower', at), kind: 'lower', facts },
      },
    ])
    return { ...outcome, remaining: around.remaining(order) }
  }

  async function cancelOne(record: Recorder, order: Order, by: By, at: EpochMs): Promise<OrderEnd> {
    const outcome = cancel(order, by.reason, at)
    if (outcome.kind !== 'changed') return notEnded(outcome, order)
    const remaining = (await readAround(parts, record.books, [order], at)).remaining(order)
    await storeEnds(record, [{ order: outcome.order, remaining }], 'cancel', at, by)
    return { ...outcome, remaining }
  }

  async function storeEnds(
    record: Recorder,
    ends: readonly { readonly order: Order; readonly remaining: readonly Remaining[] }[],
    kind: 'release' | 'cancel',
    at: EpochMs,
    by: By,
  ): Promise<void> {
    await record.orders(
      ends.map(({ order, remaining }) => ({
        order,
        said: { action: `order.${PAST[kind]}`, at, by, details: { remaining: remaining.map((other) => other.number) } },
        notification: {
          ...addressed(order, kind, at),
          kind,
          // A release names what remains, and says "you may resume" only when nothing does (invariant 13).
          facts: {
            number: order.number,
            level: order.level,
            mayResume: remaining.length === 0,
            resumeNotBefore: resumeNotBefore(at, parts.timeZone),
            remaining,
          },
        },
      })),
    )
  }

  return { releaseAll, release: releaseOne, releaseSome: someOf, cancel: cancelOne }
}

function notEnded(outcome: Exclude<ReturnType<typeof release>, { kind: 'changed' }>, order: Order): OrderEnd {
  return outcome.kind === 'already' ? { ...outcome, order } : { kind: 'not-in-force', order }
}
