/** Notices from above. */
import type { Notice } from '../../domain/control/notice.ts'
import type { Page, PageQuery } from './page.ts'

export interface NoticeFilter extends PageQuery {
  /** `open`: demands something, now or later. */
  readonly state: 'open' | 'ended' | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface NoticeBook {
  get(id: string): Promise<Notice | null>
  /** Those about which something is still to be done: not ended, or their answer owed and not yet overdue. Oldest first. */
  pending(): Promise<readonly Notice[]>
  /** Newest first. */
  list(filter: NoticeFilter): Promise<Page<Notice>>
  save(notice: Notice): Promise<void>
}
