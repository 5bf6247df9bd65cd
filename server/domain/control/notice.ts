/**
 * Notices (上级指令): official demands recorded from above: heavy pollution, sandstorm, wind, temporary control.
 *
 * They are never computed. While one is in force nothing it demands is released (invariants 13, 14), and the episodes of
 * its area stay open. Every function takes a notice and returns the notice after the change, or why there is none.
 */
import { type EpochMs, MINUTE, type Ms } from '../units.ts'
import type { CauseRef } from './cause.ts'
import type { Measure } from './measure.ts'
import type { Scope } from './scope.ts'

export const NOTICE_KINDS = ['heavyPollution', 'sandstorm', 'wind', 'temporary'] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** What a notice says, as the office recorded it; an amendment replaces all of it. */
export interface NoticeContent {
  /** Of whoever issued it, for example `郑环攻坚办〔2026〕12号`. */
  readonly number: string
  readonly issuer: string
  /** As it was received. */
  readonly text: string
  /** null: it does not say. */
  readonly kind: NoticeKind | null
  /** Response level Ⅰ to Ⅳ as 1 to 4, of which 1 is the severest; null: it names none. */
  readonly level: number | null
  readonly scope: Scope
  readonly measures: readonly Measure[]
  readonly startsAt: EpochMs
  /** null: until it is lifted. */
  readonly endsAt: EpochMs | null
  /** When the issuer wants an answer; null: none is asked. */
  readonly replyBy: EpochMs | null
}

export interface NoticeAmendment {
  readonly at: EpochMs
  readonly by: string
  readonly reason: string
  /** What it said before. */
  readonly before: NoticeContent
}

/** 上报: what was answered upward, frozen as it was sent. */
export interface NoticeReply {
  readonly at: EpochMs
  readonly by: string
  readonly text: string
  /** The figures of the moment, by name. */
  readonly figures: Readonly<Record<string, number>>
}

