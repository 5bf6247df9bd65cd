/** A photo is added to a notice: once, whoever sends it again, and with its audit line. */
import { createHash } from 'node:crypto'
import { type ImageType, MOST_PHOTOS, type NoticePhoto } from '../../domain/notices/photo.ts'
import type { Clock } from '../../ports/clock.ts'
import type { By } from '../common/by.ts'
import type { ChangeRecorded } from './record.ts'

export interface ImageFile {
  readonly type: ImageType
  readonly bytes: Uint8Array
}

export type PhotoAct =
  | { readonly kind: 'added'; readonly photo: NoticePhoto }
  /** The notice has these bytes; nothing was stored. */
  | { readonly kind: 'already'; readonly photo: NoticePhoto }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'full'; readonly most: number }

export function addPhoto(
  { change, clock }: { readonly change: ChangeRecorded; readonly clock: Clock },
  id: string,
  { type, bytes }: ImageFile,
  by: By,
): Promise<PhotoAct> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return change(async (record): Promise<PhotoAct> => {
    const notice = await record.books.notices.get(id)
    if (!notice) return { kind: 'unknown' }
    const photos = await record.books.noticePhotos.list(id)
    const known = photos.find((one) => one.sha256 === sha256)
    if (known) return { kind: 'already', photo: known }
    if (photos.length >= MOST_PHOTOS) return { kind: 'full', most: MOST_PHOTOS }
    const at = clock.now()
    const facts = { n: photos.length + 1, type, size: bytes.length, sha256 }
    const photo = { ...facts, noticeId: id, addedAt: at, addedBy: by.actor }
    await record.noticePhoto(notice, photo, bytes, { action: 'notice.photo-added', at, by, details: facts })
    return { kind: 'added', photo }
  })
}
