/** What could not be read of a notice, in words. */
import type { NoticeReadingView } from '../../server/contract/notice-reading.ts'
import type { Text } from '../logic/phrases.ts'

const FIELDS = {
  number: 'notice.number',
  issuer: 'notice.issuer',
  title: 'notice.field.title',
  action: 'notice.field.action',
  level: 'notice.level',
  kind: 'notice.kind',
  scope: 'notice.scope',
  measures: 'notice.measures',
  startsAt: 'notice.startsAt',
  endsAt: 'notice.endsAt',
  replyBy: 'notice.replyBy',
  text: 'notice.text',
} as const

const WHY = {
  absent: 'notice.why.absent',
  ambiguous: 'notice.why.ambiguous',
  past: 'notice.why.past',
  'before-start': 'notice.why.beforeStart',
  'until-further-notice': 'notice.why.untilFurtherNotice',
  'no-hour': 'notice.why.noHour',
  'no-day': 'notice.why.noDay',
  'no-such-time': 'notice.why.noSuchTime',
  daily: 'notice.why.daily',
  'since-receipt': 'notice.why.sinceReceipt',
  'weather-signal': 'notice.why.weatherSignal',
  'part-of-the-district': 'notice.why.part',
  'several-townships': 'notice.why.several',
  conditional: 'notice.why.conditional',
  'too-long': 'notice.why.tooLong',
} as const

export function unreadText({ field, why }: NoticeReadingView['unread'][number], text: Text): string {
  const name = isKey(field, FIELDS) ? text(FIELDS[field]) : field
  return text('common.pair', { name, value: isKey(why, WHY) ? text(WHY[why]) : why })
}

function isKey<T extends object>(key: string, table: T): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key)
}
