/** Orders by their part of the ledger, for the lists: a list counts what funnel and late list count. */
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { isOwing, tooLateMs } from './laggards.ts'
import { type Entry, standingOf } from './ledger.ts'

/** As the board counts: 未签收 is what was delivered and not signed; `toCheck` is what was released with a failure (事后核查). */
export const PART_FILTERS = [
  'unacknowledged',
  'undelivered',
  'undone',
  'untrue',
  'selfReported',
  'reportedFor',
  'nothingLeft',
  'toCheck',
] as const

export type PartFilter = (typeof PART_FILTERS)[number]

export function isInPart(order: OrderView, filter: PartFilter, now: EpochMs): boolean {
  const entry = standingOf(order, now)
  return entry !== null && fits(entry, filter)
}

function fits(entry: Entry, filter: PartFilter): boolean {
  if (filter === 'toCheck') return entry.hasEnded && (isOwing(entry) || tooLateMs(entry) > 0)
  return entry.part === filter
}
