/** What only a drill has: a clock that is moved, a pace, and a report. The live realm has none of it. */
import type { DrillReport } from '../../contract/drill-report.ts'
import { type DrillReportParts, type DrillSpan, drillReport } from './drill-report.ts'
import { type AdvanceClock, createDrillClock, type DrillClockParts, type DrillPace } from './realm-clock.ts'

export interface Drill {
  readonly advance: AdvanceClock
  readonly pace: DrillPace
  /** Rejects with `StoreUnavailable` or `OperationsUnavailable`. */
  report(span: DrillSpan): Promise<DrillReport>
}

export function openDrill(parts: DrillClockParts & DrillReportParts & { readonly pace: DrillPace }): Drill {
  return { advance: createDrillClock(parts), pace: parts.pace, report: (span) => drillReport(parts, span) }
}
