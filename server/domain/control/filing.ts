/**
 * What a site files when it cannot do what is asked (practice.md 3, 做不到), and what the office says to it.
 *
 * 安全收尾: work that cannot stop at once without danger (a pour, a shoring, a shield drive) asks for a finish time; what is
 * approved is the new deadline. Until the office has said something, everything stays asked as it was.
 */
import type { EpochMs, Ms } from '../units.ts'
import type { Measure } from './measure.ts'
import { isAnswered, measuresAsked, type Order, presentRevision } from './order.ts'
import type { Signature } from './signature.ts'

export const FILING_KINDS = ['safeFinish'] as const

export type FilingKind = (typeof FILING_KINDS)[number]

export interface Filing {
  readonly id: string
  /** What people see and say, for example `F2015-0415-001`; a drill's begin with `D`. */
  readonly number: string
  readonly kind: FilingKind
  readonly placeId: string
  /** The order it answers; what is decided holds for the place's others, too. */
  readonly orderId: string
  readonly measures: readonly Measure[]
  /** In the site's words. */
  readonly reason: string
  readonly filedAt: EpochMs
  readonly filedBy: string
  readonly filedChannel: Signature['channel']
  /** On whose behalf; null: their own. */
  readonly filedFor: string | null
  /** Until when it is asked for; undecided it lapses then. */
  readonly askedUntil: EpochMs
  /** null: nobody has decided. */
  readonly decision: 'accepted' | 'refused' | null
  readonly decidedAt: EpochMs | null
  readonly decidedBy: string | null
  readonly decideReason: string | null
  /** Until when it was accepted, at most what was asked for; null: it was not. */
  readonly until: EpochMs | null
  /** The city has agreed: it holds for what a notice from above demands, too. */
  readonly isByCity: boolean
  /** Nothing of it is to be done or looked at any more; null: it waits, or holds. */
  readonly endedAt: EpochMs | null
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

export interface FilingSettings {
  /** No finish is later than this after the measure was asked (ours). */
  readonly longestFinishMs: Ms
}

/** Stops that a site may be unable to obey at once. Cover, water and the safety of people stay owed (ours). */
export const FILEABLE = [
  'stopEarthworks',
  'stopDemolition',
  'stopMuckTrucks',
  'stopDustyWork',
] as const satisfies readonly Measure[]

const isFileable = (measure: Measure) => FILEABLE.some((one) => one === measure)

export type FilingRefusal =
  | { readonly kind: 'not-in-force' }
  | { readonly kind: 'not-asked'; readonly measure: Measure }
  | { readonly kind: 'not-fileable'; readonly measure: Measure }
  /** Later than a finish may be. */
  | { readonly kind: 'too-late'; readonly latest: EpochMs }
  /** The deadline lies later anyway. */
  | { readonly kind: 'not-needed'; readonly dueAt: EpochMs }

/** Why a finish at `until` cannot be asked for; null: it can. */
export function finishRefusal(
  order: Order,
  measures: readonly Measure[],
  until: EpochMs,
  { longestFinishMs }: FilingSettings,
): FilingRefusal | null {
  const open = openOf(order, measures)
  if ('kind' in open) return open
  const latest = Math.min(...open.map(({ askedAt }) => askedAt)) + longestFinishMs
  if (until > latest) return { kind: 'too-late', latest }
  const dueAt = Math.max(...open.map((one) => one.dueAt))
  return until <= dueAt ? { kind: 'not-needed', dueAt } : null
}

/** The named measures that the order still waits for. */
function openOf(order: Order, measures: readonly Measure[]) {
  if (order.state !== 'issued') return { kind: 'not-in-force' as const }
  const strange = measures.find((one) => !isFileable(one))
  if (strange !== undefined) return { kind: 'not-fileable' as const, measure: strange }
  const open = measuresAsked(presentRevision(order)).filter((one) => !isAnswered(one))
  const missing = measures.find((name) => !open.some(({ measure }) => measure === name))
  if (missing !== undefined) return { kind: 'not-asked' as const, measure: missing }
  return open.filter(({ measure }) => measures.includes(measure))
}

export type NewFiling = Pick<
  Filing,
  'id' | 'number' | 'kind' | 'placeId' | 'orderId' | 'measures' | 'reason' | 'askedUntil'
>

export function newFiling(facts: NewFiling, { by, channel, behalfOf }: Signature, at: EpochMs): Filing {
  const filed = { filedAt: at, filedBy: by, filedChannel: channel, filedFor: behalfOf }
  const undecided = { decision: null, decidedAt: null, decidedBy: null, decideReason: null, until: null } as const
  return { ...facts, ...filed, ...undecided, isByCity: false, endedAt: null, version: 1 }
}

export function isWaiting({ decision, endedAt }: Pick<Filing, 'decision' | 'endedAt'>): boolean {
  return decision === null && endedAt === null
}

export type DecideOutcome =
  | { readonly kind: 'changed'; readonly filing: Filing }
  /** Decided before, or lapsed. */
  | { readonly kind: 'over' }
  /** Not between now and what was asked for. */
  | { readonly kind: 'wrong-end'; readonly latest: EpochMs }

export interface Decided {
  readonly at: EpochMs
  readonly by: string
  readonly reason: string
}

/** `until` null: as asked for. */
export function accepted(
  filing: Filing,
  { until, isByCity }: { readonly until: EpochMs | null; readonly isByCity: boolean },
  decided: Decided,
): DecideOutcome {
  if (!isOpenAt(filing, decided.at)) return { kind: 'over' }
  const ends = until ?? filing.askedUntil
  if (ends <= decided.at || ends > filing.askedUntil) return { kind: 'wrong-end', latest: filing.askedUntil }
  return { kind: 'changed', filing: { ...stamped(filing, 'accepted', decided), until: ends, isByCity } }
}

export function refused(filing: Filing, decided: Decided): DecideOutcome {
  if (!isOpenAt(filing, decided.at)) return { kind: 'over' }
  return { kind: 'changed', filing: { ...stamped(filing, 'refused', decided), endedAt: decided.at } }
}

function isOpenAt(filing: Filing, at: EpochMs): boolean {
  return isWaiting(filing) && at < filing.askedUntil
}

function stamped(filing: Filing, decision: 'accepted' | 'refused', { at, by, reason }: Decided): Filing {
  const stamps = { decision, decidedAt: at, decidedBy: by, decideReason: reason }
  return { ...filing, ...stamps, version: filing.version + 1 }
}

/** When something is to be done about it; null: nothing is. */
export function nextInstantOf({ endedAt, until, askedUntil }: Filing): EpochMs | null {
  return endedAt === null ? (until ?? askedUntil) : null
}

/** It has ended, or lapsed because nobody decided; null: neither. */
export function ended(filing: Filing, at: EpochMs): Filing | null {
  const due = nextInstantOf(filing)
  if (due === null || due > at) return null
  return { ...filing, endedAt: at, version: filing.version + 1 }
}
