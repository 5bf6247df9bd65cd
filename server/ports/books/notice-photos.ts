/** Photos of notices. Nothing here is ever changed or removed. */
import type { NoticePhoto } from '../../domain/notices/photo.ts'

export interface NoticePhotoBook {
  /** Those of one notice, without their bytes, as they were added. */
  list(noticeId: string): Promise<readonly NoticePhoto[]>
  /** null: there is none with this number. */
  content(noticeId: string, n: number): Promise<{ readonly photo: NoticePhoto; readonly bytes: Uint8Array } | null>
  /** Rejects when its number is taken, when the notice has the same bytes already, or when there is no such notice. */
  add(photo: NoticePhoto, bytes: Uint8Array): Promise<void>
}
