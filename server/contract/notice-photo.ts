/** Photos of notices as they cross the wire; the bytes are a call of their own. */
import { z } from 'zod'
import { IMAGE_TYPES, type NoticePhoto } from '../domain/notices/photo.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime } from './common.ts'

export const NoticePhotoView = z.object({
  n: z.number().int().describe('from 1, as they were added'),
  type: z.enum(IMAGE_TYPES),
  size: z.number().int().describe('bytes'),
  sha256: z.string().describe('of the bytes, in hexadecimal'),
  addedAt: IsoTime,
  addedBy: z.string(),
})

export type NoticePhotoView = z.infer<typeof NoticePhotoView>

export function noticePhotoView({ n, type, size, sha256, addedAt, addedBy }: NoticePhoto, timeZone: string) {
  return { n, type, size, sha256, addedAt: localIso(addedAt, timeZone), addedBy }
}
