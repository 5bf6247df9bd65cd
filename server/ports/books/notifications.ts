/** Messages owed. */
import type { EpochMs } from '../../domain/units.ts'
import type { Page, PageQuery } from './page.ts'

/** One message owed to one addressee. Its key makes it exist once, however often a change is retried. */
export interface Notification {
  /**
   * `<order number>/<revision>/<kind>/<level>/<version>`; `<draft id>/review` or `<draft id>/unanswered` to the chief;
   * `<rule>/<scope>/no-data/<instant>` to the officer.
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
