/**
 * Orders with their revisions and measures: read whole in one statement, written with one statement per table.
 * Revisions and measures only grow, so saving never has to remove one.
 */
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { CauseRef } from '../../domain/control/cause.ts'
import { type Order, presentRevision } from '../../domain/control/order.ts'
import type { OrderBook } from '../../ports/books/orders.ts'
import type { Database } from './database.ts'
import { afterCursor, mapPage, pageOf, rowsToFetch } from './page.ts'
import { causeColumns, saveVersions, upsertRows } from './rows.ts'
import { controlOrder, numberSeries, orderMeasure, orderRevision } from './schema.ts'

type MeasureRow = typeof orderMeasure.$inferSelect
type RevisionRow = typeof orderRevision.$inferSelect & { readonly measures: readonly MeasureRow[] }
type Row = typeof controlOrder.$inferSelect & { readonly revisions: readonly RevisionRow[] }

const WHOLE = {
  revisions: { orderBy: orderRevision.n, with: { measures: { orderBy: orderMeasure.position } } },
} as const

export function orderBook(database: Database): OrderBook {
  async function allWhere(where: SQL | undefined): Promise<readonly Order[]> {
    const rows = await database.query.controlOrder.findMany({ where, orderBy: controlOrder.number, with: WHOLE })
    return rows.map(orderOf)
  }

  return {
    async get(id) {
      const [order] = await allWhere(eq(controlOrder.id, id))
      return order ?? null
    },

    async list(filter) {
      const { state, cause, place } = filter
      const rows = await database.query.controlOrder.findMany({
        where: and(
          state ? eq(controlOrder.state, state) : undefined,
          cause ? ofCause(cause) : undefined,
          place ? eq(controlOrder.placeId, place) : undefined,
          afterCursor(filter, controlOrder.issuedAt, controlOrder.id),
        ),
        orderBy: [desc(controlOrder.issuedAt), desc(controlOrder.id)],
        limit: rowsToFetch(filter),
        with: WHOLE,
      })
      return mapPage(
        pageOf(filter, rows, (row) => [row.issuedAt, row.id]),
        orderOf,
      )
    },

    ofCause: (cause) => allWhere(ofCause(cause)),

    inForceAt: (placeIds) =>
      allWhere(and(eq(controlOrder.state, 'issued'), inArray(controlOrder.placeId, [...placeIds]))),

    async save(orders) {
      const rows = orders.map(({ cause, ...order }) => ({
        ...order,
        ...causeColumns(cause),
        issuedAt: presentRevision({ ...order, cause }).issuedAt,
      }))
      const revisions = orders.flatMap(({ id, revisions }) => revisions.map((one) => ({ ...one, orderId: id })))
      const measures = revisions.flatMap(({ orderId, n, measures }) =>
        measures.map((measure, position) => ({ ...measure, orderId, revision: n, position })),
      )
      await saveVersions(database, controlOrder, rows)
      await upsertRows(database, orderRevision, revisions, [orderRevision.orderId, orderRevision.n])
      await upsertRows(database, orderMeasure, measures, [
        orderMeasure.orderId,
        orderMeasure.revision,
        orderMeasure.position,
      ])
    },

    async reserveNumbers(day, count) {
      const [series] = await database
        .insert(numberSeries)
        .values({ day, next: 1 + count })
        .onConflictDoUpdate({ target: numberSeries.day, set: { next: sql`${numberSeries.next} + ${count}` } })
        .returning({ next: numberSeries.next })
      if (!series) throw new Error(`no number series for ${day}`)
      return series.next - count
    },
  }
}

function ofCause({ kind, id }: CauseRef): SQL | undefined {
  return and(eq(controlOrder.causeKind, kind), eq(controlOrder.causeId, id))
}

function orderOf({ issuedAt: _issuedAt, causeKind, causeId, revisions, ...facts }: Row): Order {
  return {
    ...facts,
    cause: { kind: causeKind, id: causeId },
    revisions: revisions.map(({ orderId: _orderId, measures, ...revision }) => ({
      ...revision,
      measures: measures.map(({ orderId: _id, revision: _revision, position: _position, ...measure }) => measure),
    })),
  }
}
