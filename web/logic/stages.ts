/** The stages of an order as the stage bar shows them: reached with time and actor, awaited with its deadline, or skipped. */
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'

export const STAGES = ['issued', 'delivered', 'seen', 'acknowledged', 'complied', 'verified', 'released'] as const
export type StageName = (typeof STAGES)[number] | 'cancelled'

export interface Stage {
  readonly name: StageName
  readonly at: EpochMs | null
  readonly by: string | null
  /** When it is due; null when nothing is demanded, or it has been reached. */
  readonly dueAt: EpochMs | null
  readonly state: 'reached' | 'waiting' | 'late' | 'skipped'
}

type Stamps = Pick<
  OrderView,
  | 'issuedAt'
  | 'deliveredAt'
  | 'seenAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'acknowledgeDueAt'
  | 'compliedAt'
  | 'verifiedAt'
  | 'releasedAt'
  | 'cancelledAt'
  | 'measures'
>

export function stagesOf(order: Stamps, now: EpochMs): readonly Stage[] {
  const hasEnded = order.releasedAt !== null || order.cancelledAt !== null
  const last: StageName = order.cancelledAt === null ? 'released' : 'cancelled'
  const stage = (name: StageName, iso: string | null, by: string | null = null, due: EpochMs | null = null): Stage => {
    if (iso !== null) return { name, at: Date.parse(iso), by, dueAt: null, state: 'reached' }
    if (hasEnded) return { name, at: null, by: null, dueAt: null, state: 'skipped' }
    return { name, at: null, by: null, dueAt: due, state: due !== null && due < now ? 'late' : 'waiting' }
  }
  return [
    stage('issued', order.issuedAt),
    stage('delivered', order.deliveredAt),
    stage('seen', order.seenAt),
    stage('acknowledged', order.acknowledgedAt, order.acknowledgedBy, Date.parse(order.acknowledgeDueAt)),
    stage('complied', order.compliedAt, lastDoneBy(order), lastDue(order)),
    stage('verified', order.verifiedAt),
    stage(last, order.releasedAt ?? order.cancelledAt),
  ]
}

function lastDoneBy({ measures }: Stamps): string | null {
  const done = measures.filter((one) => one.doneAt !== null)
  return done.sort((a, b) => Date.parse(b.doneAt ?? '') - Date.parse(a.doneAt ?? ''))[0]?.doneBy ?? null
}

function lastDue({ measures }: Stamps): EpochMs | null {
  const open = measures.filter((one) => one.withdrawnAt === null && one.doneAt === null)
  return open.length === 0 ? null : Math.max(...open.map((one) => Date.parse(one.dueAt)))
}

/** The furthest stage reached, for lists. */
export function stageReached(order: OrderView): StageName {
  if (order.state === 'cancelled') return 'cancelled'
  if (order.state === 'released') return 'released'
  if (order.verifiedAt !== null) return 'verified'
  if (order.compliedAt !== null) return 'complied'
  if (order.acknowledgedAt !== null) return 'acknowledged'
  if (order.seenAt !== null) return 'seen'
  if (order.deliveredAt !== null) return 'delivered'
  return 'issued'
}
