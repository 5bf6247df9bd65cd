/**
 * Reads an official notice (上级指令) from its pasted text, to fill a form that a person then checks.
 *
 * Whatever the text, it answers and never throws, takes time in proportion to the text's length, and reads at most
 * `MAX_CHARACTERS_READ` of it. What is not said, or can mean two things, is left empty and listed under `unread` with
 * the reason; what asks something it does not know stands under `notUnderstood`. Stretches are those of `text`.
 */
import type { Measure } from '../control/measure.ts'
import type { Township } from '../place.ts'
import type { EpochMs } from '../units.ts'
import { foldText, MAX_CHARACTERS_READ, originalSpan, type Span } from './folded-text.ts'
import { dayNumberAt, dayText } from './local-moment.ts'
import type { NoticeField, NoticeReading } from './notice-reading.ts'
import type { Piece } from './pieces.ts'
import type { Doubt } from './read.ts'
import { readDated, readIssuer, readNumbers, readTitle } from './read-heading.ts'
import { readMeasures } from './read-measures.ts'
import { readScope } from './read-scope.ts'
import { readAction, readKind, readLevel } from './read-subject.ts'
import { readTimes } from './read-times.ts'

export interface NoticeFacts {
  readonly timeZone: string
  readonly townships: readonly Township[]
}

/** Every field but the measures, of which there can be many. */
const READ_ALONE = [
  ...(['number', 'issuer', 'title', 'action', 'level', 'kind', 'scope'] as const),
  ...(['startsAt', 'endsAt', 'replyBy'] as const),
] as const

/** `at`: the moment of reading, from which 今日 counts unless the notice is dated. */
export function readNotice(text: string, at: EpochMs, { timeZone, townships }: NoticeFacts): NoticeReading {
  const folded = foldText(text)
  const reading = { timeZone, at, today: dayNumberAt(at, timeZone) }
  const dated = readDated(folded.text, reading)
  const numbers = readNumbers(folded.text)
  const issuer = readIssuer(folded.text)
  const title = readTitle(folded, text)
  const titlePiece = pieceAt(folded.text, title.found[0])
  const action = readAction(folded.text, titlePiece)
  const level = readLevel(folded.text, titlePiece)
  const kind = readKind(folded.text, titlePiece)
  const scope = readScope(folded.text, townships)
  const measures = readMeasures(folded.text, action.value)
  const times = readTimes(folded.text, action.value, { ...reading, today: dated ?? reading.today })

  const spanOfText = (span: Span) => originalSpan(folded, span)
  const reads = { number: numbers.own, issuer, title, action, level, kind, scope, ...times }
  const found = (field: NoticeField, span: Span, measure: Measure | null) => ({ field, ...spanOfText(span), measure })
  const doubted = (field: NoticeField, { why, at }: Doubt) => ({ field, why, at: at && spanOfText(at) })
  const missing: readonly Doubt[] = text.length > MAX_CHARACTERS_READ ? [tooLong(text)] : []
  return {
    action: action.value,
    number: numbers.own.value,
    refersTo: numbers.others,
    issuer: issuer.value,
    title: title.value,
    dated: dated === null ? null : dayText(dated),
    level: level.value,
    kind: kind.value,
    scope: scope.value,
    measures: measures.measures,
    startsAt: times.startsAt.value,
    endsAt: times.endsAt.value,
    replyBy: times.replyBy.value,
    found: [
      ...READ_ALONE.flatMap((field) => reads[field].found.map((span) => found(field, span, null))),
      ...measures.said.map(({ value, span }) => found('measures', span, value)),
    ],
    unread: [
      ...READ_ALONE.flatMap((field) => reads[field].doubts.map((doubt) => doubted(field, doubt))),
      ...measures.doubts
        .filter((doubt) => action.value !== 'lift' || doubt.why !== 'absent')
        .map((doubt) => doubted('measures', doubt)),
      ...missing.map(({ why, at }) => ({ field: 'text' as const, why, at })),
    ],
    exceptions: measures.exceptions.map(spanOfText),
    notUnderstood: measures.notUnderstood.filter((span) => !overlaps(span, title.found[0])).map(spanOfText),
  }
}

function pieceAt(text: string, span: Span | undefined): Piece | null {
  return span ? { text: text.slice(span.from, span.to), from: span.from } : null
}

function overlaps(one: Span, other: Span | undefined): boolean {
  return other !== undefined && one.from < other.to && one.to > other.from
}

function tooLong(text: string): Doubt {
  return { why: 'too-long', at: { from: MAX_CHARACTERS_READ, to: text.length } }
}
