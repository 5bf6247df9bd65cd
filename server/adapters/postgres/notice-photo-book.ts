/** Photos of notices, bytes and all; the bytes are read only where they are shown. */
import { and, eq, getTableColumns } from 'drizzle-orm'
import type { NoticePhotoBook } from '../../ports/books/notice-photos.ts'
import type { Database } from './database.ts'
import { noticePhoto } from './schema.ts'

const { content, ...FACTS } = getTableColumns(noticePhoto)

export function noticePhotoBook(database: Database): NoticePhotoBook {
  return {
    list: (noticeId) =>
      database.select(FACTS).from(noticePhoto).where(eq(noticePhoto.noticeId, noticeId)).orderBy(noticePhoto.n),
    async content(noticeId, n) {
      const [row] = await database
        .select({ photo: FACTS, bytes: content })
        .from(noticePhoto)
        .where(and(eq(noticePhoto.noticeId, noticeId), eq(noticePhoto.n, n)))
      return row ?? null
    },
    async add(photo, bytes) {
      await database.insert(noticePhoto).values({ ...photo, content: bytes })
    },
  }
}
