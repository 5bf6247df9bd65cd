/** What one change of the operations database changed. */
import type { Draft } from '../../domain/control/draft.ts'
import type { Episode } from '../../domain/control/episode.ts'
import type { Exemption } from '../../domain/control/exemption.ts'
import type { Filing } from '../../domain/control/filing.ts'
import type { ManualControl } from '../../domain/control/manual.ts'
import type { Notice } from '../../domain/control/notice.ts'
import type { Order } from '../../domain/control/order.ts'

/** What changed, for the live stream and for who keeps something in memory. */
export interface Changed {
  readonly episodes: readonly Episode[]
  readonly drafts: readonly Draft[]
  readonly orders: readonly Order[]
  readonly notices: readonly Notice[]
  readonly exemptions: readonly Exemption[]
  readonly filings: readonly Filing[]
  readonly manualControls: readonly ManualControl[]
}

export function hasChanged(changed: Changed): boolean {
  return Object.values(changed).some((things: readonly unknown[]) => things.length > 0)
}
