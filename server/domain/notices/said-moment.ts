/**
 * Finds the days and hours a sentence speaks of, as it says them: 11月27日20时, 今日18:00, 明晚8点, 次日8时, 24时.
 * What instants they are is decided in `local-moment.ts`, what they are for in `read-times.ts`.
 */

import type { Span } from './folded-text.ts'
import { type Piece, spanIn } from './pieces.ts'

/** Years and months may be missing. */
export interface SaidDate {
  readonly kind: 'date'
  readonly year: number | null
  readonly month: number | null
  readonly day: number
}

export type SaidDay =
  | SaidDate
  /** 今日 is 0, 明日 1. */
  | { readonly kind: 'relative'; readonly days: number }
  /** 明日(28日): true only when both are the same day. */
  | { readonly kind: 'twice'; readonly days: number; readonly date: SaidDate }
  /** 次日 is one day after the day named before it, 当日 that day itself. */
  | { readonly kind: 'after-last'; readonly days: number }
  /** 即日, 即刻 */
  | { readonly kind: 'now' }

export interface SaidClock {
  readonly hour: number
  readonly minute: number
  /** 上午, 晚 …; null when the hour stands alone. */
  readonly part: PartOfDay | null
}

export type PartOfDay = 'night-end' | 'morning' | 'noon' | 'afternoon' | 'evening'

export interface SaidMoment {
  readonly day: SaidDay | null
  readonly clock: SaidClock | null
  /** Where it stands in its sentence. */
  readonly index: number
  readonly end: number
  readonly span: Span
}

const NUMERAL = '(?:\\d{1,2}|[零〇一二两三四五六七八九十廿]{1,4})'
const TO = '(?:至|到|[-~]{1,2})'
const PARTS: Readonly<Record<string, PartOfDay>> = {
  ...{
    凌晨: 'night-end',
    清晨: 'morning',
    早晨: 'morning',
    早上: 'morning',
    早: 'morning',
    晨: 'morning',
    上午: 'morning',
  },
  ...{ 中午: 'noon', 正午: 'noon', 下午: 'afternoon', 傍晚: 'afternoon' },
  ...{ 晚上: 'evening', 晚间: 'evening', 晚: 'evening', 夜间: 'evening', 夜里: 'evening', 夜: 'evening' },
}
const PART = `(?:${Object.keys(PARTS).join('|')})`
const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  ...{ 今日: 0, 今天: 0, 本日: 0, 今: 0, 明日: 1, 明天: 1, 明: 1, 后日: 2, 后天: 2, 昨日: -1, 昨天: -1, 昨: -1 },
}
const AFTER_LAST: Readonly<Record<string, number>> = { 当日: 0, 当天: 0, 当: 0, 次日: 1, 翌日: 1, 次: 1 }

/** 今晚 and 当晚 say a day and a part of it. */
const DAY_WORD = `今日|今天|本日|明日|明天|后日|后天|昨日|昨天|当日|当天|次日|翌日|即日|即刻|即时|[今明昨当次](?=${PART})`
const DATE = `(?:(\\d{4}|[零〇一二三四五六七八九]{4})年)?(?:(${NUMERAL})月)?(${NUMERAL})(?:日|号|(?=${TO}${NUMERAL}[日号]))`
const ISO_DATE = '(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?!\\d)日?'
/** 时间, 时候, 点位 and 三点要求 are no hours. */
const HOUR = `(${NUMERAL})(?:时(?!间|候|段|期|限|刻|代|效)|点(?!位|要求|意见|建议|措施|多|源|评|检)钟?|(?=${TO}${NUMERAL}[时点]))`
const MINUTE = `(?:(${NUMERAL})分(?!钟)|(半)|(\\d{2})(?![\\d日月时点])|整)?`
const CLOCK = `(${PART})?(?:(\\d{1,2}):(\\d{2})(?::\\d{2})?(?!\\d)[时分]?|${HOUR}${MINUTE})`
const WEEKDAY = '(?:\\((?:周|星期)[一二三四五六日天]\\))?'

const DATE_ASIDE = `(?:\\((?:(${NUMERAL})月)?(${NUMERAL})[日号][^)]{0,4}\\))?`

