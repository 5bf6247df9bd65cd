/** Which episodes the screen speaks about: those open or with orders in force; else the last one of the past day. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { OrderView } from '../../server/contract/order.ts'

export interface Focus {
  readonly episodes: readonly EpisodeView[]
  readonly isCurrent: boolean
}

export function focusOf(episodes: Iterable<EpisodeView>, orders: Iterable<OrderView>): Focus {
  const withOrders = new Set([...orders].filter((order) => order.state === 'issued').map((order) => order.cause.id))
  const newestFirst = [...episodes].sort((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt))
  const current = newestFirst.filter((one) => one.state === 'open' || withOrders.has(one.id))
  if (current.length > 0) return { episodes: current, isCurrent: true }
  return { episodes: newestFirst.slice(0, 1), isCurrent: false }
}
