/** What people do with an open episode: keep it open for a while, or let it go again. Each act is one audited change. */
import { type Episode, withHold } from '../../domain/control/episode.ts'
import type { Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import type { ChangeRecorded } from './record.ts'

export type EpisodeAct =
  | { readonly kind: 'changed'; readonly episode: Episode }
  | NotActedOn
  | { readonly kind: 'closed'; readonly episode: Episode }

export interface EpisodeDesk {
  /** Delays the close: `forMs` from now, at most what the contract allows; null lets it go again. */
  hold(id: string, seen: number | null, forMs: Ms | null, by: By): Promise<EpisodeAct>
}

export function createEpisodeDesk({
  change,
  clock,
}: {
  readonly change: ChangeRecorded
  readonly clock: Clock
}): EpisodeDesk {
  return {
    hold: (id, seen, forMs, by) =>
      change(async (record) =>
        actOn(await record.books.episodes.get(id), seen, async (before): Promise<EpisodeAct> => {
          if (before.closedAt !== null) return { kind: 'closed', episode: before }
          const at = clock.now()
          const hold = forMs === null ? null : { until: at + forMs, by: by.actor, reason: by.reason }
          const episode = withHold(before, hold)
          const action = hold === null ? 'episode.let-go' : 'episode.held'
          await record.episode(episode, [{ action, at, by, details: { until: hold?.until ?? null } }])
          return { kind: 'changed', episode }
        }),
      ),
  }
}
