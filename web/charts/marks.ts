/** Stretches marked on a time axis: episodes, and each revision of an order from issue to its end. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'
import type { Mark } from './trend-option.ts'

export function marksOf(
  episodes: readonly EpisodeView[],
  orders: readonly OrderView[],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  { say }: Pick<Pen, 'say'>,
): readonly Mark[] {
  const all: Mark[] = [
    ...episodes.map((one) => ({
      from: Date.parse(one.openedAt),
      to: endOf(one.closedAt, to),
      name: say(ruleWords(one.kind).name),
      kind: 'episode' as const,
    })),
    ...orders.flatMap((order) =>
      order.revisions.map((one) => ({
        from: Date.parse(one.issuedAt),
        to: endOf(one.releasedAt ?? one.cancelledAt, to),
        name: order.number,
        kind: 'order' as const,
      })),
    ),
  ]
  return all.filter((mark) => mark.to > from && mark.from < to)
}

/** What has not ended goes on to the right edge. */
function endOf(iso: string | null, to: EpochMs): EpochMs {
  return iso === null ? to : Date.parse(iso)
}
