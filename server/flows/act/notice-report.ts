/** The figures an answer upward gives: from the one ledger, over the orders of the notice. */
import { isSpared } from '../../domain/control/exemption.ts'
import { type LedgerPart, ledgerOf } from '../../domain/control/ledger.ts'
import { type Order, presentRevision } from '../../domain/control/order.ts'
import type { EpochMs } from '../../domain/units.ts'

/** 应管控 and its parts, as they stand at an instant. */
export type NoticeFigures = Readonly<Record<'due' | LedgerPart, number>>

export function noticeReport(orders: readonly Order[], at: EpochMs): NoticeFigures {
  const rows = orders.map((order) => ({ ...presentRevision(order), placeId: order.placeId, state: order.state }))
  const exempt = new Set(orders.filter(isSpared).map(({ placeId }) => placeId))
  const { due, parts } = ledgerOf({ orders: rows, waiting: 0, exempt }, at)
  return { due, ...parts }
}
