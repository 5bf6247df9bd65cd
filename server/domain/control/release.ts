/**
 * The one gate of every release: by the rule itself, by a draft, by a person, for one order or for all of a cause.
 *
 * Nobody may resume while another order at the place still forbids it (invariant 13): what remains is named with every
 * release. What an official notice in force demands is never released (invariant 14).
 */
import type { CauseRef } from './cause.ts'
import type { Order } from './order.ts'

/** How things stand with an order's cause. */
export interface Standing {
  readonly cause: CauseRef
  /** The wind or dust has gone, the notice was lifted or has ended. */
  readonly isOver: boolean
}

export type ReleaseVerdict =
  /** `remaining`: other orders in force at the place. */
  | { readonly kind: 'may'; readonly remaining: readonly Order[] }
  /** Releasing while the cause goes on needs the chief. */
  | { readonly kind: 'needs-chief' }
  | { readonly kind: 'notice-in-force'; readonly notice: string }

export function mayRelease(
  order: Order,
  inForce: readonly Order[],
  { cause, isOver }: Standing,
  by: { readonly mayEndEarly: boolean },
): ReleaseVerdict {
  if (!isOver && cause.kind === 'notice') return { kind: 'notice-in-force', notice: cause.id }
  if (!isOver && !by.mayEndEarly) return { kind: 'needs-chief' }
  return { kind: 'may', remaining: remainingAt(order, inForce) }
}

export function remainingAt(order: Order, inForce: readonly Order[]): readonly Order[] {
  return inForce.filter((other) => other.placeId === order.placeId && other.id !== order.id)
}
