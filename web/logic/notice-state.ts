/** How a notice from above stands at an instant, and whether it speaks for a place. */
import type { NoticeView } from '../../server/contract/notice.ts'
import type { PlaceView } from '../../server/contract/registry.ts'

export type NoticeState = 'lifted' | 'ended' | 'toCome' | 'inForce'

export function noticeState(notice: NoticeView, now: number): NoticeState {
  if (notice.liftedAt !== null) return 'lifted'
  if (notice.ceasesAt !== null && Date.parse(notice.ceasesAt) <= now) return 'ended'
  return Date.parse(notice.startsAt) > now ? 'toCome' : 'inForce'
}

/** A place in two townships belongs to both. */
export function coversPlace(
  { scope }: Pick<NoticeView, 'scope'>,
  place: Pick<PlaceView, 'townshipId' | 'helperTownshipId'>,
): boolean {
  return scope.kind === 'district' || scope.township === place.townshipId || scope.township === place.helperTownshipId
}

/** Something is demanded now. */
export function isDemanding(notice: NoticeView, now: number): boolean {
  return notice.measures.length > 0 && noticeState(notice, now) === 'inForce'
}
