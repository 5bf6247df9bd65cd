/**
 * The operations database in our words. A change is one transaction: its books see each other's writes,
 * and either everything of it is stored, audit lines included, or nothing.
 */
import type { Refused } from '../domain/air/reading.ts'
import type { AuditEntry, AuditLine, AuditVerdict } from '../domain/audit.ts'
import type { Draft } from '../domain/control/draft.ts'
import type { Episode } from '../domain/control/episode.ts'
import type { Order, OrderState } from '../domain/control/order.ts'
import type { Device, Place, Registry, Township } from '../domain/place.ts'
import type { EpochMs } from '../domain/units.ts'

export interface Operations {
  /** Runs `work` in one transaction; changes never overlap. Rejects with `OperationsUnavailable` when the database
   * cannot be reached (nothing is stored then) and with whatever `work` throws (nothing is stored then either). */
  change<T>(work: (books: Books) => Promise<T>): Promise<T>
  /** Reads outside a change. */
  readonly read: Books
  /** null when the database answers, else what is wrong in plain words. */
  problem(): Promise<string | null>
  /** Empties every table except the list of drill runs: only ever called in the drill realm. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface Books {
  readonly registry: RegistryBook
  readonly rules: RuleBook
  readonly episodes: EpisodeBook
  readonly drafts: DraftBook
  readonly orders: OrderBook
  readonly notifications: NotificationBook
  readonly quarantine: QuarantineBook
  readonly audit: AuditBook
  readonly idempotency: IdempotencyBook
  readonly drills: DrillBook
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Hand it back to get the next page; null on the last one. */
  readonly nextCursor: string | null
}

export interface PageQuery {
  readonly limit: number
  readonly cursor: string | null
}

export interface RegistryBook {
  load(): Promise<Registry>
  /** Inserts or replaces by id. */
  save(registry: Partial<Registry>): Promise<void>
  remove(kind: 'townships' | 'places' | 'devices', id: string): Promise<'removed' | 'unknown' | 'in-use'>
}

/** What one rule knows about one scope: its timers and level, so that a restart goes on where it stopped. */
export interface RuleState {
  readonly rule: string
  readonly scope: string
  readonly state: unknown
  /** The instant this state was judged for. */
  readonly judgedAt: EpochMs
}

export interface RuleBook {
  all(): Promise<readonly RuleState[]>
  save(states: readonly RuleState[]): Promise<void>
}

export interface EpisodeFilter extends PageQuery {
  readonly state: 'open' | 'closed' | null
  readonly kind: string | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface EpisodeBook {
  get(id: string): Promise<Episode | null>
  /** Newest opening first. */
  list(filter: EpisodeFilter): Promise<Page<Episode>>
  /** The newest episode of a scope, open or closed. */
  latestOf(scope: string): Promise<Episode | null>
  save(episode: Episode): Promise<void>
}

export interface DraftBook {
  get(id: string): Promise<Draft | null>
  /** Drafts still waiting or held, oldest first. */
  pending(): Promise<readonly Draft[]>
  list(filter: PageQuery & { readonly state: Draft['state'] | null }): Promise<Page<Draft>>
  save(draft: Draft): Promise<void>
}

export interface OrderFilter extends PageQuery {
  readonly state: OrderState | null
  readonly episode: string | null
  readonly place: string | null
}

export interface OrderBook {
  get(id: string): Promise<Order | null>
  /** Newest issue first. */
  list(filter: OrderFilter): Promise<Page<Order>>
  ofEpisode(episodeId: string): Promise<readonly Order[]>
  /** The orders in force at these places. */
  inForceAt(placeIds: readonly string[]): Promise<readonly Order[]>
  /** Many at once, one statement per table. A second order for the same place and episode rejects. */
  save(orders: readonly Order[]): Promise<void>
  /** Reserves `count` numbers of one day's series and returns the first; days never share numbers. */
  reserveNumbers(day: string, count: number): Promise<number>
}

/** One message owed to one addressee. Its key makes it exist once, however often a change is retried. */
export interface Notification {
  /**
   * `<order number>/<revision>/<kind>/<level>/<version>`; `<draft id>/review` or `<draft id>/unanswered` to the chief;
   * `<scope>/no-data/<instant>` to the officer.
   */
  readonly key: string
  readonly kind: 'issue' | 'raise' | 'lower' | 'release' | 'cancel' | 'unanswered-draft' | 'no-data' | 'review'
  readonly orderId: string | null
  /** `place:<id>`, `chief` or `officer`. */
  readonly recipient: string
  readonly createdAt: EpochMs
  /** What the message must say, as data; the channel words it. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface NotificationBook {
  /** A key already there is left as it is: no second row. */
  add(notifications: readonly Notification[]): Promise<void>
  list(filter: PageQuery & { readonly order: string | null }): Promise<Page<Notification>>
}

export interface QuarantineItem extends Refused {
  readonly id: string
  /** How often the very same message came with the very same fault. */
  readonly times: number
  readonly lastAt: EpochMs
}

export interface QuarantineBook {
  /** `key` identifies message and fault; the same key twice counts up `times` only if `spoolSeq` is newer. */
  add(items: readonly (Refused & { readonly key: string; readonly spoolSeq: number })[]): Promise<void>
  list(
    filter: PageQuery & { readonly device: string | null; readonly reason: string | null },
  ): Promise<Page<QuarantineItem>>
  count(): Promise<number>
}

export interface AuditBook {
  append(entries: readonly AuditEntry[]): Promise<void>
  /** Newest first. */
  list(filter: PageQuery & { readonly subject: string | null }): Promise<Page<AuditLine>>
  verify(): Promise<AuditVerdict>
}

export interface IdempotentAnswer {
  readonly status: number
  readonly body: string
}

export interface IdempotencyBook {
  /** `fingerprint` is of method, path and body. `mismatch`: the key was used for another request. */
  find(actor: string, key: string, fingerprint: string): Promise<IdempotentAnswer | 'mismatch' | null>
  remember(actor: string, key: string, fingerprint: string, answer: IdempotentAnswer, at: EpochMs): Promise<void>
}

export interface DrillRun {
  readonly id: string
  readonly name: string
  /** By the machine's clock. */
  readonly startedAt: EpochMs
  readonly endedAt: EpochMs | null
  readonly state: 'running' | 'finished' | 'aborted'
}

export interface DrillBook {
  /** Marks every run still `running` as aborted: it will never be resumed. */
  abortUnfinished(at: EpochMs): Promise<number>
  save(run: DrillRun): Promise<void>
  list(): Promise<readonly DrillRun[]>
}

export type RegistryItem = Township | Place | Device

/** The database cannot be reached or cannot answer; nothing of the change is stored. */
export class OperationsUnavailable extends Error {
  override readonly name = 'OperationsUnavailable'
}

/** Somebody else changed it first: read again, then decide again. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion'
}
