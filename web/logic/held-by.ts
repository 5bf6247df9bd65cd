/** Which notice in force keeps an order from being released; the server's gate says the same (domain/control/release). */
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import { demandedOf } from '../../server/domain/control/notice.ts'
import { isDemanding } from './notice-state.ts'

export function heldBy(order: OrderView, notices: Iterable<NoticeView>, now: number): NoticeView | null {
  const asked = order.measures.filter((one) => one.withdrawnAt === null).map(({ measure }) => measure)
  for (const notice of notices) {
    const { scope } = notice
    if (order.cause.id === notice.id && notice.endedAt === null) return notice
    const isCovered = scope.kind === 'district' || scope.township === order.townshipId
    if (isCovered && isDemanding(notice, now) && demandedOf(notice, asked).length > 0) return notice
  }
  return null
}
