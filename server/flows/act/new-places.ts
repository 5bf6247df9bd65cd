/**
 * Places registered while an episode is open: they are ordered what the others were ordered (nobody is forgotten).
 *
 * Works inside one change of the operations database. Orders nothing before the episode's first order has left the
 * house, and nothing in advise mode, where a person decides each time. A place that has an order is left alone.
 */
import type { EpochMs } from '../../domain/units.ts'
import type { Books } from '../../ports/operations.ts'
import { type Changed, NOTHING_CHANGED, type TransitionParts } from './windy-day-transition.ts'

export async function orderNewPlaces(
  books: Books,
  { mode, orders, rule }: TransitionParts,
  scope: string,
  at: EpochMs,
): Promise<Changed> {
  if (mode === 'advise') return NOTHING_CHANGED
  const episode = await books.episodes.latestOf(scope)
  if (!episode || episode.closedAt !== null) return NOTHING_CHANGED
  const ofEpisode = await books.orders.ofEpisode(episode.id)
  const inForce = ofEpisode.filter((order) => order.state === 'issued')
  if (inForce.length === 0) return NOTHING_CHANGED
  // A higher level may still wait for a person; then the new place, too, is ordered what was decided so far.
  const level = Math.min(episode.level, Math.max(...inForce.map((order) => order.level)))
  const { id, version } = rule.rulePack
  const by = { actor: 'system', reason: `${id} ${version}: registered while the episode is open` }
  const changed = await orders.include(books, { episode, level, at, by, again: 'reopened' })
  return { ...NOTHING_CHANGED, orders: changed }
}
