/** Whether a measure of an order is answered: done, or no work of the site. */
import type { OrderView } from '../../server/contract/order.ts'

export function isAnswered({
  doneAt,
  noSuchWork,
}: Pick<OrderView['measures'][number], 'doneAt' | 'noSuchWork'>): boolean {
  return doneAt !== null || noSuchWork !== null
}
