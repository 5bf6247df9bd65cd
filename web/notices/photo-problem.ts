/** What can be said of a chosen photo before it is sent: the server would refuse it after minutes on a slow line. */
import type { TextKey } from '../words/index.ts'

const MOST_BYTES = 8 * 1_024 * 1_024

export function photoProblem({ size, type }: Pick<File, 'size' | 'type'>): TextKey | null {
  if (size > MOST_BYTES) return 'photo.tooLarge'
  // A browser that does not know the type says nothing; the server looks at the bytes.
  return type === '' || /^image\/(jpeg|png|webp)$/.test(type) ? null : 'photo.wrongType'
}
