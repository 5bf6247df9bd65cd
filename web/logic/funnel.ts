/**
 * 应管控 → 已下达 → 已签收 → 已落实 → 已解除, counted in places, from the ledger: what is missing between two steps is
 * what the late list and the lists of orders count.
 */
import type { Ledger } from '../../server/domain/control/ledger.ts'

export type FunnelStep =
  | 'due'
  | 'exempt'
  | 'issued'
  | 'nothingLeft'
  | 'acknowledged'
  | 'selfReported'
  | 'reportedFor'
  | 'verified'
  | 'released'

export interface FunnelRow {
  readonly step: FunnelStep
  readonly count: number
  /** What did not come from the step before, by its name in the ledger; null where nothing is missing. */
  readonly gap: {
    readonly name: 'notIssued' | 'unsigned' | 'undone'
    readonly count: number
    readonly overdue: number
  } | null
}

export function funnelOf(ledger: Ledger<unknown>): readonly FunnelRow[] {
  const { due, parts, overdue } = ledger
  const issued = due - parts.exempt - parts.notIssued
  const unsigned = unsignedOf(ledger)
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
    row('acknowledged', issued - unsigned.count - parts.nothingLeft, { name: 'unsigned', ...unsigned }),
    row('selfReported', parts.selfReported, { name: 'undone', count: parts.undone, overdue: overdue.undone }),
    row('reportedFor', parts.reportedFor),
    row('verified', parts.verified),
    row('released', ledger.ended),
  ]
  return rows.filter(({ step, count }) => count > 0 || (step !== 'exempt' && step !== 'nothingLeft'))
}

/** 未签收: all who have not signed, delivered or not, past their time or not. */
export function unsignedOf({ parts, overdue }: Ledger<unknown>): { readonly count: number; readonly overdue: number } {
  return {
    count: parts.undelivered + parts.unacknowledged,
    overdue: overdue.undelivered + overdue.unacknowledged,
  }
}
