/** Episodes (过程): a stretch of wind or dust that opens, changes level, recovers and closes. */
import type { EpochMs } from '../units.ts'

export type EpisodeKind = 'windy-day'

/** Where a rule looks: the whole district or one township. */
export type Scope = { readonly kind: 'district' } | { readonly kind: 'township'; readonly townshipId: string }

/** `district` or `township:<id>`: the scope as one string, for keys. */
export function scopeKey(scope: Scope): string {
  return scope.kind === 'district' ? 'district' : `township:${scope.townshipId}`
}

/** Why the level changed, as data: the audit trail, the screen and the drill report all read it. */
export interface LevelReason {
  readonly code: 'raised' | 'gust' | 'lowered' | 'closed' | 'reopened' | 'opened'
  /** Wind speed the rule judged, m/s; null when a gust alone decided. */
  readonly windMps: number | null
  /** The bound that was reached or undercut, m/s. */
  readonly boundMps: number
  /** Since when it held without a break. */
  readonly since: EpochMs
  /** Where the wind value came from. */
  readonly source: WindSource
}

export type WindSource = 'weatherBureau' | 'openMedian' | 'nearest' | 'none'

export interface LevelChange {
  readonly at: EpochMs
  /** 0 stands for "no episode open". */
  readonly from: number
  readonly to: number
  readonly reason: LevelReason
  /** The readings behind the decision: device, ts and m/s. */
  readonly readings: readonly EvidenceReading[]
}

export interface EvidenceReading {
  readonly device: string
  readonly ts: EpochMs
  /** Mean over the window that was judged, m/s. */
  readonly windMps: number
}

/** A person's hold delays the close; its timer keeps running, and the close comes when the hold has ended. */
export interface EpisodeHold {
  readonly until: EpochMs
  readonly by: string
  readonly reason: string
}

export interface Episode {
  readonly id: string
  readonly kind: EpisodeKind
  readonly scope: Scope
  readonly rulePack: { readonly id: string; readonly version: string }
  /** The numbers of the rule pack in force when it opened; they stay with the episode when settings change. */
  readonly thresholds: Readonly<Record<string, unknown>>
  /** First opening; a re-opening keeps it. */
  readonly openedAt: EpochMs
  /** null while open. */
  readonly closedAt: EpochMs | null
  /** Level in force; 0 once closed. */
  readonly level: number
  readonly maxLevel: number
  /** Since when no wind data has arrived; null while data arrives. The level is held meanwhile (invariant 7). */
  readonly blindSince: EpochMs | null
  /** A person keeps it open; null when nobody does. */
  readonly hold: EpisodeHold | null
  readonly changes: readonly LevelChange[]
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}
