/**
 * Reads what stands around the demands: number, title, who signed and on what day. All of it is looked for in the first
 * and last lines only; numbers in running text are other notices'.
 */
import type { FoldedText } from './folded-text.ts'
import { originalWords, type Span } from './folded-text.ts'
import { type Calendar, instantOf } from './local-moment.ts'
import { linesOf, type Piece, sentencesOf, spanIn, spanOf } from './pieces.ts'
import { onlyOne, type Read, type Said, surely, unread } from './read.ts'
import { momentsIn } from './said-moment.ts'

export interface NumbersRead {
  readonly own: Read<string | null>
  readonly others: readonly string[]
}

/** How many lines count as the head, and as the foot, of a notice. */
const EDGE_LINES = 12
const LONGEST_HEAD_LINE = 80

const NUMBER = /([一-龥]{2,16})?[〔[【(](20\d{2})[〕\]】)](第?\d{1,4}号)/
const EVERY_NUMBER = new RegExp(NUMBER, 'g')
const LABEL = '(?:文号|编号|发文字号|通知编号|指令编号|指令号)'
const NUMBER_LINE = new RegExp(`^\\(?(?:${LABEL}:)?${NUMBER.source}\\)?(?:签发人:.{0,10})?$`)
const NUMBER_AFTER_TITLE = new RegExp(`(?:通知|通告|指令)\\(${NUMBER.source}\\)$`)
const LABELLED_NUMBER = new RegExp(`^${LABEL}:([0-9A-Za-z一-龥-]{2,40})$`)
/** Running text before the name of an office: 根据郑环攻坚办〔2026〕12号. */
const RUNNING_TEXT = /^.*(?:根据|按照|依据|依照|参照|转发|落实|关于|解除|终止|延长|执行|有关|见|的|将)/

export function readNumbers(text: string): NumbersRead {
  const own = onlyOne(edgesOf(linesOf(text)).flatMap(ownNumber))
  const others = sentencesOf(text)
    .flatMap((sentence) => [...sentence.text.matchAll(EVERY_NUMBER)].map(numberIn))
    .filter((number) => number !== own.value)
  const isUnsure = own.value === null && own.doubts[0]?.why === 'absent' && others.length > 0
  return { own: isUnsure ? unread('ambiguous') : own, others: [...new Set(others)] }
}

function edgesOf(lines: readonly Piece[]): readonly Piece[] {
  return lines.filter((_, index) => index < EDGE_LINES || index >= lines.length - EDGE_LINES)
}

function ownNumber(line: Piece): readonly Said<string>[] {
  const whole = NUMBER_LINE.exec(line.text) ?? NUMBER_AFTER_TITLE.exec(line.text)
  const labelled = LABELLED_NUMBER.exec(line.text)
  if (whole) {
    const match = NUMBER.exec(line.text)!
    return [{ value: numberIn(match), span: spanIn(line, match.index, match[0].length) }]
  }
  const value = labelled?.[1]
  if (value === undefined) return []
  return [{ value, span: spanIn(line, line.text.length - value.length, value.length) }]
}

function numberIn([, office = '', year, number]: RegExpExecArray | RegExpMatchArray): string {
  return `${office.replace(RUNNING_TEXT, '')}〔${year}〕${number}`
}

const TITLE_END = /(?:通知|通告|公告|指令|调度令|管控令|函)(?:\([^)]{0,40}\))?$/
const NO_TITLE = /特此|[,。;:]|^(?:接|据|根据|请|现)/
const LONGEST_TITLE_LINES = 3

/** A line about something (关于 …通知), over up to three lines, or a short one that names a notice. */
export function readTitle(folded: FoldedText, original: string): Read<string | null> {
  const head = linesOf(folded.text).slice(0, EDGE_LINES)
  for (const [index, line] of head.entries()) {
    const span = titleAt(head, index, line)
    if (span) return surely(originalWords(folded, original, span), span)
  }
  return unread('absent')
}

function titleAt(head: readonly Piece[], index: number, line: Piece): Span | null {
  if (line.text.length > LONGEST_HEAD_LINE || NO_TITLE.test(line.text)) return null
  if (TITLE_END.test(line.text)) return titleSpan(line, line)
  if (!line.text.includes('关于')) return null
  for (const last of head.slice(index + 1, index + LONGEST_TITLE_LINES)) {
    if (last.text.length > LONGEST_HEAD_LINE || NO_TITLE.test(last.text)) return null
    if (TITLE_END.test(last.text)) return titleSpan(line, last)
  }
  return null
}

