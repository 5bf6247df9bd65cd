/** What somebody must be told, as typed facts: a channel words them, nothing else does. */
import type { EpochMs } from '../units.ts'
import type { CauseRef } from './cause.ts'
import type { FilingKind } from './filing.ts'
import type { Measure } from './measure.ts'

interface OrderFacts {
  readonly number: string
  /** Control level. */
  readonly level: number
}

interface Demanded extends OrderFacts {
  readonly measures: readonly Measure[]
}

interface Ended extends OrderFacts {
  /** Only when nothing else is in force at the place (invariant 13). */
  readonly mayResume: boolean
  /** null: at once. */
  readonly resumeNotBefore: EpochMs | null
  readonly remaining: readonly { readonly number: string; readonly measures: readonly Measure[] }[]
}

/** Facts of each kind. To a place: issue, raise, lower, release, cancel, untrue, undo, told; the others to the office. */
export interface NotificationFacts {
  readonly issue: Demanded
  readonly raise: Demanded
  readonly lower: Demanded
  readonly release: Ended
  readonly cancel: Ended
  /** 不属实: what was reported was found undone, and is owed again. */
  readonly untrue: { readonly number: string; readonly measures: readonly Measure[]; readonly what: string }
  /** 上门告知: whoever went there found that work goes on; told to the office. */
  readonly 'still-working': { readonly number: string; readonly told: string; readonly note: string }
  /** 撤回: an end or a contradiction was taken back, and the order stands as it stood. */
  readonly undo: Demanded
  /** A level that asks nothing: the place is told, no order is made. */
  readonly told: { readonly cause: CauseRef; readonly level: number }
  readonly 'unanswered-draft': { readonly draft: string; readonly cause: CauseRef }
  readonly review: { readonly cause: CauseRef; readonly why: string }
  readonly 'no-data': {
    readonly rule: string
    readonly scope: string
    readonly since: EpochMs
    readonly episode: string | null
    readonly level: number
  }
  /** What the devices said that contradict the others, and the median of those. */
  readonly contradiction: {
    readonly rule: string
    readonly scope: string
    readonly devices: readonly string[]
    readonly since: EpochMs
    readonly value: number
    readonly median: number
  }
  /** Tells the office that one waits, and the place what became of it. `until`, `reason`: as decided; null: not decided so. */
  readonly filing: {
    readonly filing: string
    readonly number: string
    readonly filed: FilingKind
    readonly became: 'waits' | 'accepted' | 'refused' | 'lapsed'
    readonly place: string
    readonly measures: readonly Measure[]
    readonly until: EpochMs | null
    readonly reason: string | null
  }
  /** An answer upward is owed soon, or is overdue. */
  readonly 'reply-due': NoticeFacts
  readonly 'reply-overdue': NoticeFacts
}

interface NoticeFacts {
  readonly notice: string
  readonly number: string
  readonly issuer: string
  readonly replyBy: EpochMs
}

export type NotificationKind = keyof NotificationFacts

interface Addressed {
  /**
   * Makes it exist once, however often a change is retried: `<order number>/<revision>/<kind>/<level>/<version>`,
   * `<draft id>/review` or `/unanswered`, `<episode id>/told/<level>/<place id>`, `<rule>/<scope>/no-data/<instant>`
   * or `…/contradiction/<instant>`, `filing/<id>/waits` or what became of it, `notice/<id>/reply-due/<reply by>` or `…/reply-overdue/<reply by>`.
   */
  readonly key: string
  readonly orderId: string | null
  /** `place:<id>`, `chief` or `officer`. */
  readonly recipient: string
  readonly createdAt: EpochMs
}

type OfKind<K extends NotificationKind> = Addressed & { readonly kind: K; readonly facts: NotificationFacts[K] }

/** One message owed to one addressee. */
export type Notification = { [K in NotificationKind]: OfKind<K> }[NotificationKind]
