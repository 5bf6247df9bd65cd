/** What waits for a decision. */
import type { Draft } from '../../domain/control/draft.ts'
import type { Page, PageQuery } from './page.ts'

export interface DraftBook {
  get(id: string): Promise<Draft | null>
  /** Drafts still waiting or held, oldest first. */
  pending(): Promise<readonly Draft[]>
  list(filter: PageQuery & { readonly state: Draft['state'] | null }): Promise<Page<Draft>>
  save(draft: Draft): Promise<void>
}
