import { expect, it } from 'vitest'
import { imageTypeOf } from '../../../server/domain/notices/photo.ts'

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

it.each([
  ['\u00ff\u00d8\u00ff\u00e0 JFIF', 'image/jpeg'],
  ['\u0089PNG\r\n\u001a\n rest', 'image/png'],
  ['RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'image/webp'],
  ['RIFF\u0001\u0002\u0003\u0004WAVEfmt ', null],
  ['GIF89a', null],
  ['<svg xmlns="http://www.w3.org/2000/svg">', null],
  ['%PDF-1.7', null],
  ['\u0089PNG\n', null],
  ['', null],
])('%j is %s', (text, type) => {
  expect(imageTypeOf(bytes(text))).toBe(type)
})
