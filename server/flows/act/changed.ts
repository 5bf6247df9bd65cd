/** What one change of the operations database changed. */
import type { Draft } from '../../domain/control/draft.ts'
import type { Episode } from '../../domain/control/episode.ts'
import type { Exemption } from '../../domain/control/exemption.ts'
import type { Notice } from '../../domain/control/notice.ts'
import type { Order } from '../../domain/control/order.ts'

/** What changed, for the live stream and for who keeps something in memory. */
export interface Changed {
  readonly episodes: readonly Episode[]
  readonly drafts: readonly Draft[]
  readonly orders: readonly Order[]
  readonly notices: readonly Notice[]
  readonly exemptions: readonly Exemption[]
}

export function hasChanged({ episodes, drafts, orders, notices, exemptions }: Changed): boolean {
  return episodes.length + drafts.length + orders.length + notices.length + exemptions.length > 0
}
