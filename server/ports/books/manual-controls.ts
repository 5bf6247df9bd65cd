/** Manual controls. */
import type { ManualControl } from '../../domain/control/manual.ts'
import type { Page, PageQuery } from './page.ts'

export interface ManualControlFilter extends PageQuery {
  /** `open`: it asks something, or waits for a second person. */
  readonly state: 'open' | 'ended' | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface ManualControlBook {
  get(id: string): Promise<ManualControl | null>
  /** Those that have not ended, oldest first. */
  open(): Promise<readonly ManualControl[]>
  /** Newest decision first. */
  list(filter: ManualControlFilter): Promise<Page<ManualControl>>
  save(control: ManualControl): Promise<void>
}
