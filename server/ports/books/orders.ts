/** Orders with their revisions and measures. */
import type { CauseRef } from '../../domain/control/cause.ts'
import type { Order, OrderState } from '../../domain/control/order.ts'
import type { Page, PageQuery } from './page.ts'

export interface OrderFilter extends PageQuery {
  readonly state: OrderState | null
  readonly cause: CauseRef | null
  readonly place: string | null
}

export interface OrderBook {
  get(id: string): Promise<Order | null>
  /** Newest issue first. */
  list(filter: OrderFilter): Promise<Page<Order>>
  ofCause(cause: CauseRef): Promise<readonly Order[]>
  /** The orders in force at these places. */
  inForceAt(placeIds: readonly string[]): Promise<readonly Order[]>
  /** Many at once, one statement per table. A second order for the same place and cause rejects. */
  save(orders: readonly Order[]): Promise<void>
  /** Reserves `count` numbers of one day's series and returns the first; days never share numbers. */
  reserveNumbers(day: string, count: number): Promise<number>
}
