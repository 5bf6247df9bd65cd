/**
 * Cuts folded text into lines, sentences and clauses. Nothing that is searched for patterns is ever longer than
 * `LONGEST_PIECE`: whatever is pasted, one search has little to do, and the whole takes time in proportion to its length.
 */
import type { Span } from './folded-text.ts'

export interface Piece {
  readonly text: string
  /** Where it begins in the folded text. */
  readonly from: number
}

export interface Clause extends Piece {
  /** It stands in brackets inside another. */
  readonly isAside: boolean
}

/** Longer sentences are cut at a comma, or here when there is none. */
export const LONGEST_PIECE = 600

const SENTENCE_END = /[。;!?\n]/
const SHORT_ASIDE = 5
const NEXT_CLAUSE = /^(?:但|并|同时)/

/** Lines that are not empty, without what stands beyond `LONGEST_PIECE`. */
export function linesOf(text: string): readonly Piece[] {
  return cut(text, (character) => character === '\n').map(({ text, from }) => ({
    text: text.slice(0, LONGEST_PIECE),
    from,
  }))
}

export function sentencesOf(text: string): readonly Piece[] {
  return cut(text, (character) => SENTENCE_END.test(character)).flatMap(inReach)
}

/**
 * Cut at commas, brackets, before 但, 并 and 同时, and at colons that are not part of a time. A short aside stays where it is:
 * 建筑垃圾(渣土)清运 is one thing, 停止作业(应急抢险除外) is two.
 */
export function clausesOf({ text, from }: Piece): readonly Clause[] {
  const clauses: Clause[] = []
  let begin = 0
  let isAside = false
  const end = (at: number) => {
    if (at > begin) clauses.push({ text: text.slice(begin, at), from: from + begin, isAside })
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '(' && isShortAside(text, at)) at = text.indexOf(')', at)
    else if (NEXT_CLAUSE.test(text.slice(at, at + 2))) {
      end(at)
      begin = at
    } else if (isClauseEnd(text, at)) {
      end(at)
      begin = at + 1
      if (character === '(') isAside = true
      if (character === ')') isAside = false
    }
  }
  end(text.length)
  return clauses
}

/** The stretch of the folded text that a match in a piece covers. */
export function spanIn({ from }: Piece, index: number, length: number): Span {
  return { from: from + index, to: from + index + length }
}

export function spanOf({ text, from }: Piece): Span {
  return { from, to: from + text.length }
}

function isClauseEnd(text: string, at: number): boolean {
  const character = text.charAt(at)
  if (character === ':') return !(isDigit(text.charAt(at - 1)) && isDigit(text.charAt(at + 1)))
  return character === ',' || character === '(' || character === ')'
}

function isShortAside(text: string, at: number): boolean {
  const close = text.slice(at, at + SHORT_ASIDE + 2).indexOf(')')
  return close > 0 && !text.slice(at, at + close).includes('除')
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

function cut(text: string, isEnd: (character: string) => boolean): readonly Piece[] {
  const pieces: Piece[] = []
  let begin = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isEnd(text.charAt(at))) continue
    if (at > begin) pieces.push({ text: text.slice(begin, at), from: begin })
    begin = at + 1
  }
  return pieces
}

function inReach({ text, from }: Piece): readonly Piece[] {
  const pieces: Piece[] = []
  let begin = 0
  while (text.length - begin > LONGEST_PIECE) {
    const comma = text.lastIndexOf(',', begin + LONGEST_PIECE - 1)
    const end = comma > begin ? comma + 1 : begin + LONGEST_PIECE
    pieces.push({ text: text.slice(begin, end), from: from + begin })
    begin = end
  }
  if (begin < text.length) pieces.push({ text: text.slice(begin), from: from + begin })
  return pieces
}
