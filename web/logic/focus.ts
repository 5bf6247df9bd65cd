/**
 * What the screen speaks about: episodes that are open or have orders in force, notices and manual controls that have not
 * ended or have;
 * else the last episode of the past day.
 */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'

export interface Focus {
  readonly episodes: readonly EpisodeView[]
  readonly notices: readonly NoticeView[]
  readonly manual: readonly ManualView[]
  readonly isCurrent: boolean
}

export function focusOf(
  episodes: Iterable<EpisodeView>,
  orders: Iterable<OrderView>,
  notices: Iterable<NoticeView> = [],
  manual: Iterable<ManualView> = [],
): Focus {
  const withOrders = new Set([...orders].filter((order) => order.state === 'issued').map((order) => order.cause.id))
  const newestFirst = [...episodes].sort((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt))
  const current = newestFirst.filter((one) => one.state === 'open' || withOrders.has(one.id))
  const declared = [...notices].filter((one) => one.endedAt === null || withOrders.has(one.id))
  const byHand = [...manual].filter((one) => one.endedAt === null || withOrders.has(one.id))
  const isCurrent = current.length + declared.length + byHand.length > 0
  if (isCurrent) return { episodes: current, notices: declared, manual: byHand, isCurrent }
  return { episodes: newestFirst.slice(0, 1), notices: [], manual: [], isCurrent }
}
