/** What the book of photos of notices promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { NoticePhoto } from '../../server/domain/notices/photo.ts'
import type { Operations } from '../../server/ports/operations.ts'
import { aNotice } from '../support/notices.ts'

const MIB = 1_048_576

export function describeNoticePhotoBook(open: () => Operations): void {
  describe('photos of notices', () => {
    let operations: Operations
    beforeEach(async () => {
      operations = open()
      await operations.change(async ({ notices }) => {
        await notices.save(aNotice('n1'))
        await notices.save(aNotice('n2'))
      })
    })

    function aPhoto(noticeId: string, n: number, facts: Partial<NoticePhoto> = {}): NoticePhoto {
      const added = { addedAt: 1_700_000_000_000, addedBy: '王值班' }
      return { noticeId, n, type: 'image/jpeg', size: 4, sha256: `hash-${noticeId}-${n}`, ...added, ...facts }
    }

    const add = (photo: NoticePhoto, bytes = new Uint8Array([0, 255, 10, 13])) =>
      operations.change(({ noticePhotos }) => noticePhotos.add(photo, bytes))

    it('gives back every byte, and lists without them, as they were added', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
      await add(aPhoto('n1', 2))
      await add(aPhoto('n1', 1, { type: 'image/webp', size: 256 }), bytes)
      await add(aPhoto('n2', 1))
      const { noticePhotos } = operations.read
      expect(await noticePhotos.list('n1')).toEqual([
        aPhoto('n1', 1, { type: 'image/webp', size: 256 }),
        aPhoto('n1', 2),
      ])
      expect(await noticePhotos.list('none')).toEqual([])
      const found = await noticePhotos.content('n1', 1)
      expect(found?.photo.type).toBe('image/webp')
      expect([...found!.bytes]).toEqual([...bytes])
      expect(await noticePhotos.content('n1', 3)).toBeNull()
    })

    it('takes one of 8 MiB', async () => {
      const bytes = new Uint8Array(8 * MIB).map((_, n) => n % 251)
      await add(aPhoto('n1', 1, { size: bytes.length }), bytes)
      const found = await operations.read.noticePhotos.content('n1', 1)
      expect(Buffer.compare(Buffer.from(found!.bytes), Buffer.from(bytes))).toBe(0)
    })

    it('refuses a number that is taken, the same bytes again, and a notice that is not there', async () => {
      await add(aPhoto('n1', 1))
      await expect(add(aPhoto('n1', 1, { sha256: 'another' }))).rejects.toThrow()
      await expect(add(aPhoto('n1', 2, { sha256: 'hash-n1-1' }))).rejects.toThrow()
      await expect(add(aPhoto('none', 1))).rejects.toThrow()
      expect(await operations.read.noticePhotos.list('n1')).toEqual([aPhoto('n1', 1)])
    })
  })
}
