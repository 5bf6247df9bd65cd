/** Episodes with their timeline. */
import type { Episode } from '../../domain/control/episode.ts'
import type { Page, PageQuery } from './page.ts'

export interface EpisodeFilter extends PageQuery {
  readonly state: 'open' | 'closed' | null
  readonly kind: string | null
}

/** `save` inserts version 1 and otherwise replaces version n − 1 by n; it rejects with `StaleVersion` if that is gone. */
export interface EpisodeBook {
  get(id: string): Promise<Episode | null>
  /** Newest opening first. */
  list(filter: EpisodeFilter): Promise<Page<Episode>>
  /** The newest episode of a kind in a scope, open or closed. */
  latestOf(kind: string, scope: string): Promise<Episode | null>
  save(episode: Episode): Promise<void>
}
