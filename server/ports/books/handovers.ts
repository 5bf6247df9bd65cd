/** Hand-over sheets. */
import type { Handover } from '../../domain/control/handover.ts'
import type { Page, PageQuery } from './page.ts'

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface HandoverBook {
  get(id: string): Promise<Handover | null>
  /** With a promise that nobody has settled, oldest first. */
  withOpenPromises(): Promise<readonly Handover[]>
  /** Newest first. */
  list(query: PageQuery): Promise<Page<Handover>>
  save(handover: Handover): Promise<void>
}
