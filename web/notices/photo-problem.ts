/** What can be said of a chosen photo before it is sent: the server would refuse it after minutes on a slow line. */
import { MOST_PHOTO_BYTES } from '../../server/domain/notices/photo.ts'
import type { TextKey } from '../words/index.ts'

export function photoProblem({ size, type }: Pick<File, 'size' | 'type'>): TextKey | null {
  if (size > MOST_PHOTO_BYTES) return 'photo.tooLarge'
  // A browser that does not know the type says nothing; the server looks at the bytes.
  return type === '' || /^image\/(jpeg|png|webp)$/.test(type) ? null : 'photo.wrongType'
}
