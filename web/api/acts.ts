/** What people do: decide a draft, act on an order. Each says which version the person saw; 409 tells it has moved on. */

import type { ClockView } from '../../server/contract/clock.ts'
import type { DraftView } from '../../server/contract/draft.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { AuditLineView } from '../../server/contract/record.ts'
import { type Answer, ask, newKey } from './ask.ts'

export type DraftAfter = DraftView & { readonly orders: readonly OrderView[] }

export type OrderAfter = OrderView & {
  /** false: it was done before, and nothing changed. */
  readonly changed: boolean
  /** After a release or cancel: numbers of other orders at the same place. */
  readonly stillInForce: readonly string[]
}

export type OrderWithHistory = OrderView & { readonly history: readonly AuditLineView[] }

export interface OnBehalf {
  readonly behalfOf: string
  readonly phone: string
  readonly heard: string
}

function act<T>(path: string, body: object): Promise<Answer<T>> {
  return ask<T>(path, { method: 'POST', body, idempotencyKey: newKey() })
}

/** Drill seconds per second; 0 pauses. */
export const setDrillPace = (speed: number) => act<ClockView>('/clock/pace', { speed })

export const issueDraft = (id: string, version: number) => act<DraftAfter>(`/drafts/${id}/issue`, { version })

export const holdDraft = (id: string, version: number, reason: string, minutes: number) =>
  act<DraftAfter>(`/drafts/${id}/hold`, { version, reason, minutes })

export const dropDraft = (id: string, version: number, reason: string) =>
  act<DraftAfter>(`/drafts/${id}/drop`, { version, reason })

export const acknowledgeOrder = (id: string, version: number, onBehalf: OnBehalf | null) =>
  act<OrderAfter>(`/orders/${id}/acknowledge`, { version, ...onBehalf })

export const reportDone = (id: string, measure: string, version: number) =>
  act<OrderAfter>(`/orders/${id}/measures/${measure}/done`, { version })

export const releaseOrder = (id: string, version: number, reason: string) =>
  act<OrderAfter>(`/orders/${id}/release`, { version, reason })

export const cancelOrder = (id: string, version: number, reason: string) =>
  act<OrderAfter>(`/orders/${id}/cancel`, { version, reason })
