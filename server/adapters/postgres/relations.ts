/** Which rows belong together, so that an order or an episode is read whole in one statement. */
import { relations } from 'drizzle-orm'
import { controlOrder, episode, episodeChange, orderMeasure, orderRevision } from './schema.ts'

export const episodeRelations = relations(episode, ({ many }) => ({ changes: many(episodeChange) }))

export const episodeChangeRelations = relations(episodeChange, ({ one }) => ({
  episode: one(episode, { fields: [episodeChange.episodeId], references: [episode.id] }),
}))

export const orderRelations = relations(controlOrder, ({ many }) => ({ revisions: many(orderRevision) }))

export const revisionRelations = relations(orderRevision, ({ one, many }) => ({
  order: one(controlOrder, { fields: [orderRevision.orderId], references: [controlOrder.id] }),
  measures: many(orderMeasure),
}))

export const measureRelations = relations(orderMeasure, ({ one }) => ({
  revisionOf: one(orderRevision, {
    fields: [orderMeasure.orderId, orderMeasure.revision],
    references: [orderRevision.orderId, orderRevision.n],
  }),
}))
