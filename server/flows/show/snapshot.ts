/**
 * SHOW: what a screen needs to begin with, and the number of the live event from which it goes on.
 *
 * What the databases say takes a moment to read. If an episode, draft, order or notice changed meanwhile it is read again; if
 * that goes on and on, the older number is given and a screen hears some changes twice, which harms nothing because
 * each carries its version. Nothing is ever missed.
 */
import type { ClockView } from '../../contract/clock.ts'
import { draftView } from '../../contract/draft.ts'
import { episodeView } from '../../contract/episode.ts'
import { exemptionView } from '../../contract/exemption.ts'
import { filingView } from '../../contract/filing.ts'
import { manualView } from '../../contract/manual.ts'
import { noticeView } from '../../contract/notice.ts'
import { orderView } from '../../contract/order.ts'
import type { TimerView } from '../../contract/timer.ts'
import { presentRevision } from '../../domain/control/order.ts'
import { DAY, type EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import { allPages } from '../common/all-pages.ts'
import type { Latest } from '../district/latest.ts'
import type { RegistryDesk } from '../district/registry.ts'
import type { Live } from './live.ts'
import { EVERYTHING, latestViews } from './registry-views.ts'

export interface SnapshotParts {
  readonly operations: Pick<Operations, 'read'>
  readonly registry: RegistryDesk
  readonly latest: Latest
  readonly live: Live
  readonly clock: Clock
  readonly clockView: () => ClockView
  readonly timers: () => readonly TimerView[]
}

export interface Snapshot {
  /** The stream goes on after this event. */
  readonly id: number
  /** JSON text. */
  readonly data: string
}

const TRIES = 4
/** An order ended within the last day was issued, as a rule, within the last week; older ones are in the lists. */
const LOOK_BACK_FOR_ENDED = 7 * DAY

export async function takeSnapshot(parts: SnapshotParts): Promise<Snapshot> {
  for (let left = TRIES; ; left -= 1) {
    const before = parts.live.lastId()
    const stored = await readStored(parts)
    // From here on nothing else can run: what is read from memory belongs to exactly this number.
    const isSteady = parts.live.since(before)?.every(({ type }) => !ABOUT_STORED.has(type)) ?? false
    if (!isSteady && left > 1) continue
    const { registry, latest, clock, live } = parts
    const view = {
      clock: parts.clockView(),
      ...stored,
      latest: latestViews(EVERYTHING, { registry, latest, now: clock.now() }),
      timers: parts.timers(),
    }
    return { id: isSteady ? live.lastId() : before, data: JSON.stringify(view) }
  }
}

const ABOUT_STORED: ReadonlySet<string> = new Set([
  'episode',
  'draft',
  'order',
  'notice',
  'exemption',
  'filing',
  'manual',
])

async function readStored({ operations, registry, clock }: SnapshotParts) {
  const { read } = operations
  const since = clock.now() - DAY
  const isRecent = (endedAt: EpochMs | null) => endedAt === null || endedAt >= since
  const open = await allPages((page) => read.episodes.list({ ...page, state: 'open', kind: null }))
  const closed = await allPages(
    (page) => read.episodes.list({ ...page, state: 'closed', kind: null }),
    (episode) => episode.openedAt >= clock.now() - LOOK_BACK_FOR_ENDED,
  )
  const inForce = await allPages((page) => read.orders.list({ ...page, state: 'issued', cause: null, place: null }))
  const anyOrders = await allPages(
    (page) => read.orders.list({ ...page, state: null, cause: null, place: null }),
    (order) => presentRevision(order).issuedAt >= clock.now() - LOOK_BACK_FOR_ENDED,
  )
  const ended = anyOrders.filter((order) => {
    const { releasedAt, cancelledAt } = presentRevision(order)
    return order.state !== 'issued' && isRecent(releasedAt ?? cancelledAt)
  })
  const openNotices = await allPages((page) => read.notices.list({ ...page, state: 'open' }))
  const endedNotices = await allPages(
    (page) => read.notices.list({ ...page, state: 'ended' }),
    (notice) => notice.recordedAt >= clock.now() - LOOK_BACK_FOR_ENDED,
  )
  const byHand = await read.manualControls.open()
  const endedByHand = (
    await allPages(
      (page) => read.manualControls.list({ ...page, state: 'ended' }),
      (control) => control.decidedAt >= clock.now() - LOOK_BACK_FOR_ENDED,
    )
  ).filter(({ endedAt }) => isRecent(endedAt))
  return {
    episodes: [...open, ...closed.filter((one) => isRecent(one.closedAt))].map((one) => episodeView(one, registry)),
    drafts: (await read.drafts.pending()).map((one) => draftView(one, registry)),
    orders: [...inForce, ...ended].map((one) => orderView(one, registry)),
    exemptions: (await read.exemptions.open()).map((one) => exemptionView(one, registry)),
    filings: (await read.filings.open()).map((one) => filingView(one, registry)),
    manualControls: [...byHand, ...endedByHand].map((one) => manualView(one, registry)),
    notices: [...openNotices, ...endedNotices.filter((one) => isRecent(one.endedAt))].map((one) =>
      noticeView(one, registry),
    ),
  }
}
