/** Messages owed. The key is the primary key, so a change that is tried again owes nothing twice. */
import { and, desc, eq } from 'drizzle-orm'
import type { Notification } from '../../domain/control/notification.ts'
import type { NotificationBook } from '../../ports/books/notifications.ts'
import type { Database } from './database.ts'
import { afterCursor, pageOf, rowsToFetch } from './page.ts'
import { addRows } from './rows.ts'
import { notification } from './schema.ts'

export function notificationBook(database: Database): NotificationBook {
  return {
    async add(notifications) {
      await addRows(database, notification, notifications)
    },

    async list(filter) {
      const rows = await database
        .select()
        .from(notification)
        .where(
          and(
            filter.order ? eq(notification.orderId, filter.order) : undefined,
            afterCursor(filter, notification.createdAt, notification.key),
          ),
        )
        .orderBy(desc(notification.createdAt), desc(notification.key))
        .limit(rowsToFetch(filter))
      // Written from a notification; its facts are of its kind.
      return pageOf(filter, rows as Notification[], (row) => [row.createdAt, row.key])
    },
  }
}
