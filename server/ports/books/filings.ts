/** What sites filed because they cannot do what is asked. */
import type { Filing, FilingKind } from '../../domain/control/filing.ts'
import type { Page, PageQuery } from './page.ts'

export interface FilingFilter extends PageQuery {
  readonly place: string | null
  readonly kind: FilingKind | null
  /** `waiting`: for a decision; `open`: waits or holds. */
  readonly state: 'waiting' | 'open' | 'ended' | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface FilingBook {
  get(id: string): Promise<Filing | null>
  /** Those that have not ended, oldest first. */
  open(): Promise<readonly Filing[]>
  /** The last filed first. */
  list(filter: FilingFilter): Promise<Page<Filing>>
  save(filing: Filing): Promise<void>
}
