/**
 * The operations database in our words. A change is one transaction: its books see each other's writes,
 * and either everything of it is stored, audit lines included, or nothing.
 */

import type { AuditBook } from './books/audit.ts'
import type { DraftBook } from './books/drafts.ts'
import type { DrillBook } from './books/drills.ts'
import type { EpisodeBook } from './books/episodes.ts'
import type { ExemptionBook } from './books/exemptions.ts'
import type { FilingBook } from './books/filings.ts'
import type { HandoverBook } from './books/handovers.ts'
import type { IdempotencyBook } from './books/idempotency.ts'
import type { ManualControlBook } from './books/manual-controls.ts'
import type { NoticePhotoBook } from './books/notice-photos.ts'
import type { NoticeBook } from './books/notices.ts'
import type { NotificationBook } from './books/notifications.ts'
import type { OrderBook } from './books/orders.ts'
import type { QuarantineBook } from './books/quarantine.ts'
import type { RegistryBook } from './books/registry.ts'
import type { RuleBook } from './books/rules.ts'
import type { SecretBook } from './books/secrets.ts'
import type { SetAsideBook } from './books/set-aside.ts'
import type { Lease } from './lease.ts'

export interface Operations {
  /** Runs `work` in one transaction; changes never overlap. Rejects with `OperationsUnavailable` when the database
   * cannot be reached (nothing is stored then) and with whatever `work` throws (nothing is stored then either). */
  change<T>(work: (books: Books) => Promise<T>): Promise<T>
  /** Reads outside a change. */
  readonly read: Books
  /** null where no other server can open it. */
  readonly lease: Lease | null
  /** null when the database answers, else what is wrong in plain words. */
  problem(): Promise<string | null>
  /** Gives the room of removed rows back, and that of the embedded database's log. Changes and reads may wait for it. */
  tidy(): Promise<void>
  /** Empties every table except the list of drill runs: only ever called in the drill realm. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface Books {
  readonly registry: RegistryBook
  readonly secrets: SecretBook
  readonly rules: RuleBook
  readonly episodes: EpisodeBook
  readonly notices: NoticeBook
  readonly exemptions: ExemptionBook
  readonly handovers: HandoverBook
  readonly filings: FilingBook
  readonly manualControls: ManualControlBook
  readonly noticePhotos: NoticePhotoBook
  readonly drafts: DraftBook
  readonly orders: OrderBook
  readonly notifications: NotificationBook
  readonly quarantine: QuarantineBook
  readonly setAside: SetAsideBook
  readonly audit: AuditBook
  readonly idempotency: IdempotencyBook
  readonly drills: DrillBook
}

/** The database cannot be reached or cannot answer; nothing of the change is stored. */
export class OperationsUnavailable extends Error {
  override readonly name = 'OperationsUnavailable'
}

/** Somebody else changed it first: read again, then decide again. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion'
}
