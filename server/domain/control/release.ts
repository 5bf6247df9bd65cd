/**
 * The one gate of every release: by the rule itself, by a draft, by a person, for one order or for all of a cause.
 *
 * Nobody may resume while another order at the place still forbids it (invariant 13): what remains is named with every
 * release. What an official notice in force demands is never released (invariant 14).
 */
import { isSpared } from './exemption.ts'
import { demandedOf, type Notice } from './notice.ts'
import { measuresAsked, type Order, presentRevision } from './order.ts'

export type ReleaseVerdict =
  | { readonly kind: 'may' }
  /** Releasing while the cause goes on needs the chief. */
  | { readonly kind: 'needs-chief' }
  /** `notice`: its id. */
  | { readonly kind: 'notice-in-force'; readonly notice: string }

/** How things stand around an order. */
export interface Standing {
  /** The wind or dust has gone, the notice was lifted or has ended. */
  readonly isCauseOver: boolean
  /** All notices in force for the place. */
  readonly notices: readonly Notice[]
}

export function mayRelease(
  order: Order,
  { isCauseOver, notices }: Standing,
  by: { readonly mayEndEarly: boolean },
  /** Of its measures only these; left out: all that are asked. */
  named?: readonly string[],
): ReleaseVerdict {
  const { cause } = order
  const all = measuresAsked(presentRevision(order)).map(({ measure }) => measure)
  const asked = named ? all.filter((measure) => named.includes(measure)) : all
  // A place that its notice speaks for no more; one that is only spared is asked again when that ends.
  const isLeftOut = all.length === 0 && !isSpared(order)
  if (!isCauseOver && cause.kind === 'notice')
    return isLeftOut ? { kind: 'may' } : { kind: 'notice-in-force', notice: cause.id }
  const demanding = notices.find((notice) => notice.id !== cause.id && demandedOf(notice, asked).length > 0)
  if (demanding) return { kind: 'notice-in-force', notice: demanding.id }
  if (!isCauseOver && !by.mayEndEarly) return { kind: 'needs-chief' }
  return { kind: 'may' }
}

/** Other orders in force at the place. */
export function remainingAt(order: Order, inForce: readonly Order[]): readonly Order[] {
  return inForce.filter((other) => other.placeId === order.placeId && other.id !== order.id)
}
