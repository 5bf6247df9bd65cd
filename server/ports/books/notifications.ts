/** Messages owed. */
import type { Notification } from '../../domain/control/notification.ts'
import type { Page, PageQuery } from './page.ts'

export interface NotificationBook {
  /** A key already there is left as it is: no second row. */
  add(notifications: readonly Notification[]): Promise<void>
  list(filter: PageQuery & { readonly order: string | null }): Promise<Page<Notification>>
}
