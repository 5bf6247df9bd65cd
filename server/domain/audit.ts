/**
 * The audit trail: every state change with who, what, why and when, chained so that a missing or altered line shows.
 *
 * A line's hash covers its number, its content in a fixed order and the hash before it. Hashing itself is done by
 * the caller's function, because this folder does no I/O and imports nothing of the platform.
 */
import type { EpochMs } from './units.ts'

/** What can be done, as it stands in the trail; the screen has a word for each. */
export const AUDIT_ACTIONS = [
  'episode.opened',
  'episode.raised',
  'episode.gust',
  'episode.lowered',
  'episode.closed',
  'episode.reopened',
  'episode.blind',
  'episode.sighted',
  'episode.held',
  'episode.let-go',
  'draft.opened',
  'draft.releveled',
  'draft.recounted',
  'draft.held',
  'draft.retimed',
  'draft.issued',
  'draft.dropped',
  'notice.recorded',
  'notice.amended',
  'notice.lifted',
  'notice.ended',
  'notice.reply-reminded',
  'notice.reply-overdue',
  'notice.replied',
  'exemption.granted',
  'exemption.revoked',
  'exemption.ended',
  'filing.filed',
  'filing.accepted',
  'filing.refused',
  'filing.ended',
  'notice.photo-added',
  'handover.written',
  'handover.taken',
  'handover.promise-settled',
  'manual.decided',
  'manual.confirmed',
  'manual.ended',
  'order.issued',
  'order.raised',
  'order.lowered',
  'order.seen',
  'order.acknowledged',
  'order.measure-done',
  'order.no-such-work',
  'order.deadline-moved',
  'order.visited',
  'order.visited-working',
  'order.verified',
  'order.contradicted',
  'order.referred',
  'order.commented',
  'order.released',
  'order.partly-released',
  'order.cancelled',
  'order.undone',
  'registry.saved',
  'registry.removed',
  'device.trespassed',
  'device.doubted',
  'device.secret-issued',
  'device.secret-revoked',
  'device.believed',
  'readings.shipped-again',
  'clock.doubted',
  'clock.believed',
  'clock.reanchored',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface AuditEntry {
  /** Realm clock. */
  readonly at: EpochMs
  /** A person's name from the token, `system` or `device:<id>`. */
  readonly actor: string
  /** One of `AUDIT_ACTIONS`, or what another version wrote. */
  readonly action: string
  /** `order:<id>`, `episode:<id>`, `draft:<id>`, `place:<id>`, `device:<id>` … */
  readonly subject: string
  /** The subject's version (for an order: its revision) after the change; null when it has none. */
  readonly revision: number | null
  /** Why: the person's words, or a code of `control/reason.ts`. */
  readonly cause: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface AuditLine extends AuditEntry {
  /** Grows by one without a gap, from 1. */
  readonly id: number
  readonly previousHash: string
  readonly hash: string
}

export interface AuditVerdict {
  readonly ok: boolean
  readonly checked: number
  /** The id of the first line that does not fit; null when all fit. */
  readonly firstBad: number | null
}

export const FIRST_HASH = '0'.repeat(64)

/** The text a line's hash is made of. Keys are sorted at every depth, so equal content gives equal text. */
export function auditText(id: number, previousHash: string, entry: AuditEntry): string {
  const { at, actor, action, subject, revision, cause, details } = entry
  return JSON.stringify([id, previousHash, at, actor, action, subject, revision, cause, sorted(details)])
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}
