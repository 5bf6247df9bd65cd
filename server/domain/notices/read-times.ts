/**
 * Reads from when, until when, and by when to reply.
 *
 * An hour counts only with a word that says what it is for (起, 至, 前 with 反馈 …) or as a range; hours of forecasts,
 * of what was decided before, and of measures with hours of their own that differ, are not chosen among.
 */
import type { EpochMs } from '../units.ts'
import type { Span } from './folded-text.ts'
import { isForecastIn } from './forecast.ts'
import { type Before, type Calendar, type Instant, instantOf } from './local-moment.ts'
import { EXTENDED_TO, isReply, REPLY, type Role, roleOf } from './moment-role.ts'
import type { NoticeAction, UnreadReason } from './notice-reading.ts'
import { type Piece, sentencesOf, spanIn } from './pieces.ts'
import { type Doubt, onlyOne, type Read, unread } from './read.ts'
import { momentsIn, type SaidMoment } from './said-moment.ts'

export interface Times {
  readonly startsAt: Read<EpochMs | null>
  readonly endsAt: Read<EpochMs | null>
  readonly replyBy: Read<EpochMs | null>
}

interface Candidate {
  readonly role: Role
  readonly instant: Instant
  readonly span: Span
  /** What is said more plainly goes before: 延长至 before a range, a range before 立即. */
  readonly weight: number
}

interface Doubted extends Doubt {
  readonly role: Role
}

const RANGE = /^(?:起|开始)?,?(?:开始)?,?(?:至|到|持续至|持续到|延续至|直至|[-~]{1,2})$/
const DAILY = /(?:每日|每天|每晚|每夜|每早)$/
const IMMEDIATELY = /(?:立即|马上|立刻)(?:启动|停止|暂停|执行|实施|停工|停运)/
const SINCE_RECEIPT = /自?(?:本通知)?(?:发布|接到|收到|接|通知|印发|下发)[^,]{0,6}起/
const UNTIL_NOTICE = /(?:解除|结束|终止)时间(?:另行|待)|直至[^,]{0,8}解除|至[^,]{0,8}(?:解除|另行通知)(?:为止|之日)?/
const WITHIN = /(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})个?(?:半)?(?:小时|分钟)(?:之|以)?内/

export function readTimes(text: string, action: NoticeAction, calendar: Calendar): Times {
  const candidates: Candidate[] = []
  const doubts: Doubted[] = []
  for (const sentence of sentencesOf(text)) {
    const moments = momentsIn(sentence)
    if (moments.length > 0) candidates.push(...ofMoments(sentence, moments, calendar, doubts))
    const immediately = IMMEDIATELY.exec(sentence.text) ?? SINCE_RECEIPT.exec(sentence.text)
    if (immediately) {
      const instant = { kind: 'instant', at: calendar.at, day: calendar.today } as const
      const span = spanIn(sentence, immediately.index, immediately[0].length)
      candidates.push({ role: 'start', instant, span, weight: 0 })
    }
    doubts.push(...ofWords(sentence))
  }
  return decide(candidates, doubts, action, calendar)
}

function ofMoments(
  sentence: Piece,
  moments: readonly SaidMoment[],
  calendar: Calendar,
  doubts: Doubted[],
): Candidate[] {
  const isForecast = isForecastIn(sentence)
  const candidates: Candidate[] = []
  let before: Before | null = null
  for (let index = 0; index < moments.length; index++) {
    const first = moments[index]!
    const next = moments[index + 1]
    const isRange = next !== undefined && RANGE.test(sentence.text.slice(first.end, next.index))
    const start = withDay(first, moments.length === 1 || isRange, before, calendar)
    const end: Instant | null = isRange ? endOf(first, start, next, calendar) : null
    before = dayAfter(end ?? start, before)
    if (isRange) index++
    if (isForecast(first.index)) continue
    if (DAILY.test(sentence.text.slice(0, first.index))) {
      const role = isReply(sentence.text, first) ? 'reply' : 'start'
      const span = { from: first.span.from, to: (isRange ? next : first).span.to }
      doubts.push({ role, why: 'daily', at: span })
      if (role === 'start') doubts.push({ role: 'end', why: 'daily', at: span })
    } else if (isRange && end) {
      candidates.push({ role: 'start', instant: start, span: first.span, weight: 1 })
      const weight = EXTENDED_TO.test(sentence.text.slice(first.end, next.index)) ? 2 : 1
      candidates.push({ role: 'end', instant: end, span: next.span, weight })
    } else {
      const role = roleOf(sentence.text, first)
      if (role) candidates.push({ ...role, instant: start, span: first.span })
    }
  }
  return candidates
}

