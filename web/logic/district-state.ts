/**
 * The one sentence at the top: what holds in the district now, since when and on what basis.
 *
 * `awaiting`: an episode is open and nothing has been issued. `ended`: the wind is over and orders still hold, because
 * only a person (or a setting) releases them.
 */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { OrderView } from '../../server/contract/order.ts'

export type DistrictState =
  | { readonly kind: 'controlling'; readonly episode: EpisodeView; readonly inForce: number }
  | { readonly kind: 'awaiting'; readonly episode: EpisodeView }
  | { readonly kind: 'ended'; readonly episode: EpisodeView | null; readonly inForce: number }
  | { readonly kind: 'normal' }

export function districtState(episodes: Iterable<EpisodeView>, orders: Iterable<OrderView>): DistrictState {
  const all = [...episodes]
  const open = all.filter((one) => one.state === 'open').sort(strongestFirst)[0]
  const inForce = [...orders].filter((order) => order.state === 'issued')
  const places = new Set(inForce.map((order) => order.place)).size
  if (open) {
    return inForce.length > 0
      ? { kind: 'controlling', episode: open, inForce: places }
      : { kind: 'awaiting', episode: open }
  }
  if (inForce.length === 0) return { kind: 'normal' }
  const causes = new Set(inForce.map((order) => order.cause.id))
  const ended = all.filter((one) => causes.has(one.id)).sort((a, b) => closedAt(b) - closedAt(a))[0]
  return { kind: 'ended', episode: ended ?? null, inForce: places }
}

function strongestFirst(a: EpisodeView, b: EpisodeView): number {
  return b.level - a.level || Date.parse(a.openedAt) - Date.parse(b.openedAt)
}

function closedAt(episode: EpisodeView): number {
  return episode.closedAt === null ? 0 : Date.parse(episode.closedAt)
}
