/** Drill runs. */
import type { EpochMs } from '../../domain/units.ts'

export interface DrillRun {
  readonly id: string
  readonly name: string
  /** By the machine's clock. */
  readonly startedAt: EpochMs
  readonly endedAt: EpochMs | null
  readonly state: 'running' | 'finished' | 'aborted'
}

export interface DrillBook {
  /** Marks every run still `running` as aborted: it will never be resumed. */
  abortUnfinished(at: EpochMs): Promise<number>
  save(run: DrillRun): Promise<void>
  list(): Promise<readonly DrillRun[]>
}
