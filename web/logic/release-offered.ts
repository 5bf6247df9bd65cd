/**
 * How the release of one order is offered: as the thing to do once its cause is over, to the chief also before, and to
 * nobody whom the server would refuse. While the cause is not known the officer is offered nothing, and told nothing of it.
 */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { Act } from '../../server/domain/people/role.ts'

export type ReleaseOffered = 'release' | 'early' | 'ask-the-chief' | 'none'

/** `holding`: a notice in force demands some of what the order asks, or is its cause. */
export function releaseOffered(
  cause: EpisodeView | NoticeView | ManualView | null,
  holding: NoticeView | null,
  may: (act: Act) => boolean,
): ReleaseOffered {
  if (!may('release') || holding !== null) return 'none'
  if (cause !== null && isOver(cause)) return 'release'
  if (may('releaseEarly')) return 'early'
  return cause === null ? 'none' : 'ask-the-chief'
}

function isOver(cause: EpisodeView | NoticeView | ManualView): boolean {
  return 'changes' in cause ? cause.state === 'closed' : cause.endedAt !== null
}
