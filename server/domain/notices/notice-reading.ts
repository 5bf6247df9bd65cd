/** What is read of an official notice (上级指令): plain data, for a form that a person checks before anything is ordered. */
import type { Measure } from '../control/measure.ts'
import type { NoticeKind } from '../control/notice.ts'
import type { EpochMs } from '../units.ts'
import type { Span } from './folded-text.ts'

/** Asks, changes the level of what is asked, asks it longer, ends it. */
export type NoticeAction = 'demand' | 'amend' | 'extend' | 'lift'

/** Response levels: Ⅰ or red is 1, Ⅱ or orange 2, Ⅲ or yellow 3. */
export type NoticeLevel = 1 | 2 | 3

export type NoticeScope = { readonly kind: 'district' } | { readonly kind: 'township'; readonly townshipId: string }

export type NoticeField =
  | 'number'
  | 'issuer'
  | 'title'
  | 'action'
  | 'level'
  | 'kind'
  | 'scope'
  | 'measures'
  | 'startsAt'
  | 'endsAt'
  | 'replyBy'
  /** The whole text. */
  | 'text'

export type UnreadReason =
  | 'absent'
  /** Several are said, or one in words that can mean two things. */
  | 'ambiguous'
  /** Over at the moment of reading. */
  | 'past'
  | 'before-start'
  | 'until-further-notice'
  /** A day without an hour. */
  | 'no-hour'
  /** An hour without a day. */
  | 'no-day'
  /** 30 February, 25 o'clock. */
  | 'no-such-time'
  /** Every day anew. */
  | 'daily'
  /** So many hours after the notice was received; when that was is not in the text. */
  | 'since-receipt'
  /** The only colour named is the weather bureau's. */
  | 'weather-signal'
  /** 四环内: smaller than the district, and no township. */
  | 'part-of-the-district'
  | 'several-townships'
  /** Asked only when something comes true. */
  | 'conditional'
  /** The rest of the text was not read. */
  | 'too-long'

export interface FoundSpan extends Span {
  readonly field: NoticeField
  /** Which measure stands here; null for every other field. */
  readonly measure: Measure | null
}

/** `at`: where it stands; null when nothing is said. */
export interface Unread {
  readonly field: NoticeField
  readonly why: UnreadReason
  readonly at: Span | null
}

export interface NoticeReading {
  readonly action: NoticeAction
  readonly number: string | null
  /** Numbers of other notices that are mentioned: what is lifted or extended, what is referred to. */
  readonly refersTo: readonly string[]
  readonly issuer: string | null
  readonly title: string | null
  /** The local day under the signature, `2026-11-27`; 今日 means this day. */
  readonly dated: string | null
  readonly level: NoticeLevel | null
  readonly kind: NoticeKind | null
  /** The district unless exactly one township is named. */
  readonly scope: NoticeScope
  /** In the order of measure.ts, each once. */
  readonly measures: readonly Measure[]
  /** null in a notice that lifts or extends: it changes only the end. */
  readonly startsAt: EpochMs | null
  readonly endsAt: EpochMs | null
  readonly replyBy: EpochMs | null
  readonly found: readonly FoundSpan[]
  /** What is not known, or not for certain: a person must look there. */
  readonly unread: readonly Unread[]
  /** Whom or what the demands spare. */
  readonly exceptions: readonly Span[]
  /** Asks something that is none of our measures, or in words we do not know. */
  readonly notUnderstood: readonly Span[]
}