/** Without the number that may follow it in brackets. */
function titleSpan(first: Piece, last: Piece): Span {
  const aside = /\([^)]{0,40}号\)$/.exec(last.text)
  return { from: first.from, to: spanOf(last).to - (aside?.[0].length ?? 0) }
}

const OFFICE =
  '[一-龥]{0,30}(?:攻坚办|攻坚办公室|大气办|管控办|环委办|办公室|指挥部|领导小组|委员会|气象台|气象局|环境局|管理局|住建局|城建局|城管局|人民政府|管委会)'
const LABELLED_OFFICE = new RegExp(`^(?:发布|发文|签发|下达|通知)(?:单位|机关|部门):(${OFFICE})$`)
const OFFICE_LINE = new RegExp(`^(${OFFICE})(?:文件)?$`)
const OFFICE_ABOUT = new RegExp(`^(?:【[^】]{0,10}】)?(${OFFICE})关于`)
const OFFICE_IN_FRONT = new RegExp(`^[【[(](${OFFICE})[】\\])]`)
const OFFICE_CALLED = new RegExp(
  `^(?:【[^】]{0,10}】|紧急通知:|通知:)?(?:接|据|按照|根据)?(${OFFICE})(?:电话|微信|紧急|值班室){0,2}(?:通知|指令|要求|调度|来电)`,
)

/** Who signed; without a signature who is named at the head; without that, whose call it was. */
export function readIssuer(text: string): Read<string | null> {
  const lines = linesOf(text)
  const head = lines.slice(0, EDGE_LINES).map(shortened)
  const foot = lines.slice(-EDGE_LINES).map(withoutDate)
  const sources: readonly (readonly [readonly Piece[], RegExp])[] = [
    [[...head, ...foot], LABELLED_OFFICE],
    [foot.slice(-3), OFFICE_LINE],
    [head.slice(0, 3), OFFICE_LINE],
    [head, OFFICE_ABOUT],
    [head, OFFICE_IN_FRONT],
    [head, OFFICE_CALLED],
  ]
  for (const [pieces, pattern] of sources) {
    const read = onlyOne(pieces.flatMap((piece) => officeIn(piece, pattern)))
    if (read.value !== null || read.doubts[0]?.why === 'ambiguous') return read
  }
  return unread('absent')
}

function officeIn(piece: Piece, pattern: RegExp): readonly Said<string>[] {
  const match = pattern.exec(piece.text)
  const office = match?.[1]
  if (!match || office === undefined) return []
  return [{ value: office, span: spanIn(piece, match[0].indexOf(office), office.length) }]
}

function shortened(line: Piece): Piece {
  return { ...line, text: line.text.slice(0, LONGEST_HEAD_LINE) }
}

function withoutDate(line: Piece): Piece {
  return { ...line, text: line.text.slice(0, LONGEST_HEAD_LINE).replace(/(?:20\d{2}|二〇[一-龥]{2})年.{0,12}日$/, '') }
}

const DATE_LABEL = /^(?:签发|发布|发文|印发|下达)(?:时间|日期):$/
const SIGNED = new RegExp(`^(?:${OFFICE})?$`)

/** The day number of the date under the signature; null when there is none, or two, or it is still to come. */
export function readDated(text: string, calendar: Calendar): number | null {
  const lines = linesOf(text).map(shortened)
  const days = edgesOf(lines).flatMap((line) => datedIn(line, calendar))
  return days.every((day) => day === days[0]) ? (days[0] ?? null) : null
}

function datedIn(line: Piece, calendar: Calendar): readonly number[] {
  const [moment, second] = momentsIn(line)
  if (moment?.day?.kind !== 'date' || second) return []
  const before = line.text.slice(0, moment.index)
  const isLabelled = DATE_LABEL.test(before)
  const isAlone = SIGNED.test(before) && moment.clock === null
  if (!(isLabelled || isAlone) || !/^(?:印发)?$/.test(line.text.slice(moment.end))) return []
  const { day } = instantOf(moment, null, calendar)
  return day === null || day > calendar.today ? [] : [day]
}
