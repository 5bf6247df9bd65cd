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
