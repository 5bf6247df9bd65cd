/** Photos of a notice as it came: paper, a screen, a fax. They are a record: added to, never changed or removed. */
import type { EpochMs } from '../units.ts'

export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const

export type ImageType = (typeof IMAGE_TYPES)[number]

export interface NoticePhoto {
  readonly noticeId: string
  /** From 1, as they were added. */
  readonly n: number
  readonly type: ImageType
  /** In bytes. */
  readonly size: number
  /** Of the bytes, in hexadecimal: the same photo is kept once. */
  readonly sha256: string
  readonly addedAt: EpochMs
  readonly addedBy: string
}

/** What a telephone makes of a page of paper has 2 to 6 MiB. */
export const MOST_PHOTO_BYTES = 8 * 1_024 * 1_024

/** More of one notice than any has pages. */
export const MOST_PHOTOS = 30

const JPEG = [0xff, 0xd8, 0xff]
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const RIFF = [0x52, 0x49, 0x46, 0x46]
/** After the length of the file. */
const WEBP = [0x57, 0x45, 0x42, 0x50]
const WEBP_AT = 8

/** By how the bytes begin, whatever anybody says of them; null: none of ours. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const has = (signature: readonly number[], at = 0) => signature.every((byte, n) => bytes[at + n] === byte)
  if (has(JPEG)) return 'image/jpeg'
  if (has(PNG)) return 'image/png'
  return has(RIFF) && has(WEBP, WEBP_AT) ? 'image/webp' : null
}
