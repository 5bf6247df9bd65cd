/**
 * How the release of one order is offered: as the thing to do once its cause is over, to the chief also before, and to
 * nobody whom the server would refuse. While the cause is not known the officer is offered nothing, and told nothing of it.
 */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { Act } from '../../server/domain/people/role.ts'

export type ReleaseOffered = 'release' | 'early' | 'ask-the-chief' | 'none'

export function releaseOffered(cause: EpisodeView | null, may: (act: Act) => boolean): ReleaseOffered {
  if (!may('release')) return 'none'
  if (cause?.state === 'closed') return 'release'
  if (may('releaseEarly')) return 'early'
  return cause === null ? 'none' : 'ask-the-chief'
}
