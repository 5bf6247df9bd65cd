/** What people do with an open episode: keep it open for a while, or let it go again. Each act is one audited change. */
import type { AuditEntry } from '../../domain/audit.ts'
import type { Episode } from '../../domain/control/episode.ts'
import { type EpochMs, HOUR, type Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import { type Changed, NOTHING_CHANGED } from './follow-decision.ts'

/** A hold is renewed by a person, never for ever (ours). */
export const LONGEST_EPISODE_HOLD_MS: Ms = 12 * HOUR

export type EpisodeAct =
  | { readonly kind: 'changed'; readonly episode: Episode }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'closed'; readonly episode: Episode }

export interface EpisodeDesk {
  /** Delays the close: `forMs` from now, at most `LONGEST_EPISODE_HOLD_MS`; null lets it go again. */
  hold(id: string, expected: number | null, forMs: Ms | null, by: By): Promise<EpisodeAct>
}

export interface EpisodeDeskParts {
  readonly operations: Operations
  readonly clock: Clock
  /** Control judges with it from now on. */
  readonly onHold: (episode: Episode) => void
  readonly onChanged: (changed: Changed) => void
}

export function createEpisodeDesk({ operations, clock, onHold, onChanged }: EpisodeDeskParts): EpisodeDesk {
  return {
    async hold(id, expected, forMs, by) {
      const act = await operations.change(async (books): Promise<EpisodeAct> => {
        const before = await books.episodes.get(id)
        if (!before) return { kind: 'unknown' }
        if (expected !== null && expected !== before.version) return { kind: 'stale', version: before.version }
        if (before.closedAt !== null) return { kind: 'closed', episode: before }
        const at = clock.now()
        const hold = forMs === null ? null : { until: at + forMs, by: by.actor, reason: by.reason }
        const episode: Episode = { ...before, hold, version: before.version + 1 }
        await books.episodes.save(episode)
        await books.audit.append([holdAudit(episode, at, by)])
        return { kind: 'changed', episode }
      })
      if (act.kind === 'changed') {
        onHold(act.episode)
        onChanged({ ...NOTHING_CHANGED, episodes: [act.episode] })
      }
      return act
    },
  }
}

function holdAudit(episode: Episode, at: EpochMs, by: By): AuditEntry {
  return {
    at,
    actor: by.actor,
    action: episode.hold === null ? 'episode.let-go' : 'episode.held',
    subject: `episode:${episode.id}`,
    revision: episode.version,
    cause: by.reason,
    details: { until: episode.hold?.until ?? null },
  }
}
