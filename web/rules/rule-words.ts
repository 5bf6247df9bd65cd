/** What the screen says of one kind of episode: everything a rule needs said, in one file a rule. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { Quantity } from '../../server/domain/air/quantity.ts'
import type { Values, Wording } from '../words/text.ts'

export type Change = EpisodeView['changes'][number]
export type Numbers = Readonly<Record<string, unknown>>

/** How a page writes: texts in its language, ISO times for people. */
export interface Pen {
  readonly say: (text: Wording, values?: Values) => string
  readonly time: (iso: string) => string
}

export interface NumberLine {
  readonly name: string
  readonly value: string
}

/** A line across a chart, at a number of the rule itself. */
export interface RuleLimit {
  readonly quantity: Quantity
  readonly value: number
  readonly name: string
}

export interface RuleWords {
  /** The kind of its episodes. */
  readonly kind: string
  /** 大风过程. */
  readonly name: Wording
  /** What was measured at the change, in the field's words, for example 平均4级、阵风6级; null when not known. */
  measured(change: Change, pen: Pen): string | null
  /** Why the level changed. */
  reason(change: Change, pen: Pen): string
  /** Why a change left the house as advice only; asked only when the change says that it did. */
  onlyAdvise(change: Change, pen: Pen): string
  /** When an open episode ends and who releases then, by the numbers stored with it; null when they do not say. */
  end(numbers: Numbers, pen: Pen): string | null
  /** Its numbers, for people. */
  numbers(numbers: Numbers, pen: Pen): readonly NumberLine[]
  limits(numbers: Numbers, pen: Pen): readonly RuleLimit[]
}
