/** A notice from above in words: what it is called, from when to when, where, and what it demands. */
import type { NoticeView } from '../../server/contract/notice.ts'
import { measureText, type Text } from './phrases.ts'

type Time = (iso: string) => string

const LEVELS = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ']

/** `上级指令 郑环攻坚办〔2026〕12号`. */
export function noticeName({ number }: Pick<NoticeView, 'number'>, text: Text): string {
  return text('notice.name', { number })
}

export function noticeLevel({ level }: Pick<NoticeView, 'level'>, text: Text): string | null {
  return level === null ? null : text('notice.levelName', { level: LEVELS[level - 1] ?? level })
}

export function noticeSpan({ startsAt, ceasesAt }: NoticeView, text: Text, time: Time): string {
  const facts = { from: time(startsAt) }
  return ceasesAt === null ? text('notice.spanOpen', facts) : text('notice.span', { ...facts, until: time(ceasesAt) })
}

export function noticeScope({ scope }: Pick<NoticeView, 'scope'>, text: Text): string {
  return scope.townshipName ?? text('common.district')
}

export function noticeMeasures({ measures }: Pick<NoticeView, 'measures'>, text: Text): string {
  return measures.map((measure) => measureText(measure, text)).join(text('notice.listComma'))
}
