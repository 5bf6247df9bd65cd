/** The district's ledger as every pane shows it: of the causes in focus, or of one order. */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ExemptionView } from '../../server/contract/exemption.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import {
  entryOf,
  type Ledger,
  type LedgerEntry,
  type LedgerOrder,
  ledgerOf,
} from '../../server/domain/control/ledger.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { isHolding } from './exempt.ts'
import { type Focus, focusOf } from './focus.ts'
import { isPending } from './pending.ts'

/** An order's facts beside the view they were read from. */
export interface ViewedOrder extends LedgerOrder {
  readonly view: OrderView
}

export type Entry = LedgerEntry<ViewedOrder>

export interface District {
  readonly episodes: ReadonlyMap<string, EpisodeView>
  readonly notices: ReadonlyMap<string, NoticeView>
  readonly manualControls: ReadonlyMap<string, ManualView>
  readonly drafts: ReadonlyMap<string, DraftView>
  readonly orders: ReadonlyMap<string, OrderView>
  readonly exemptions: ReadonlyMap<string, ExemptionView>
}

export function focusLedger(
  { episodes, notices, manualControls, drafts, orders, exemptions }: District,
  now: EpochMs,
): { readonly focus: Focus; readonly ledger: Ledger<ViewedOrder> } {
  const focus = focusOf(episodes.values(), orders.values(), notices.values(), manualControls.values())
  const causes = new Set([...focus.episodes, ...focus.notices, ...focus.manual].map((one) => one.id))
  const asked = [...orders.values()].filter((order) => causes.has(order.cause.id))
  // A place that has an order of another cause is due already, and due once however many drafts would order it.
  const due = new Set(asked.filter((order) => order.state !== 'cancelled').map((order) => order.place))
  const waiting = new Set(
    [...drafts.values()]
      .filter((draft) => draft.kind === 'issue' && isPending(draft) && causes.has(draft.cause.id))
      .flatMap((draft) => draft.effect?.newAt ?? [])
      .filter((place) => !due.has(place)),
  ).size
  // Only of a district that is under control: otherwise nothing is due from anybody.
  const exempt = exemptAt(asked.length > 0 || waiting > 0 ? exemptions.values() : [], asked, now)
  return { focus, ledger: ledgerOf({ orders: asked.map(viewed), waiting, exempt }, now) }
}

/** Places that are spared everything that is asked of them now. */
function exemptAt(
  exemptions: Iterable<ExemptionView>,
  orders: readonly OrderView[],
  now: EpochMs,
): ReadonlySet<string> {
  const owing = new Set(
    orders
      .filter((order) => order.state === 'issued' && order.measures.some((one) => one.withdrawnAt === null))
      .map((order) => order.place),
  )
  const holding = [...exemptions].filter((one) => one.measures.length === 0 && isHolding(one, now))
  return new Set(holding.map((one) => one.place).filter((place) => !owing.has(place)))
}

/** null when it was cancelled. */
export function standingOf(order: OrderView, now: EpochMs): Entry | null {
  return entryOf(viewed(order), now)
}

/** Views never change, and times are read from them every second. */
const READ = new WeakMap<OrderView, ViewedOrder>()

function viewed(view: OrderView): ViewedOrder {
  const known = READ.get(view)
  if (known) return known
  const read = {
    view,
    placeId: view.place,
    state: view.state,
    deliveredAt: instant(view.deliveredAt),
    acknowledgedAt: instant(view.acknowledgedAt),
    acknowledgeDueAt: Date.parse(view.acknowledgeDueAt),
    compliedAt: instant(view.compliedAt),
    verifiedAt: instant(view.verifiedAt),
    contradictions: view.contradictions,
    releasedAt: instant(view.releasedAt),
    cancelledAt: instant(view.cancelledAt),
    measures: view.measures.map((one) => ({
      ...one,
      askedAt: Date.parse(one.askedAt),
      dueAt: Date.parse(one.dueAt),
      doneAt: instant(one.doneAt),
      noSuchWork: one.noSuchWork && { ...one.noSuchWork, at: Date.parse(one.noSuchWork.at) },
      finish: one.finish && {
        ...one.finish,
        at: Date.parse(one.finish.at),
        dueBefore: Date.parse(one.finish.dueBefore),
      },
      withdrawnAt: instant(one.withdrawnAt),
    })),
  }
  READ.set(view, read)
  return read
}

function instant(iso: string | null): EpochMs | null {
  return iso === null ? null : Date.parse(iso)
}
