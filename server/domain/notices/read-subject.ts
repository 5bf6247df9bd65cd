/** Reads what kind of notice it is: what it does (action), of which kind and at which level. The title speaks first. */

import type { NoticeKind } from '../control/notice.ts'
import type { Span } from './folded-text.ts'
import { isForecastIn } from './forecast.ts'
import type { NoticeAction, NoticeLevel } from './notice-reading.ts'
import { type Piece, sentencesOf, spanIn } from './pieces.ts'
import { onlyOne, type Read, type Said, surely, unread } from './read.ts'

const LIFT =
  /(?:解除|终止|取消)(?!时间|前|之前|后|条件|另行|之日|为止|指令)[^,]{0,16}(?:响应|预警|管控|措施)|(?:响应|预警|管控|措施)[^,]{0,30}(?:起|时|现|予以|同步|正式|日)解除(?!时间|前|之前|后|条件)/
const EXTEND = /(?:延长|延期|延续|延迟)(?!.{0,4}作业)/
const AMEND = /(?:升级|降级|提升|调整|上调|下调|升|降)(?:为|至|到)[^,]{0,10}(?:级|色)|[ⅠⅡⅢ级色][^,]{0,8}(?:升级|降级)/
const DEMAND = /启动|实施|采取/
const RECITAL = /(?:启动|实施|采取|解除|终止)[^,]{0,8}的(?![^,]{0,4}(?:通知|通告|公告|指令|函))/g

export function readAction(text: string, title: Piece | null): Read<NoticeAction> {
  if (title) {
    const ofTitle = actionOf([title])
    if (ofTitle) return ofTitle
  }
  return actionOf(sentencesOf(text)) ?? surely('demand')
}

function actionOf(said: readonly Piece[]): Read<NoticeAction> | null {
  const pieces = said.map(withoutRecital)
  const amend = firstOf(AMEND, pieces)
  if (amend) return surely('amend', amend)
  const extend = firstOf(EXTEND, pieces)
  const lift = firstOf(LIFT, pieces)
  if (extend && !lift) return surely('extend', extend)
  if (!lift) return null
  // Taking a demand for its end would be the worst: what says both is a demand until a person has looked.
  const demand = firstOf(DEMAND, pieces)
  if (demand || extend) return { value: 'demand', found: [], doubts: [{ why: 'ambiguous', at: lift }] }
  return surely('lift', lift)
}

/** 11月25日启动的响应 is past, and is blanked out; 启动响应的通知 is now. */
function withoutRecital(piece: Piece): Piece {
  return { ...piece, text: piece.text.replace(RECITAL, (past) => ' '.repeat(past.length)) }
}

function firstOf(pattern: RegExp, pieces: readonly Piece[]): Span | null {
  for (const piece of pieces) {
    const match = pattern.exec(piece.text)
    if (match) return spanIn(piece, match.index, match[0].length)
  }
  return null
}

const KINDS: readonly (readonly [NoticeKind, RegExp])[] = [
  ['heavyPollution', /重污染|污染天气/],
  ['sandstorm', /沙尘|浮尘|扬沙/],
  ['wind', /大风/],
  ['temporary', /临时(?:性)?(?:管控|措施|减排|停工)|短时管控|强化管控|加密管控/],
]

export function readKind(text: string, title: Piece | null): Read<NoticeKind | null> {
  const ofTitle = title ? onlyOne(kindsIn([title])) : null
  if (ofTitle && ofTitle.doubts[0]?.why !== 'absent') return ofTitle
  return onlyOne(kindsIn(sentencesOf(text)))
}

/** A sandstorm is wind too; a temporary control for wind is a temporary control. */
function kindsIn(pieces: readonly Piece[]): readonly Said<NoticeKind>[] {
  const said = KINDS.flatMap(([value, pattern]) => {
    const span = pieces.map((piece) => kindAt(piece, pattern)).find((one) => one !== null)
    return span ? [{ value, span }] : []
  })
  const has = (kind: NoticeKind) => said.some(({ value }) => value === kind)
  const hidden: readonly NoticeKind[] = has('temporary') ? ['sandstorm', 'wind'] : has('sandstorm') ? ['wind'] : []
  return said.filter(({ value }) => !hidden.includes(value))
}

function kindAt(piece: Piece, pattern: RegExp): Span | null {
  const match = pattern.exec(piece.text)
  if (!match || isForecastIn(piece)(match.index)) return null
  return spanIn(piece, match.index, match[0].length)
}

const LEVEL =
  /(III|II|I|[ⅠⅡⅢ])级(?!风)|([一二三123])级(?=(?:应急)?(?:响应|预警|管控|减排|措施|应急))|(红|橙|黄)色(?=预警|响应|管控|及以上|级别)/g
const LEVELS: Readonly<Record<string, NoticeLevel>> = {
  ...{ Ⅰ: 1, I: 1, 一: 1, '1': 1, 红: 1, Ⅱ: 2, II: 2, 二: 2, '2': 2, 橙: 2, Ⅲ: 3, III: 3, 三: 3, '3': 3, 黄: 3 },
}
const CHANGED_TO = /(?:升级|降级|提升|调整|上调|下调|升|降)(?:为|至|到)[^,级色]{0,10}$/
const STARTED = /(?:启动|发布|实施|执行|进入)[^,级色]{0,12}$/
const SIGNAL = /(?:大风|沙尘暴?|寒潮|暴雪|大雾|[雾霾冰雪]|暴雨)(?:天气)?$/
const REACH = 20

interface SaidLevel extends Said<NoticeLevel> {
  readonly isTarget: boolean
  readonly isStarted: boolean
  readonly isSignal: boolean
}

/** The level it is changed to, else the title's, else the one that is started, else the only one named. */
export function readLevel(text: string, title: Piece | null): Read<NoticeLevel | null> {
  const all = sentencesOf(text).flatMap(levelsIn)
  const ours = all.filter((one) => !one.isSignal)
  const inTitle = title ? levelsIn(title).filter((one) => !one.isSignal) : []
  const targets = [...inTitle, ...ours].filter((one) => one.isTarget)
  const started = ours.filter((one) => one.isStarted)
  const signal = all.find((one) => one.isSignal)
  const best = [targets, inTitle, started, ours].find((one) => one.length > 0)
  if (best) return onlyOne(best)
  return signal ? unread('weather-signal', signal.span) : unread('absent')
}

function levelsIn(piece: Piece): readonly SaidLevel[] {
  return [...piece.text.matchAll(LEVEL)].map((match) => {
    const [text, roman, numeral, colour] = match
    const before = piece.text.slice(Math.max(0, match.index - REACH), match.index)
    const after = piece.text.slice(match.index + text.length)
    return {
      value: LEVELS[roman ?? numeral ?? colour ?? '']!,
      span: spanIn(piece, match.index, text.length),
      isTarget: CHANGED_TO.test(before),
      isStarted: STARTED.test(before),
      isSignal: colour !== undefined && (SIGNAL.test(before) || after.startsWith('预警信号')),
    }
  })
}
