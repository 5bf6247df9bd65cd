/**
 * A rule as control knows it: where it looks, what it remembers, and what it decides of one instant.
 *
 * Rules are guests: the runner keeps what each remembers by rule and scope, so that none can touch another's. A rule is
 * pure; what it decides becomes an episode, drafts and orders elsewhere.
 */
import type { Quantity } from '../air/quantity.ts'
import type { SampleView } from '../air/samples.ts'
import type { LevelChange } from '../control/episode.ts'
import type { NoticeKind } from '../control/notice.ts'
import type { Scope } from '../control/scope.ts'
import type { Registry } from '../place.ts'
import type { EpochMs, Ms } from '../units.ts'

/** 仅提示, 倒计时下达, 自动下达. */
export const RULE_MODES = ['advise', 'countdown', 'automatic'] as const
export type RuleMode = (typeof RULE_MODES)[number]

/** Whether a person confirms the release that is proposed when the cause has ended. */
export type ReleaseMode = 'confirm' | 'automatic'

/** How the office lets a rule act. */
export interface RulePolicy {
  readonly mode: RuleMode
  /** The office named the mode; else it is the rule's own default, which it may enter step by step. */
  readonly isModeChosen: boolean
  readonly release: ReleaseMode
  /** How long a draft waits before it issues itself. */
  readonly countdownMs: Ms
  /** Where a rule looks that speaks for an area. */
  readonly area: 'district' | 'township'
  readonly timeZone: string
}

/** A rule pack (管控规则) as it is armed: its numbers with their version and source, and how it may act. */
export interface RulePack extends Pick<RulePolicy, 'mode' | 'release' | 'countdownMs'> {
  readonly id: string
  readonly version: string
  /** Where its numbers come from. */
  readonly source: string
  /** The numbers in force, as an episode keeps them. */
  readonly numbers: Readonly<Record<string, unknown>>
}

/** What every rule remembers of a scope, beside what is its own. Plain JSON, stored by the flow that judges. */
export interface RuleMemory {
  /** Control level in force; 0 while no episode is open. */
  readonly level: number
  /** Since when there has been no usable data; null while there is. */
  readonly blindSince: EpochMs | null
  /** A source that contradicts all others; null or absent: none does. */
  readonly doubt?: Doubt | null
}

/** A source that contradicts all others (invariant 18): it cannot lower or close, and alone it orders nothing. */
export interface Doubt {
  readonly devices: readonly string[]
  /** Since when it has contradicted them; a short agreement does not end that. */
  readonly since: EpochMs
  /** Since when it has agreed again; null while it does not. */
  readonly agreedSince: EpochMs | null
  /** What it said, and the median of the others, when that was told; null until it has lasted. */
  readonly told: { readonly value: number; readonly median: number } | null
}

/** Usable samples of one device and quantity; undefined when there are none. */
export type SamplesOf = (device: string, quantity: Quantity) => SampleView | undefined

/** What a rule may look at: nothing newer than `at`. */
export interface Scene {
  readonly at: EpochMs
  readonly samplesOf: SamplesOf
  /** Who or which notice holds the scope's open episode open: each delays the close, none stops its timer. */
  readonly heldOpenBy: readonly string[]
  /** What notices in force for the whole scope declare; never computed by us. */
  readonly declared: readonly NoticeKind[]
}

export interface Judgement<State> {
  /** The memory before itself when nothing changed. */
  readonly next: State
  readonly changes: readonly LevelChange[]
  /** The change from 0 continues the last episode. */
  readonly reopened: boolean
  readonly blind: 'began' | 'ended' | null
  /** A doubt that is told, or over. */
  readonly doubt: { readonly what: 'began' | 'ended'; readonly of: Doubt } | null
  /** Why the chief is asked to look, in the rule's own code; null when there is no reason. */
  readonly review: string | null
}

/** A timer that runs: what happens at `dueAt` when its condition goes on without a break. */
export interface RunningTimer {
  readonly what: 'raise' | 'lower' | 'close'
  /** The control level from then on; 0: closed. */
  readonly to: number
  readonly quantity: Quantity
  /** Reached or undercut since, in the unit of the quantity. */
  readonly bound: number
  readonly since: EpochMs
  readonly dueAt: EpochMs
}

export interface RuleInScope<State> {
  readonly scope: Scope
  judge(before: State, scene: Scene): Judgement<State>
}

export interface Rule<State extends RuleMemory = RuleMemory> {
  /** The kind of its episodes. */
  readonly id: string
  readonly pack: RulePack
  /** A notice in force delays the close of its episodes (algorithms.md 9, windy-day). */
  readonly isDelayedByNotices: boolean
  /** What it looks at: samples of other quantities are not kept for it. */
  readonly quantities: readonly Quantity[]
  /** What it remembers before the first instant. */
  readonly calm: State
  /** Worked out once per change of the registry, because judging happens every minute. */
  scopesOf(registry: Registry): readonly RuleInScope<State>[]
  /** The earliest instant after `after` at which a running timer could act; null when none runs. */
  nextDueAt(memory: State, after: EpochMs): EpochMs | null
  /** What runs now, the next first; empty for a rule without timers. */
  timers(memory: State): readonly RunningTimer[]
  /** The memory when the clock was set by so much: every timer has run as long as before. */
  moved(memory: State, by: Ms): State
}

/** A rule before the office's numbers and modes are put in. */
export interface RuleKind<Numbers extends RuleNumbers = RuleNumbers> {
  readonly id: string
  readonly defaults: Numbers
  /** How it acts unless the office says otherwise; `off` is not judged at all. */
  readonly defaultMode: RuleMode | 'off'
  /** Of another country: it is offered to nobody, and only who names it gets it. Absent: it is not. */
  readonly isForeign?: boolean
  /** Every problem of a set of numbers, each naming the field; empty when it may be used. */
  check(numbers: Numbers): string[]
  arm(numbers: Numbers, policy: RulePolicy): Rule
}

export interface RuleNumbers {
  readonly rulePack: { readonly id: string; readonly version: string }
}