/**
 * An hour without a day is today's while it is still to come and no other day is near; else a person must say whose.
 */
function withDay(said: SaidMoment, isAlone: boolean, before: Before | null, calendar: Calendar): Instant {
  const instant = instantOf(said, before, calendar)
  if (said.day !== null || !isAlone || before !== null) return instant
  const today = instantOf({ ...said, day: { kind: 'relative', days: 0 } }, null, calendar)
  return today.kind === 'instant' && today.at > calendar.at ? today : instant
}

function endOf(first: SaidMoment, start: Instant, next: SaidMoment, calendar: Calendar): Instant {
  if (start.kind === 'none' && start.day === null) {
    return instantOf(next, null, calendar)
  }
  const at = start.kind === 'instant' ? start.at : 0
  const rangeStart = { at, part: first.clock?.part ?? null, hour: hourOfDay(first) }
  const end = instantOf(next, { day: start.day ?? calendar.today, rangeStart }, calendar)
  const comesFirst = start.kind === 'instant' && end.kind === 'instant' && end.at <= start.at
  // 20时至8时 means the next morning most often, and sometimes 8 was written for 18.
  return comesFirst ? { kind: 'none', why: next.day ? 'before-start' : 'ambiguous', day: end.day } : end
}

function hourOfDay({ clock }: SaidMoment): number {
  if (clock === null) return 0
  const isLate = clock.part === 'afternoon' || clock.part === 'evening'
  return isLate && clock.hour < 12 ? clock.hour + 12 : clock.hour
}

function dayAfter({ day }: Instant, before: Before | null): Before | null {
  return day === null ? before : { day, rangeStart: null }
}

/** What is said of times without saying one. */
function ofWords(sentence: Piece): Doubted[] {
  const doubts: Doubted[] = []
  const further = UNTIL_NOTICE.exec(sentence.text) ?? anotherNotice(sentence.text)
  if (further) {
    doubts.push({ role: 'end', why: 'until-further-notice', at: spanIn(sentence, further.index, further[0].length) })
  }
  const within = WITHIN.exec(sentence.text)
  if (within && REPLY.test(sentence.text.slice(within.index))) {
    doubts.push({ role: 'reply', why: 'since-receipt', at: spanIn(sentence, within.index, within[0].length) })
  }
  return doubts
}

/** 「如有调整,另行通知」 says nothing of the end. */
function anotherNotice(text: string): RegExpExecArray | null {
  const found = /另行通知/.exec(text)
  return found && !/调整|变化|变动/.test(text.slice(0, found.index)) ? found : null
}

function decide(
  candidates: readonly Candidate[],
  doubts: readonly Doubted[],
  action: NoticeAction,
  calendar: Calendar,
): Times {
  const changesEndOnly = action === 'lift' || action === 'extend'
  const startsAt = changesEndOnly ? noStart : pick('start', candidates, doubts)
  const end = pick('end', candidates, doubts)
  const endsAt = action === 'lift' ? end : notBefore(startsAt.value, notPast(end, calendar.at))
  return { startsAt, endsAt, replyBy: notPast(pick('reply', candidates, doubts), calendar.at) }
}

const noStart: Read<null> = { value: null, found: [], doubts: [] }

function pick(role: Role, candidates: readonly Candidate[], doubts: readonly Doubted[]): Read<EpochMs | null> {
  const mine = candidates.filter((one) => one.role === role)
  const weight = Math.max(...mine.map((one) => one.weight))
  const best = mine.filter((one) => one.weight === weight)
  const doubt = doubts.find((one) => one.role === role)
  const none = best.find(({ instant }) => instant.kind === 'none')
  if (none?.instant.kind === 'none') return unread(none.instant.why, none.span)
  const [first] = best
  if (!first) return doubt ? unread(doubt.why, doubt.at) : unread('absent')
  if (role === 'end' && doubt?.why === 'until-further-notice') return unread('ambiguous', doubt.at)
  return onlyOne(best.flatMap(({ instant, span }) => (instant.kind === 'instant' ? [{ value: instant.at, span }] : [])))
}

function notPast(read: Read<EpochMs | null>, at: EpochMs): Read<EpochMs | null> {
  return read.value !== null && read.value < at ? because('past', read) : read
}

function notBefore(start: EpochMs | null, end: Read<EpochMs | null>): Read<EpochMs | null> {
  return start !== null && end.value !== null && end.value <= start ? because('before-start', end) : end
}

function because(why: UnreadReason, { found }: Read<EpochMs | null>): Read<null> {
  return unread(why, found[0] ?? null)
}
