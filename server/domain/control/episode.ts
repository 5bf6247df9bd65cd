/** Episodes (过程): a stretch of wind or dust that opens, changes level, recovers and closes. Whatever rule saw it. */
import type { Quantity } from '../air/quantity.ts'
import type { EpochMs } from '../units.ts'
import type { Scope } from './scope.ts'

export const REASON_CODES = ['opened', 'raised', 'gust', 'lowered', 'closed', 'reopened'] as const

export type ReasonCode = (typeof REASON_CODES)[number]

/** Why the level changed, as data: the audit trail, the screen and the drill report all read it. */
export interface LevelReason {
  readonly code: ReasonCode
  /** What was judged, and what it was, in the unit of the quantity. */
  readonly quantity: Quantity
  readonly value: number
  /** The bound that was reached or undercut, in the same unit. */
  readonly bound: number
  /** Since when it held without a break. */
  readonly since: EpochMs
  /** Where the value came from, in the words of the rule, for example `weatherBureau`. */
  readonly source: string
  /** What else was measured or counted for it, by the rule's own names; null: not known. */
  readonly measured: Readonly<Record<string, number | null>>
  /** Why this change leaves the house as advice only, whatever the mode, in the rule's own codes; empty for most. */
  readonly onlyAdvise: readonly string[]
}

export interface LevelChange {
  readonly at: EpochMs
  /** 0 stands for "no episode open". */
  readonly from: number
  readonly to: number
  readonly reason: LevelReason
  /** The readings behind the decision. */
  readonly readings: readonly EvidenceReading[]
}

export interface EvidenceReading {
  readonly device: string
  readonly ts: EpochMs
  readonly quantity: Quantity
  /** What was judged of this device, in the unit of the quantity: a mean over the rule's window, or a gust. */
  readonly value: number
}

/** A person's hold delays the close; its timer keeps running, and the close comes when the hold has ended. */
export interface EpisodeHold {
  readonly until: EpochMs
  readonly by: string
  readonly reason: string
}

export interface Episode {
  readonly id: string
  /** The id of the rule that saw it. */
  readonly kind: string
  readonly scope: Scope
  readonly rulePack: { readonly id: string; readonly version: string }
  /** The numbers of the rule pack in force when it opened; they stay with the episode when settings change. */
  readonly thresholds: Readonly<Record<string, unknown>>
  /** First opening; a re-opening keeps it. */
  readonly openedAt: EpochMs
  /** null while open. */
  readonly closedAt: EpochMs | null
  /** Control level in force, as the rule decided it; 0 once closed. What was measured stands in the changes. */
  readonly level: number
  readonly maxLevel: number
  /** Since when the rule has had no usable data; null while it has. The level is held meanwhile (invariant 7). */
  readonly blindSince: EpochMs | null
  /** A person keeps it open; null when nobody does. */
  readonly hold: EpisodeHold | null
  readonly changes: readonly LevelChange[]
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

/** Before its first change; the change that opens it gives it its level and version 1. */
export function newEpisode(
  facts: Pick<Episode, 'id' | 'kind' | 'scope' | 'rulePack' | 'thresholds' | 'openedAt'>,
): Episode {
  return { ...facts, closedAt: null, level: 0, maxLevel: 0, blindSince: null, hold: null, changes: [], version: 0 }
}

/** What was judged at one instant: changes of level, and whether data began or ceased to be missing. */
export function withJudged(
  before: Episode,
  changes: readonly LevelChange[],
  blind: 'began' | 'ended' | null,
  at: EpochMs,
): Episode {
  const last = changes.at(-1)
  const level = last?.to ?? before.level
  const closedAt = last ? (last.to === 0 ? last.at : null) : before.closedAt
  const blindSince = blind === 'began' ? at : blind === 'ended' ? null : before.blindSince
  return {
    ...before,
    level,
    maxLevel: Math.max(before.maxLevel, ...changes.map((change) => change.to)),
    closedAt,
    blindSince: closedAt === null ? blindSince : null,
    changes: [...before.changes, ...changes],
    version: before.version + 1,
  }
}

/** A person keeps it open, or lets it go again (null). */
export function withHold(before: Episode, hold: EpisodeHold | null): Episode {
  return { ...before, hold, version: before.version + 1 }
}
