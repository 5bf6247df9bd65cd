/**
 * 应管控 → 已下达 → 已送达 → 已签收 → 已落实 → 已解除, counted in places, from the ledger: what is missing between two steps is
 * what the late list and the lists of orders count.
 */
import type { Ledger } from '../../server/domain/control/ledger.ts'

export type FunnelStep =
  | 'due'
  | 'exempt'
  | 'issued'
  | 'delivered'
  | 'nothingLeft'
  | 'acknowledged'
  | 'selfReported'
  | 'reportedFor'
  | 'noSuchWork'
  | 'verified'
  | 'untrue'
  | 'released'

export interface FunnelRow {
  readonly step: FunnelStep
  readonly count: number
  /** What did not come from the step before, by its name in the ledger; null where nothing is missing. */
  readonly gap: {
    readonly name: 'notIssued' | 'undelivered' | 'unacknowledged' | 'undone'
    readonly count: number
    readonly overdue: number
  } | null
}

const ONLY_WHEN_THERE: ReadonlySet<FunnelStep> = new Set([
  ...(['exempt', 'nothingLeft', 'noSuchWork', 'reportedFor', 'verified', 'untrue'] as const),
])

export function funnelOf(ledger: Ledger<unknown>): readonly FunnelRow[] {
  const { due, parts, overdue } = ledger
  const issued = due - parts.exempt - parts.notIssued
  const row = (step: FunnelStep, count: number, gap: FunnelRow['gap'] = null): FunnelRow => ({
    step,
    count,
    gap: gap !== null && gap.count > 0 ? gap : null,
  })
  const rows = [
    row('due', due),
    row('exempt', parts.exempt),
    row('issued', issued, { name: 'notIssued', count: parts.notIssued, overdue: 0 }),
    row('nothingLeft', parts.nothingLeft),
    row('delivered', issued - parts.undelivered - parts.nothingLeft, {
      ...{ name: 'undelivered', count: parts.undelivered, overdue: overdue.undelivered },
    }),
    row('acknowledged', issued - parts.undelivered - parts.unacknowledged - parts.nothingLeft, {
      ...{ name: 'unacknowledged', count: parts.unacknowledged, overdue: overdue.unacknowledged },
    }),
    row('selfReported', parts.selfReported, { name: 'undone', count: parts.undone, overdue: overdue.undone }),
    row('reportedFor', parts.reportedFor),
    row('noSuchWork', parts.noSuchWork),
    row('verified', parts.verified),
    row('untrue', parts.untrue),
    row('released', ledger.ended),
  ]
  return rows.filter(({ step, count }) => count > 0 || !ONLY_WHEN_THERE.has(step))
}
