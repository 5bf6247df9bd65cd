/** Exemptions. */
import type { Exemption } from '../../domain/control/exemption.ts'
import type { Page, PageQuery } from './page.ts'

export interface ExemptionFilter extends PageQuery {
  readonly place: string | null
  /** `open`: holds, or will. */
  readonly state: 'open' | 'ended' | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface ExemptionBook {
  get(id: string): Promise<Exemption | null>
  /** Those that have not ended, oldest first. */
  open(): Promise<readonly Exemption[]>
  /** Newest approval first. */
  list(filter: ExemptionFilter): Promise<Page<Exemption>>
  save(exemption: Exemption): Promise<void>
}