export interface Notice extends NoticeContent {
  readonly id: string
  readonly recordedAt: EpochMs
  readonly recordedBy: string
  /** 解除 by the issuer before its end; null: it was not. */
  readonly liftedAt: EpochMs | null
  readonly liftedBy: string | null
  readonly liftReason: string | null
  /** Its end was seen and what follows from it is on its way; null while nobody has looked at it as ended. */
  readonly endedAt: EpochMs | null
  /** The office was reminded of the answer it owes; null: not yet. */
  readonly replyRemindedAt: EpochMs | null
  /** The chief was told that the answer is overdue; null: it is not. */
  readonly replyOverdueAt: EpochMs | null
  /** The first is the one that was asked; later ones add to it. Oldest first. */
  readonly replies: readonly NoticeReply[]
  /** Oldest first. */
  readonly amendments: readonly NoticeAmendment[]
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

/** How long before `replyBy` the office is reminded (board.md 1: red under 30 min). */
const REMIND_BEFORE_MS: Ms = 30 * MINUTE

interface Deed {
  readonly at: EpochMs
  readonly by: string
}

export function newNotice(id: string, content: NoticeContent, { at, by }: Deed): Notice {
  return {
    ...content,
    id,
    recordedAt: at,
    recordedBy: by,
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    endedAt: null,
    replyRemindedAt: null,
    replyOverdueAt: null,
    replies: [],
    amendments: [],
    version: 1,
  }
}

export function noticeCause(id: string): CauseRef {
  return { kind: 'notice', id }
}

/** From when on it demands nothing; null: until it is lifted. */
export function ceasesAt({ endsAt, liftedAt }: Pick<Notice, 'endsAt' | 'liftedAt'>): EpochMs | null {
  return liftedAt ?? endsAt
}

/** The instant of its end belongs to it no more. */
export function isInForce(notice: Pick<Notice, 'startsAt' | 'endsAt' | 'liftedAt'>, at: EpochMs): boolean {
  const end = ceasesAt(notice)
  return notice.startsAt <= at && (end === null || at < end)
}

/** It holds an episode open: it is in force, demands something, and speaks for the whole area of the episode. */
export function holdsOpen(notice: Notice, area: Scope, at: EpochMs): boolean {
  return notice.measures.length > 0 && isInForce(notice, at) && covers(notice.scope, area)
}

/** The whole area lies in the scope. */
export function covers(scope: Scope, area: Scope): boolean {
  if (scope.kind === 'district') return true
  return scope.kind === 'township' && area.kind === 'township' && area.townshipId === scope.townshipId
}

/** A stop of all dusty work is a stop of these, too. */
const IMPLIED: Partial<Record<Measure, readonly Measure[]>> = {
  stopDustyWork: ['stopEarthworks', 'stopDemolition', 'stopMuckTrucks'],
}

/** Of these measures the ones it demands, itself or as part of a wider one. */
export function demandedOf({ measures }: Pick<Notice, 'measures'>, asked: readonly Measure[]): readonly Measure[] {
  const demanded = new Set(measures.flatMap((measure) => [measure, ...(IMPLIED[measure] ?? [])]))
  return asked.filter((measure) => demanded.has(measure))
}

/** The next instant at which something is to be done about it; null: nothing is. */
export function nextInstantOf(notice: Notice): EpochMs | null {
  const instants = [
    notice.endedAt === null ? ceasesAt(notice) : null,
    owesReply(notice) && notice.replyRemindedAt === null ? remindAt(notice) : null,
    owesReply(notice) && notice.replyOverdueAt === null ? notice.replyBy : null,
  ].filter((at) => at !== null)
  return instants.length === 0 ? null : Math.min(...instants)
}

/** It asks for an answer that nobody has given. */
function owesReply({ replyBy, replies }: Pick<Notice, 'replyBy' | 'replies'>): boolean {
  return replyBy !== null && replies.length === 0
}

/** Not before it was recorded: what is nearly due then is reminded of at once. */
function remindAt({ replyBy, recordedAt }: Notice): EpochMs {
  return Math.max(recordedAt, replyBy! - REMIND_BEFORE_MS)
}

export type NoticeDue = 'ended' | 'replyReminded' | 'replyOverdue'

/** What became due about it by this instant, and the notice after it; null: nothing. */
export function fallenDue(notice: Notice, at: EpochMs): { readonly notice: Notice; readonly due: NoticeDue[] } | null {
  const end = ceasesAt(notice)
  const due: NoticeDue[] = []
  let after = notice
  if (notice.endedAt === null && end !== null && end <= at) {
    due.push('ended')
    after = { ...after, endedAt: at }
  }
  if (owesReply(notice) && notice.replyRemindedAt === null && remindAt(notice) <= at) {
    due.push('replyReminded')
    after = { ...after, replyRemindedAt: at }
  }
  if (owesReply(notice) && notice.replyOverdueAt === null && notice.replyBy! <= at) {
    due.push('replyOverdue')
    after = { ...after, replyOverdueAt: at }
  }
  return due.length === 0 ? null : { notice: { ...after, version: notice.version + 1 }, due }
}

export type NoticeOutcome =
  | { readonly kind: 'changed'; readonly notice: Notice }
  /** It demands nothing any more: whatever is demanded now is another notice. */
  | { readonly kind: 'over'; readonly at: EpochMs }

/** 修订, 延期: it says something else from now on. The clock of the answer starts anew when that was changed. */
export function amended(notice: Notice, content: NoticeContent, reason: string, { at, by }: Deed): NoticeOutcome {
  const end = ceasesAt(notice)
  if (notice.endedAt !== null || (end !== null && end <= at)) return { kind: 'over', at: end ?? at }
  const { number, issuer, text, kind, level, scope, measures, startsAt, endsAt, replyBy } = notice
  const before = { number, issuer, text, kind, level, scope, measures, startsAt, endsAt, replyBy }
  const clock = content.replyBy === replyBy ? {} : { replyRemindedAt: null, replyOverdueAt: null }
  const amendments = [...notice.amendments, { at, by, reason, before }]
  return { kind: 'changed', notice: { ...notice, ...content, ...clock, amendments, version: notice.version + 1 } }
}

/** 解除: whoever issued it has lifted it. */
export function lifted(notice: Notice, reason: string, { at, by }: Deed): NoticeOutcome {
  const end = ceasesAt(notice)
  if (notice.endedAt !== null || (end !== null && end <= at)) return { kind: 'over', at: end ?? at }
  const stamps = { liftedAt: at, liftedBy: by, liftReason: reason }
  return { kind: 'changed', notice: { ...notice, ...stamps, version: notice.version + 1 } }
}

/** 已上报. An answer may follow another, also after its end. */
export function replied(notice: Notice, reply: NoticeReply): Notice {
  return { ...notice, replies: [...notice.replies, reply], version: notice.version + 1 }
}
