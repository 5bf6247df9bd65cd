/**
 * The one sentence at the top: what holds in the district now, since when and on what basis.
 *
 * `awaiting`: an episode is open and its orders wait for a decision; `ongoing`: it asks nothing of anybody, or it was
 * decided not to issue. `unjudged`, `noWind`: nothing holds as far as is known, and nobody would know. `ended`: the wind is over and orders still hold, because
 * only a person (or a setting) releases them. A single place that was only told of its episode is counted beside what
 * holds, and is no state of the district. `declared…`: the same of a notice from above, which holds until it ends. `byHand…`: of what a
 * person decided.
 */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { HealthView } from '../../server/contract/health.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'

export type DistrictState =
  | { readonly kind: 'controlling'; readonly episode: EpisodeView; readonly inForce: number }
  | { readonly kind: 'awaiting'; readonly episode: EpisodeView; readonly inForce: number }
  | { readonly kind: 'ongoing'; readonly episode: EpisodeView }
  | { readonly kind: 'ended'; readonly episode: EpisodeView | null; readonly inForce: number }
  | { readonly kind: 'declared'; readonly notice: NoticeView; readonly inForce: number }
  | { readonly kind: 'declaredAwaiting'; readonly notice: NoticeView }
  | { readonly kind: 'declaredEnded'; readonly notice: NoticeView; readonly inForce: number }
  | { readonly kind: 'byHand'; readonly control: ManualView; readonly inForce: number }
  | { readonly kind: 'byHandAwaiting'; readonly control: ManualView }
  | { readonly kind: 'byHandEnded'; readonly control: ManualView; readonly inForce: number }
  | { readonly kind: 'normal'; readonly toldPlaces: number }
  /** Control stands still. */
  | { readonly kind: 'unjudged' }
  /** There is no usable wind for the district, or for one of its townships. */
  | { readonly kind: 'noWind' }

export function districtState(
  episodes: Iterable<EpisodeView>,
  orders: Iterable<OrderView>,
  drafts: Iterable<DraftView>,
  /** null: not known yet. */
  control: HealthView['parts']['control'] | null,
  notices: Iterable<NoticeView> = [],
  manual: Iterable<ManualView> = [],
): DistrictState {
  const all = [...episodes]
  const open = all.filter((one) => one.state === 'open').sort(strongestFirst)
  const inForce = [...orders].filter((order) => order.state === 'issued')
  const places = new Set(inForce.map((order) => order.place)).size
  const ordered = new Set(inForce.map((order) => order.cause.id))
  const drafted = new Set([...drafts].filter(waitsToIssue).map((draft) => draft.cause.id))
  const controlling = open.find((one) => ordered.has(one.id))
  if (controlling) return { kind: 'controlling', episode: controlling, inForce: places }
  const known = [...notices].sort(soonestEndLast)
  // What waits for a decision comes before what has been decided: its strip says what is in force beside it.
  const awaiting = open.find((one) => drafted.has(one.id))
  if (awaiting) return { kind: 'awaiting', episode: awaiting, inForce: places }
  const declared = known.find((one) => one.endedAt === null && ordered.has(one.id))
  if (declared) return { kind: 'declared', notice: declared, inForce: places }
  const controls = [...manual]
  const byHand = controls.find((one) => one.endedAt === null && ordered.has(one.id))
  if (byHand) return { kind: 'byHand', control: byHand, inForce: places }
  const declaredAwaiting = known.find((one) => drafted.has(one.id))
  if (declaredAwaiting && inForce.length === 0) return { kind: 'declaredAwaiting', notice: declaredAwaiting }
  const byHandAwaiting = controls.find((one) => drafted.has(one.id))
  if (byHandAwaiting && inForce.length === 0) return { kind: 'byHandAwaiting', control: byHandAwaiting }
  if (inForce.length === 0) {
    const ongoing = open.find((one) => one.place === null)
    if (ongoing) return { kind: 'ongoing', episode: ongoing }
    if (control?.status === 'down') return { kind: 'unjudged' }
    if (control?.blindScopes.some(isArea)) return { kind: 'noWind' }
    return { kind: 'normal', toldPlaces: open.length }
  }
  const ended = all.filter((one) => ordered.has(one.id)).sort((a, b) => closedAt(b) - closedAt(a))[0]
  const notice = known.find((one) => ordered.has(one.id))
  if (!ended && notice) return { kind: 'declaredEnded', notice, inForce: places }
  const endedByHand = controls.find((one) => ordered.has(one.id))
  if (!ended && endedByHand) return { kind: 'byHandEnded', control: endedByHand, inForce: places }
  return { kind: 'ended', episode: ended ?? null, inForce: places }
}

/** What holds longest, or until it is lifted, first. */
function soonestEndLast(a: NoticeView, b: NoticeView): number {
  const end = ({ ceasesAt }: NoticeView) => (ceasesAt === null ? Number.MAX_VALUE : Date.parse(ceasesAt))
  return end(b) - end(a)
}

function waitsToIssue({ kind, state }: DraftView): boolean {
  return kind === 'issue' && (state === 'waiting' || state === 'held')
}

/** A scope that speaks for more than one place. */
function isArea(scope: string): boolean {
  return !scope.startsWith('place:')
}

function strongestFirst(a: EpisodeView, b: EpisodeView): number {
  return b.level - a.level || Date.parse(a.openedAt) - Date.parse(b.openedAt)
}

function closedAt(episode: EpisodeView): number {
  return episode.closedAt === null ? 0 : Date.parse(episode.closedAt)
}
