/** What a clause wants stopped: the things after 停止, as a list with items that may be none of ours, or those before it. */
import type { Measure } from '../control/measure.ts'
import type { Span } from './folded-text.ts'
import type { Token } from './measure-words.ts'
import { type Piece, spanOf } from './pieces.ts'
import type { Said } from './read.ts'

/** Words around the items of a list of things to stop, which change nothing. */
const FILLER =
  /^(?:作业|施工|工程|工地|工序|活动|行为|项目|现场|场所|环节|运输|车辆|行驶|通行|上路|营运|进出|出场|清运|全部|一律|各类|各种|所有|一切|任何|全市|全区|等|类|的|和|及|与|或|以|均|进行|从事|涉及|期间|停运|停工|停驶|禁行| )*$/
/** 渣土车禁止上路, 拆除工地停止施工: what stands before the verb is what stops. */
const STOPS_WHAT_IS_BEFORE =
  /^(?:一切|所有|全部|任何|进行)?(?:上路|通行|行驶|运输|清运|作业|施工|出场|进出|营运|运行)?(?:行驶|通行|作业)?$/
const ITEM_END = /[、和及与或]/

export interface Stopped {
  readonly said: readonly Said<Measure>[]
  /** Items of a list of things to stop that are none of ours. */
  readonly leftOver: readonly Span[]
  readonly governs: boolean
}

export function stoppedIn(clause: Piece, tokens: readonly Token[], goesOn: boolean): Stopped {
  const first = tokens.find(({ kind }) => kind === 'stop')
  if (!first && !goesOn) return { said: [], leftOver: [], governs: false }
  const from = first ? first.span.to : clause.from
  const end = spanOf(clause).to
  const turn = tokens.find(
    (token, index) =>
      token.kind === 'turn' && token.span.from >= from && index > 0 && tokens[index - 1]!.kind !== 'stop',
  )
  const items = itemsIn(clause, from, turn?.span.from ?? end).map((item) => ({
    item,
    said: stoppedInItem(clause, item, tokens).map(({ stop, span }) => ({ value: stop, span })),
  }))
  const said = items.flatMap((one) => one.said)
  const governs = turn === undefined
  if (said.length > 0) {
    const leftOver = items
      .filter(({ item, said }) => said.length === 0 && isForeign(clause, item, tokens))
      .map(({ item }) => item)
    return { said, leftOver, governs }
  }
  const rest = first ? clause.text.slice(first.span.to - clause.from) : 'none'
  if (!first || !STOPS_WHAT_IS_BEFORE.test(rest)) return { said, leftOver: [], governs }
  const things = tokens.filter(isStoppable).filter(({ span }) => span.to <= first.span.from)
  const leftOver = itemsIn(clause, clause.from, first.span.from).filter(
    (item) => !things.some((thing) => isIn(item, thing)) && isForeign(clause, item, tokens),
  )
  return { said: things.map(({ stop, span }) => ({ value: stop, span })), leftOver, governs: false }
}

type Stoppable = Token & { readonly kind: 'thing'; readonly stop: Measure }

function isStoppable(token: Token): token is Stoppable {
  return token.kind === 'thing' && token.stop !== null
}

/**
 * The things in an item, from its end, as long as nothing between them narrows what is stopped: in 拆除等产尘作业 both
 * stop, and 渣土车夜间扰民 forbids no trucks.
 */
function stoppedInItem(clause: Piece, item: Span, tokens: readonly Token[]): readonly Stoppable[] {
  const things = tokens.filter(isStoppable).filter((token) => isIn(item, token))
  let end = item.to
  let index = things.length
  while (index > 0) {
    const { span } = things[index - 1]!
    if (!FILLER.test(clause.text.slice(span.to - clause.from, end - clause.from))) break
    end = span.from
    index--
  }
  return things.slice(index)
}

function isIn(item: Span, { span }: Token): boolean {
  return span.from >= item.from && span.to <= item.to
}

function isForeign(clause: Piece, item: Span, tokens: readonly Token[]): boolean {
  const text = clause.text.slice(item.from - clause.from, item.to - clause.from)
  const hasWord = tokens.some((token) => token.kind === 'do' && isIn(item, token))
  return hasWord || !FILLER.test(text)
}

/** The list from `from` to `to`, cut at 、和及与或. */
function itemsIn({ text, from: begin }: Piece, from: number, to: number): readonly Span[] {
  const items: Span[] = []
  let itemFrom = from
  for (let at = from; at <= to; at++) {
    if (at < to && !ITEM_END.test(text.charAt(at - begin))) continue
    if (at > itemFrom) items.push({ from: itemFrom, to: at })
    itemFrom = at + 1
  }
  return items
}

/** Nothing but things that can stop, and fillers. */
export function isBareList(clause: Piece, tokens: readonly Token[]): boolean {
  if (tokens.length === 0 || !tokens.every(isStoppable)) return false
  return itemsIn(clause, clause.from, spanOf(clause).to).every((item) => {
    const [first] = stoppedInItem(clause, item, tokens)
    const text = clause.text.slice(item.from - clause.from, item.to - clause.from)
    return first ? first.span.from === item.from : FILLER.test(text)
  })
}
