/**
 * The one gate of every release: by the rule itself, by a draft, by a person, for one order or for all of a cause.
 *
 * Nobody may resume while another order at the place still forbids it (invariant 13): what remains is named with every
 * release. What an official notice in force demands is never released (invariant 14).
 */
import type { Order } from './order.ts'

export type ReleaseVerdict =
  /** `remaining`: other orders in force at the place. */
  | { readonly kind: 'may'; readonly remaining: readonly Order[] }
  /** Releasing while the cause goes on needs the chief. */
  | { readonly kind: 'needs-chief' }
  | { readonly kind: 'notice-in-force'; readonly notice: string }

/** `isCauseOver`: the wind or dust has gone, the notice was lifted or has ended. */
export function mayRelease(
  order: Order,
  inForce: readonly Order[],
  isCauseOver: boolean,
  by: { readonly mayEndEarly: boolean },
): ReleaseVerdict {
  const { cause } = order
  if (!isCauseOver && cause.kind === 'notice') return { kind: 'notice-in-force', notice: cause.id }
  if (!isCauseOver && !by.mayEndEarly) return { kind: 'needs-chief' }
  return { kind: 'may', remaining: remainingAt(order, inForce) }
}

export function remainingAt(order: Order, inForce: readonly Order[]): readonly Order[] {
  return inForce.filter((other) => other.placeId === order.placeId && other.id !== order.id)
}
