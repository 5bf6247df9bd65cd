/**
 * The report of a drill: counts, episodes, orders and how they were answered. Reads only; the same drill gives the
 * same report. Waits until the reading store has everything that intake took, so that no count is too small.
 */

import type { DrillReport, DrillScore } from '../../contract/drill-report.ts'
import { episodeView } from '../../contract/episode.ts'
import type { CountersView } from '../../contract/health.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { noticeView } from '../../contract/notice.ts'
import { orderView } from '../../contract/order.ts'
import { type Order, type OrderRevision, presentRevision } from '../../domain/control/order.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, MINUTE } from '../../domain/units.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import { allPages } from '../common/all-pages.ts'

export interface DrillReportParts {
  readonly operations: Pick<Operations, 'read'>
  readonly store: Pick<ReadingStore, 'count'>
  readonly lookup: Lookup
  readonly counters: () => Pick<CountersView, 'quarantined' | 'late' | 'duplicate'>
  /** Resolves when nothing that was taken in is still on its way to the reading store. */
  readonly drained: () => Promise<void>
}

export interface DrillSpan {
  readonly from: EpochMs
  readonly to: EpochMs
}

/** Rejects with `StoreUnavailable` or `OperationsUnavailable`. */
export async function drillReport(parts: DrillReportParts, { from, to }: DrillSpan): Promise<DrillReport> {
  const { operations, store, lookup } = parts
  await parts.drained()
  // The last instant belongs to the drill: a reading measured then was judged then.
  const stored = await store.count(from, to + 1)
  const { read } = operations
  const episodes = await allPages((page) => read.episodes.list({ ...page, state: null, kind: null }))
  const orders = await allPages((page) => read.orders.list({ ...page, state: null, cause: null, place: null }))
  const notices = await allPages((page) => read.notices.list({ ...page, state: null }))
  const { quarantined, late, duplicate } = parts.counters()
  return {
    realm: 'drill',
    from: localIso(from, lookup.timeZone),
    to: localIso(to, lookup.timeZone),
    counts: { stored: stored.readings, quarantined, late, duplicate, values: { ...stored.values } },
    episodes: oldestFirst(episodes, (one) => one.openedAt).map((episode) => episodeView(episode, lookup)),
    orders: oldestFirst(orders, (one) => one.revisions[0]?.issuedAt ?? 0).map((order) => orderView(order, lookup)),
    notices: oldestFirst(notices, (one) => one.recordedAt).map((notice) => noticeView(notice, lookup)),
    score: score(orders),
  }
}

/** Lists come newest first, so equal times keep their order when the list is turned round. */
function oldestFirst<T>(items: readonly T[], at: (item: T) => EpochMs): T[] {
  return items.toReversed().sort((a, b) => at(a) - at(b))
}

export function score(orders: readonly Order[]): DrillScore {
  const counted = orders.filter((order) => order.state !== 'cancelled')
  const revisions = counted.map(presentRevision)
  const answered = revisions.flatMap((revision) =>
    revision.acknowledgedAt === null ? [] : [{ revision, at: revision.acknowledgedAt }],
  )
  return {
    orders: counted.length,
    cancelled: orders.length - counted.length,
    acknowledged: answered.length,
    acknowledgedInTime: answered.filter(({ revision, at }) => at <= revision.acknowledgeDueAt).length,
    medianAcknowledgeMinutes: median(answered.map(({ revision, at }) => (at - lastDemandAt(revision, at)) / MINUTE)),
    complied: revisions.filter((revision) => revision.compliedAt !== null).length,
    released: counted.filter((order) => order.state === 'released').length,
    open: counted.filter((order) => order.state === 'issued').length,
  }
}

/** A raise asks anew: the time to answer counts from the last demand before the answer. */
function lastDemandAt(revision: OrderRevision, answeredAt: EpochMs): EpochMs {
  const asked = revision.measures.map((one) => one.askedAt).filter((at) => at <= answeredAt)
  return Math.max(revision.issuedAt, ...asked)
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
