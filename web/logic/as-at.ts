/**
 * An episode, notice, draft or order as it stood at an earlier minute, from the times it carries: what had not happened then is
 * taken away, what happened is left as it is. null: there was no such thing yet.
 */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'

type Revision = OrderView['revisions'][number]

export function episodeAt(episode: EpisodeView, at: EpochMs): EpisodeView | null {
  if (Date.parse(episode.openedAt) > at) return null
  const changes = episode.changes.filter((one) => Date.parse(one.at) <= at)
  const last = changes.at(-1)
  if (!last) return null
  const isClosed = last.to === 0
  const closed = isClosed ? last.at : null
  return {
    ...episode,
    changes,
    state: isClosed ? 'closed' : 'open',
    closedAt: closed,
    // A closed one keeps the level it had.
    level: isClosed ? last.from : last.to,
    maxLevel: Math.max(...changes.map((one) => one.to)),
    blindSince: episode.blindSince !== null && Date.parse(episode.blindSince) <= at ? episode.blindSince : null,
    hold: null,
  }
}

/** What it said before an amendment that came later, not lifted, ended or answered yet. */
export function noticeAt(notice: NoticeView, at: EpochMs): NoticeView | null {
  if (Date.parse(notice.recordedAt) > at) return null
  const isThen = (iso: string | null) => iso !== null && Date.parse(iso) <= at
  const later = notice.amendments.find((one) => !isThen(one.at))
  const said = later ? later.before : {}
  const isLifted = isThen(notice.liftedAt)
  const content = { ...notice, ...said }
  return {
    ...content,
    amendments: notice.amendments.filter((one) => isThen(one.at)),
    replies: notice.replies.filter((one) => isThen(one.at)),
    liftedAt: isLifted ? notice.liftedAt : null,
    liftedBy: isLifted ? notice.liftedBy : null,
    liftReason: isLifted ? notice.liftReason : null,
    ceasesAt: isLifted ? notice.liftedAt : content.endsAt,
    endedAt: isThen(notice.endedAt) ? notice.endedAt : null,
  }
}

export function draftAt(draft: DraftView, at: EpochMs): DraftView | null {
  if (Date.parse(draft.createdAt) > at) return null
  if (draft.decidedAt === null || Date.parse(draft.decidedAt) <= at) return draft
  return { ...draft, state: 'waiting', decidedAt: null, decidedBy: null, dropReason: null }
}

/** `level`: of its cause at that minute; null where it is not known. */
export function orderAt(order: OrderView, at: EpochMs, level: number | null): OrderView | null {
  const revisions = order.revisions.filter((one) => Date.parse(one.issuedAt) <= at).map((one) => revisionAt(one, at))
  const present = revisions.at(-1)
  if (!present) return null
  const { n, reason: _reason, ...facts } = present
  return {
    ...order,
    ...facts,
    revision: n,
    revisions,
    level: level === null || level === 0 ? order.level : Math.min(order.level, level),
    state: present.cancelledAt !== null ? 'cancelled' : present.releasedAt !== null ? 'released' : 'issued',
  }
}

/** When everything asked at that minute had been reported; a later contradiction takes the stamp of the order itself. */
function compliedThen(measures: Revision['measures'], at: EpochMs): string | null {
  const asked = measures.filter(
    (one) => Date.parse(one.askedAt) <= at && (one.withdrawnAt === null || Date.parse(one.withdrawnAt) > at),
  )
  const isThen = (iso: string | undefined) => iso !== undefined && Date.parse(iso) <= at
  const done = asked.flatMap(({ doneAt }) => (doneAt !== null && isThen(doneAt) ? [doneAt] : []))
  const none = asked.flatMap(({ noSuchWork }) => (noSuchWork && isThen(noSuchWork.at) ? [noSuchWork.at] : []))
  const isAnswered = done.length > 0 && done.length + none.length === asked.length
  return isAnswered ? ([...done, ...none].sort().at(-1) ?? null) : null
}

function revisionAt(revision: Revision, at: EpochMs): Revision {
  const then = <T extends string | null>(iso: T): T | null => (iso !== null && Date.parse(iso) <= at ? iso : null)
  const isAcknowledged = then(revision.acknowledgedAt) !== null
  const hasEnded = then(revision.releasedAt ?? revision.cancelledAt) !== null
  return {
    ...revision,
    deliveredAt: then(revision.deliveredAt),
    seenAt: then(revision.seenAt),
    acknowledgedAt: then(revision.acknowledgedAt),
    acknowledgedBy: isAcknowledged ? revision.acknowledgedBy : null,
    acknowledgedChannel: isAcknowledged ? revision.acknowledgedChannel : null,
    acknowledgedFor: isAcknowledged ? revision.acknowledgedFor : null,
    compliedAt:
      then(revision.compliedAt) ?? (revision.contradictions.length > 0 ? compliedThen(revision.measures, at) : null),
    verifiedAt: then(revision.verifiedAt),
    verifiedBy: then(revision.verifiedAt) === null ? null : revision.verifiedBy,
    verifiedHow: then(revision.verifiedAt) === null ? null : revision.verifiedHow,
    contradictions: revision.contradictions.filter((one) => Date.parse(one.at) <= at),
    referral: revision.referral !== null && Date.parse(revision.referral.at) <= at ? revision.referral : null,
    releasedAt: then(revision.releasedAt),
    cancelledAt: then(revision.cancelledAt),
    endReason: hasEnded ? revision.endReason : null,
    measures: revision.measures
      .filter((one) => Date.parse(one.askedAt) <= at)
      .map((one) => {
        const isDone = then(one.doneAt) !== null
        return {
          ...one,
          ...(one.finish && then(one.finish.at) === null ? { finish: null, dueAt: one.finish.dueBefore } : {}),
          doneAt: then(one.doneAt),
          doneBy: isDone ? one.doneBy : null,
          doneChannel: isDone ? one.doneChannel : null,
          doneFor: isDone ? one.doneFor : null,
          noSuchWork: one.noSuchWork && then(one.noSuchWork.at) ? one.noSuchWork : null,
          withdrawnAt: then(one.withdrawnAt),
        }
      }),
  }
}
