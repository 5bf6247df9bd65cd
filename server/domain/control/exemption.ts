/**
 * Exemptions (豁免): a place that need not do some or all of what is asked, by whose certificate, until when.
 *
 * The department proposes, the office approves; while a declared notice is in force only the city exempts from what it
 * demands (practice.md 3). An exemption is shown with its number and its end, never silent.
 */
import type { EpochMs } from '../units.ts'
import type { Measure } from './measure.ts'
import { measuresAsked, type Order, presentRevision } from './order.ts'

export interface Exemption {
  readonly id: string
  readonly placeId: string
  /** Of the certificate, for example `住建豁〔2026〕17号`. */
  readonly number: string
  /** Who proposed it: 住建, 城管 …, or the city. */
  readonly department: string
  readonly reason: string
  /** Approved by the city: it holds for what a notice from above demands, too. */
  readonly isByCity: boolean
  /** Empty: everything that could be asked. */
  readonly measures: readonly Measure[]
  readonly from: EpochMs
  /** The instant belongs to it no more. */
  readonly until: EpochMs
  readonly approvedAt: EpochMs
  readonly approvedBy: string
  /** Taken back before its end; null: it was not. */
  readonly revokedAt: EpochMs | null
  readonly revokedBy: string | null
  readonly revokeReason: string | null
  /** Its end was seen and what is owed again was asked; null while nobody has looked at it as ended. */
  readonly endedAt: EpochMs | null
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

export type NewExemption = Pick<
  Exemption,
  'id' | 'placeId' | 'number' | 'department' | 'reason' | 'isByCity' | 'measures' | 'from' | 'until'
>

export function newExemption(
  facts: NewExemption,
  { at, by }: { readonly at: EpochMs; readonly by: string },
): Exemption {
  const open = { revokedAt: null, revokedBy: null, revokeReason: null, endedAt: null } as const
  return { ...facts, ...open, approvedAt: at, approvedBy: by, version: 1 }
}

export function isExempt(exemption: Pick<Exemption, 'from' | 'until' | 'revokedAt'>, at: EpochMs): boolean {
  const { from, until, revokedAt } = exemption
  return from <= at && at < Math.min(until, revokedAt ?? until)
}

/** Of what its cause asks of the place, what this exemption takes away. */
export function spares(exemption: Exemption, measure: Measure, cause: { readonly kind: string }): boolean {
  if (cause.kind === 'notice' && !exemption.isByCity) return false
  return exemption.measures.length === 0 || exemption.measures.includes(measure)
}

/** An order that asks nothing because all of it was spared: each measure left out is a note (`exempt:…`). */
export function isSpared(order: Order): boolean {
  return measuresAsked(presentRevision(order)).length === 0 && order.notes.some((note) => note.startsWith('exempt:'))
}

/** The next instant at which something is to be done about it: it begins, or it ends; null: nothing is. */
export function nextInstantOf(exemption: Exemption, after: EpochMs): EpochMs | null {
  if (exemption.endedAt !== null) return null
  return exemption.from > after ? exemption.from : exemption.until
}

/** It ended by itself; null: it has not. */
export function ended(exemption: Exemption, at: EpochMs): Exemption | null {
  if (exemption.endedAt !== null || exemption.until > at) return null
  return { ...exemption, endedAt: at, version: exemption.version + 1 }
}

export type RevokeOutcome =
  | { readonly kind: 'changed'; readonly exemption: Exemption }
  /** It holds no more anyway. */
  | { readonly kind: 'over'; readonly at: EpochMs }

export function revoked(
  exemption: Exemption,
  reason: string,
  { at, by }: { readonly at: EpochMs; readonly by: string },
): RevokeOutcome {
  if (exemption.endedAt !== null || exemption.until <= at)
    return { kind: 'over', at: exemption.revokedAt ?? exemption.until }
  const stamps = { revokedAt: at, revokedBy: by, revokeReason: reason, endedAt: at }
  return { kind: 'changed', exemption: { ...exemption, ...stamps, version: exemption.version + 1 } }
}
