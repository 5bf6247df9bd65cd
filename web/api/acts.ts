/** What people do: decide a draft, act on an order. Each says which version the person saw; 409 tells it has moved on. */

import type { DraftAfter, OnBehalfInput, OrderAfter } from '../../server/contract/acts.ts'
import type { ClockView, ReanchoredView } from '../../server/contract/clock.ts'
import type { ExemptionView } from '../../server/contract/exemption.ts'
import type { FilingView } from '../../server/contract/filing.ts'
import type { HandoverView } from '../../server/contract/handover.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { NoticePhotoView } from '../../server/contract/notice-photo.ts'
import type { NoticeReadingView } from '../../server/contract/notice-reading.ts'
import type { ProofWay } from '../../server/domain/control/looked.ts'
import type { Measure } from '../../server/domain/control/measure.ts'
import { type Answer, ask, newKey } from './ask.ts'

/** 电话代签收, 电话代报: who was called at which number and what was heard. */
export type OnBehalf = Required<Omit<OnBehalfInput, 'version'>>

function act<T>(path: string, body: object): Promise<Answer<T>> {
  return ask<T>(path, { method: 'POST', body, idempotencyKey: newKey() })
}

/** Drill seconds per second; 0 pauses. */
export const setDrillPace = (speed: number) => act<ClockView>('/clock/pace', { speed })

/** Says that the server's clock is right after it was set by minutes. */
export const reanchorClock = (reason: string) => act<ReanchoredView>('/control/re-anchor', { reason })

export const issueDraft = (id: string, version: number) => act<DraftAfter>(`/drafts/${id}/issue`, { version })

export const holdDraft = (id: string, version: number, reason: string, minutes: number) =>
  act<DraftAfter>(`/drafts/${id}/hold`, { version, reason, minutes })

export const dropDraft = (id: string, version: number, reason: string) =>
  act<DraftAfter>(`/drafts/${id}/drop`, { version, reason })

/** `onBehalf` null: the addressee themself. */
export const acknowledgeOrder = (id: string, version: number, onBehalf: OnBehalf | null) =>
  act<OrderAfter>(`/orders/${id}/acknowledge`, { version, ...onBehalf })

export const reportDone = (id: string, measure: string, version: number, onBehalf: OnBehalf | null) =>
  act<OrderAfter>(`/orders/${id}/measures/${measure}/done`, { version, ...onBehalf })

/** 本工地无此作业: an answer, and not compliance. */
export const answerNoSuchWork = (id: string, measure: string, version: number, onBehalf: OnBehalf | null) =>
  act<OrderAfter>(`/orders/${id}/measures/${measure}/no-such-work`, { version, ...onBehalf })

export const verifyOrder = (id: string, version: number, how: ProofWay) =>
  act<OrderAfter>(`/orders/${id}/verify`, { version, how })

/** `measures` empty: everything that is reported done. */
export const contradictOrder = (
  id: string,
  version: number,
  how: ProofWay,
  what: string,
  measures: readonly Measure[],
) => act<OrderAfter>(`/orders/${id}/untrue`, { version, how, what, measures })

export const referOrder = (id: string, version: number, department: string, reason: string) =>
  act<OrderAfter>(`/orders/${id}/refer`, { version, department, reason })

export const visitSite = (id: string, version: number, told: string, isWorking: boolean, note: string) =>
  act<OrderAfter>(`/orders/${id}/visit`, { version, told, isWorking, note })

export const commentOnOrder = (id: string, text: string) => act<OrderAfter>(`/orders/${id}/comment`, { text })

/** Takes back the own last act on it, within ten seconds. */
export const undoOrder = (id: string) => act<OrderAfter>(`/orders/${id}/undo`, {})

/** `measures` empty: all of it. */
export const releaseOrder = (id: string, version: number, reason: string, measures: readonly Measure[] = []) =>
  act<OrderAfter>(`/orders/${id}/release`, { version, reason, measures })

export const cancelOrder = (id: string, version: number, reason: string) =>
  act<OrderAfter>(`/orders/${id}/cancel`, { version, reason })

export const readNoticeText = (text: string) => act<NoticeReadingView>('/notices/read', { text })

export const recordNotice = (body: object) => act<NoticeView>('/notices', body)

export const amendNotice = (id: string, version: number | undefined, reason: string, body: object) =>
  act<NoticeView>(`/notices/${id}/amend`, { ...body, version, reason })

export const liftNotice = (id: string, version: number, reason: string) =>
  act<NoticeView>(`/notices/${id}/lift`, { version, reason })

/** What was sent upward; the server keeps the figures of the moment with it. */
export const replyToNotice = (id: string, version: number, text: string) =>
  act<NoticeView>(`/notices/${id}/reply`, { version, text })

export const writeHandover = (notes: string, promises: readonly { readonly what: string }[]) =>
  act<HandoverView>('/handovers', { notes, promises })

export const takeShift = (id: string, version: number) => act<HandoverView>(`/handovers/${id}/take`, { version })

export const settlePromise = (id: string, version: number, n: number, how: 'kept' | 'dropped') =>
  act<HandoverView>(`/handovers/${id}/promises/${n}/settle`, { version, how })

/** The control with the figures of its orders. */
export const orderByHand = (body: object) =>
  act<ManualView & { readonly figures: Readonly<Record<string, number>> }>('/manual-controls', body)

export const endManual = (id: string, version: number, reason: string) =>
  act<ManualView>(`/manual-controls/${id}/end`, { version, reason })

export const grantExemption = (body: object) => act<ExemptionView>('/exemptions', body)

export const revokeExemption = (id: string, version: number, reason: string) =>
  act<ExemptionView>(`/exemptions/${id}/revoke`, { version, reason })

export interface Accepting {
  readonly until?: number
  readonly isByCity: boolean
  readonly reason?: string
}

export const acceptFiling = (id: string, version: number, as: Accepting) =>
  act<FilingView>(`/filings/${id}/accept`, { ...as, version })

export const refuseFiling = (id: string, version: number, reason: string) =>
  act<FilingView>(`/filings/${id}/refuse`, { version, reason })

/** The same photo twice is kept once. */
export const addNoticePhoto = (id: string, file: Blob) =>
  ask<NoticePhotoView>(`/notices/${encodeURIComponent(id)}/photos`, { method: 'POST', file })
