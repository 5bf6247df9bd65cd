/**
 * Reads which measures a notice demands: 停止 with what is to stop, 覆盖 with what is to be covered, 洒水 by being named.
 *
 * A word counts only where its clause demands it. What stands in an exception, behind a permission, under a prohibition
 * of the manner (严禁带泥上路) or of the opposite (停止洒水) is not read; whatever asks and is not read is reported,
 * down to the single item of a list.
 */
import { MEASURES, type Measure } from '../control/measure.ts'
import type { Span } from './folded-text.ts'
import { type ClauseRead, NOTHING_BEFORE, readClause } from './measure-clause.ts'
import { type Token, wordsIn } from './measure-words.ts'
import type { NoticeAction } from './notice-reading.ts'
import { type Clause, clausesOf, type Piece, sentencesOf, spanIn, spanOf } from './pieces.ts'
import type { Doubt, Said } from './read.ts'

export interface MeasuresRead {
  readonly measures: readonly Measure[]
  readonly said: readonly Said<Measure>[]
  readonly doubts: readonly Doubt[]
  readonly exceptions: readonly Span[]
  readonly notUnderstood: readonly Span[]
}

const CONDITION =
  /如遇|如果|如出现|如发生|若|一旦|遇[^,]{0,4}级|达到[^,]{0,12}时|[级℃度%](?:及)?(?:以上|以下)|(?:高于|低于|超过)[^,]{0,8}[时的]|视情/
/** What goes on after a notice is lifted says so. */
const GOES_ON = /继续|仍|保持|持续/

export function readMeasures(text: string, action: NoticeAction): MeasuresRead {
  const sentences = sentencesOf(text).map((sentence) => readSentence(sentence, action))
  const said = sentences.flatMap((one) => one.said)
  const named = new Set(said.map(({ value }) => value))
  const doubts = sentences.flatMap((one) => one.doubts)
  return {
    measures: MEASURES.filter((measure) => named.has(measure)),
    said,
    doubts: said.length === 0 ? [{ why: 'absent', at: null }] : doubts,
    exceptions: sentences.flatMap((one) => one.exceptions),
    notUnderstood: sentences.flatMap((one) => one.notUnderstood),
  }
}

function readSentence(sentence: Piece, action: NoticeAction): Omit<MeasuresRead, 'measures'> {
  const tokens = wordsIn(sentence)
  const clauses = clausesOf(sentence)
  const spared = exceptionsIn(tokens, clauses)
  const demanding = tokens.filter(({ span }) => !spared.some((one) => span.from >= one.from && span.to <= one.to))
  const reads: ClauseRead[] = []
  let before = NOTHING_BEFORE
  for (const clause of clauses) {
    const inClause = demanding.filter(
      ({ span }) => span.from >= clause.from && span.from < clause.from + clause.text.length,
    )
    const read = readClause(withoutSpared(clause, spared), inClause, before)
    reads.push(read)
    if (!clause.isAside) before = read.after
  }
  const isRead = action !== 'lift' || GOES_ON.test(sentence.text)
  const said = isRead ? reads.flatMap((one) => one.said) : []
  const unread = isRead ? [] : reads.flatMap(({ said }) => said.map(({ span }) => span))
  const condition = said.length > 0 ? CONDITION.exec(sentence.text) : null
  return {
    said,
    doubts: condition ? [{ why: 'conditional', at: spanIn(sentence, condition.index, condition[0].length) }] : [],
    exceptions: [...spared, ...reads.flatMap((one) => one.exceptions)].sort((a, b) => a.from - b.from),
    notUnderstood: [...reads.flatMap((one) => one.notUnderstood), ...unread].sort((a, b) => a.from - b.from),
  }
}

/** 除…外; without its 外, all that is left of the clause. */
function exceptionsIn(tokens: readonly Token[], clauses: readonly Clause[]): readonly Span[] {
  const spans: Span[] = []
  let open: Token | null = null
  for (const token of tokens) {
    if (token.kind === 'except' && !open) open = token
    if (token.kind !== 'except-end' || !open) continue
    spans.push({ from: open.span.from, to: token.span.to })
    open = null
  }
  if (!open) return spans
  const { from } = open.span
  const clause = clauses.find((one) => from >= one.from && from < one.from + one.text.length)
  return clause ? [...spans, { from, to: spanOf(clause).to }] : spans
}

/** The exception is blanked out, so that what stands around it keeps its place. */
function withoutSpared(clause: Clause, spared: readonly Span[]): Clause {
  let { text } = clause
  for (const { from, to } of spared) {
    const start = Math.max(0, from - clause.from)
    const end = Math.min(text.length, to - clause.from)
    if (end > start) text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
  }
  return { ...clause, text }
}
