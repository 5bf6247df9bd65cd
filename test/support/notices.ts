/** Notices for tests: 16 April 2015, 08:00 to 20:00, the whole district, stop earthworks and muck trucks. */
import { type Notice, type NoticeContent, newNotice } from '../../server/domain/control/notice.ts'

const hour = (text: string) => Date.parse(`2015-04-16T${text}:00+08:00`)

export const NOTICE_CONTENT: NoticeContent = {
  number: '郑环攻坚办〔2015〕12号',
  issuer: '市攻坚办',
  text: '16日8时至20时停止土石方作业和渣土运输。',
  kind: 'temporary',
  level: null,
  scope: { kind: 'district' },
  measures: ['stopEarthworks', 'stopMuckTrucks'],
  startsAt: hour('08:00'),
  endsAt: hour('20:00'),
  replyBy: hour('12:00'),
}

export function aNotice(id: string, content: Partial<NoticeContent> = {}): Notice {
  return newNotice(id, { ...NOTICE_CONTENT, ...content }, { at: hour('07:40'), by: '王值班' })
}

/** The same as the body of `POST /notices`. */
export const NOTICE_BODY = { ...NOTICE_CONTENT, scope: { kind: 'district' } }

const BEGINNINGS = {
  jpeg: [0xff, 0xd8, 0xff, 0xe0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  webp: [0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
}

/** Bytes that begin like such a photo; the rest depends on the size alone. */
export function aPhoto(kind: keyof typeof BEGINNINGS, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size).map((_, n) => (n * 7 + size) % 256)
  bytes.set(BEGINNINGS[kind])
  return bytes
}
