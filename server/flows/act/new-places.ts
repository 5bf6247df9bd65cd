/**
 * Places registered while an episode is open: they are ordered what the others were ordered (nobody is forgotten), and
 * a draft that waits counts them, too.
 *
 * Works inside one change. Orders nothing before the episode's first order has left the house, and nothing in advise
 * mode, where a person decides each time. A place that has an order is left alone.
 */
import { episodeCause } from '../../domain/control/cause.ts'
import { isSameEffect, releveled } from '../../domain/control/draft.ts'
import type { Episode } from '../../domain/control/episode.ts'
import { ruleReason } from '../../domain/control/reason.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { BySystem } from '../common/by.ts'
import type { CauseOrders } from './cause-orders.ts'
import { type FollowParts, modeOf, pendingOf } from './follow-decision.ts'
import type { Recorder } from './record.ts'
import type { Watch } from './rule-runner.ts'

export async function orderNewPlaces(
  record: Recorder,
  { orders }: FollowParts,
  { rule, key }: Watch,
  at: EpochMs,
): Promise<void> {
  const episode = await record.books.episodes.latestOf(rule.id, key)
  if (!episode || episode.closedAt !== null) return
  await countAnew(record, orders, episode, at)
  const raised = episode.changes.findLast((change) => change.to > change.from)
  if (!raised || modeOf(rule.pack, raised) === 'advise') return
  const ofEpisode = await record.books.orders.ofCause(episodeCause(episode.id))
  const inForce = ofEpisode.filter((order) => order.state === 'issued')
  if (inForce.length === 0) return
  // A higher level may still wait for a person; then the new place, too, is ordered what was decided so far.
  const level = Math.min(episode.level, Math.max(...inForce.map((order) => order.level)))
  const by = { actor: 'system', reason: ruleReason(rule.pack, 'registered-meanwhile') }
  await orders.include(record, { episode, level, at, by, again: 'reopened' })
}

async function countAnew(record: Recorder, orders: CauseOrders, episode: Episode, at: EpochMs): Promise<void> {
  for (const draft of await pendingOf(record.books, episode, ['issue'])) {
    const effect = await orders.effectOfRaise(record.books, { episode, level: draft.level, at })
    if (isSameEffect(effect, draft.effect)) continue
    const by = { actor: 'system', reason: 'places-changed' } satisfies BySystem
    await record.draft(releveled(draft, draft.level, effect), { action: 'draft.recounted', at, by })
  }
}
