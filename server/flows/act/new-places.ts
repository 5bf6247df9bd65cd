/**
 * Places registered while an episode is open: they are ordered what the others were ordered (nobody is forgotten).
 *
 * Works inside one change. Orders nothing before the episode's first order has left the house, and nothing in advise
 * mode, where a person decides each time. A place that has an order is left alone.
 */
import { ruleReason } from '../../domain/control/reason.ts'
import type { EpochMs } from '../../domain/units.ts'
import { type FollowParts, modeOf } from './follow-decision.ts'
import type { Recorder } from './record.ts'
import type { Watch } from './rule-runner.ts'

export async function orderNewPlaces(
  record: Recorder,
  { orders, demands }: FollowParts,
  { rule, key }: Watch,
  at: EpochMs,
): Promise<void> {
  const episode = await record.books.episodes.latestOf(rule.id, key)
  if (!episode || episode.closedAt !== null) return
  const cause = demands.ofEpisode(episode)
  const raised = episode.changes.findLast((change) => change.to > change.from)
  if (!raised || modeOf(rule.pack, raised) === 'advise') return
  const ofEpisode = await record.books.orders.ofCause(cause.ref)
  const inForce = ofEpisode.filter((order) => order.state === 'issued')
  if (inForce.length === 0) return
  // A higher level may still wait for a person; then the new place, too, is ordered what was decided so far.
  const level = Math.min(episode.level, Math.max(...inForce.map((order) => order.level)))
  const by = { actor: 'system', reason: ruleReason(rule.pack, 'registered-meanwhile') }
  await orders.include(record, { cause, level, at, by, again: 'reopened' })
}