const ANY = new RegExp(`${DAY_WORD}|${DATE}|${ISO_DATE}|${CLOCK}`, 'g')
const DAY_HERE = new RegExp(`(?:(${DAY_WORD})${DATE_ASIDE}|${ISO_DATE}|${DATE})${WEEKDAY}`, 'y')
const CLOCK_HERE = new RegExp(`[ 的]?${CLOCK}`, 'y')
const PART_HERE = new RegExp(PART, 'y')

/** In the order of the text. Numbers of documents (12号) and of things (3号楼) are none. */
export function momentsIn(sentence: Piece): readonly SaidMoment[] {
  const moments: SaidMoment[] = []
  let from = 0
  for (;;) {
    ANY.lastIndex = from
    const next = ANY.exec(sentence.text)
    if (!next) return moments
    const moment = momentAt(sentence, next.index)
    if (moment) moments.push(moment)
    from = Math.max(moment?.end ?? 0, next.index + Math.max(1, next[0].length))
  }
}

function momentAt(sentence: Piece, index: number): SaidMoment | null {
  const { text } = sentence
  if (/[\d第零〇一二三四五六七八九十〕\])】月年.A-Za-z]/.test(text.charAt(index - 1))) return null
  const day = dayAt(text, index)
  const clock = clockAt(text, day?.end ?? index)
  const part = day && !clock ? matchAt(PART_HERE, text, day.end) : null
  const end = clock?.end ?? (day && part ? day.end + part[0].length : day?.end)
  if (end === undefined) return null
  const moment = { day: day?.said ?? null, clock: clock?.said ?? null, index, end }
  if (!clock && /^(?:内|以内|线|楼|院|工地|地块|文|令|标|门|机|均|通知|\d)/.test(text.slice(end, end + 2))) return null
  return { ...moment, span: spanIn(sentence, index, end - index) }
}

function dayAt(text: string, index: number): { said: SaidDay; end: number } | null {
  const match = matchAt(DAY_HERE, text, index)
  if (!match) return null
  const [whole, word, asideMonth, asideDay, isoYear, isoMonth, isoDay, year, month, day] = match
  const end = index + whole.length
  if (word !== undefined) return { said: dayOfWord(word, asideMonth, asideDay), end }
  const said = {
    year: numberIn(isoYear ?? year),
    month: numberIn(isoMonth ?? month),
    day: numberIn(isoDay ?? day) ?? 0,
  }
  const hasUnit = /[日号)]$/.test(whole) || isoDay !== undefined
  return hasUnit || said.month !== null ? { said: { kind: 'date', ...said }, end } : null
}

function dayOfWord(word: string, month: string | undefined, day: string | undefined): SaidDay {
  const days = RELATIVE_DAYS[word]
  const date = { kind: 'date', year: null, month: numberIn(month), day: numberIn(day) ?? 0 } as const
  if (days !== undefined && day !== undefined) return { kind: 'twice', days, date }
  if (days !== undefined) return { kind: 'relative', days }
  const later = AFTER_LAST[word]
  return later === undefined ? { kind: 'now' } : { kind: 'after-last', days: later }
}

function clockAt(text: string, index: number): { said: SaidClock; end: number } | null {
  const match = matchAt(CLOCK_HERE, text, index)
  if (!match) return null
  const [whole, part, clockHour, clockMinute, hour, minute, half, bareMinute] = match
  const minutes = half === undefined ? (numberIn(clockMinute ?? minute ?? bareMinute) ?? 0) : 30
  const said = { hour: numberIn(clockHour ?? hour) ?? 0, minute: minutes, part: PARTS[part ?? ''] ?? null }
  return { said, end: index + whole.length }
}

function matchAt(sticky: RegExp, text: string, index: number): RegExpExecArray | null {
  sticky.lastIndex = index
  return sticky.exec(text)
}

const DIGITS = '〇一二三四五六七八九'

/** 20, 二十, 二十四, 廿四, 〇八, 二〇二六; null for no text or what is no number. */
function numberIn(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d+$/.test(text)) return Number(text)
  const plain = text.replace(/零/g, '〇').replace(/两/g, '二').replace(/廿/g, '二十')
  const [tens = '', units = ''] = plain.includes('十') ? plain.split('十') : ['〇', plain]
  if (!plain.includes('十')) return [...plain].reduce((sum, digit) => sum * 10 + DIGITS.indexOf(digit), 0)
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (units === '' ? 0 : DIGITS.indexOf(units))
}
