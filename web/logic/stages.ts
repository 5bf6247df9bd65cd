/**
 * The stages of an order as the stage bar shows them: reached with time and actor, awaited with its deadline, missed, or
 * passed over. Who issued, saw and ended it stands in its record only.
 */
import type { OrderView } from '../../server/contract/order.ts'
import type { AuditLineView } from '../../server/contract/record.ts'
import type { AuditAction } from '../../server/domain/audit.ts'
import type { StampChannel } from '../../server/domain/control/signature.ts'
import type { EpochMs } from '../../server/domain/units.ts'

export const STAGES = ['issued', 'delivered', 'seen', 'acknowledged', 'complied', 'verified', 'released'] as const
export type StageName = (typeof STAGES)[number] | 'cancelled'

export interface Stage {
  readonly name: StageName
  readonly at: EpochMs | null
  readonly signed: Signed
  /** When it is due, or was when it was reached too late or missed; null when nothing is demanded or it was in time. */
  readonly dueAt: EpochMs | null
  /** `missed`: not done when the order was released, which stays visible. `skipped`: passed over, nobody's failure. */
  readonly state: 'reached' | 'waiting' | 'late' | 'missed' | 'skipped'
}

export interface Signed {
  readonly by: string | null
  /** On whose behalf; null: their own. */
  readonly behalfOf: string | null
  readonly channel: StampChannel | null
  /** As it stands in the record; null where it says nothing. */
  readonly why: string | null
}

type Stamps = Pick<
  OrderView,
  | 'issuedAt'
  | 'deliveredAt'
  | 'seenAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'acknowledgedChannel'
  | 'acknowledgedFor'
  | 'acknowledgeDueAt'
  | 'compliedAt'
  | 'verifiedAt'
  | 'verifiedBy'
  | 'releasedAt'
  | 'cancelledAt'
  | 'measures'
>

const NOBODY: Signed = { by: null, behalfOf: null, channel: null, why: null }

/** `lines`: the record of this revision, as far as it was read. */
export function stagesOf(order: Stamps, now: EpochMs, lines: readonly AuditLineView[]): readonly Stage[] {
  const { releasedAt, cancelledAt } = order
  const isReached = (iso: string | null) => iso !== null
  const later = [order.acknowledgedAt, order.compliedAt].some(isReached)
  const dueAt = lastDue(order)
  // Nothing is asked any more: then nobody owes an answer either.
  const acknowledgeDueAt = dueAt === null ? null : Date.parse(order.acknowledgeDueAt)
  const acknowledged: Signed = {
    by: order.acknowledgedBy,
    behalfOf: order.acknowledgedFor,
    channel: order.acknowledgedChannel,
    why: null,
  }
  const unreached = (due: EpochMs | null, isPassedOver: boolean): Stage['state'] => {
    if (releasedAt !== null && due !== null) return 'missed'
    if (releasedAt !== null || cancelledAt !== null || isPassedOver) return 'skipped'
    return due !== null && due < now ? 'late' : 'waiting'
  }
  const stage = (name: StageName, iso: string | null, signed: Signed, due: EpochMs | null = null, isPassed = false) => {
    if (iso === null) return { name, at: null, signed: NOBODY, dueAt: due, state: unreached(due, isPassed) }
    const at = Date.parse(iso)
    return { name, at, signed, dueAt: due !== null && at > due ? due : null, state: 'reached' as const }
  }
  return [
    stage('issued', order.issuedAt, signedIn(lines, 'order.issued')),
    stage('delivered', order.deliveredAt, NOBODY, null, later),
    stage('seen', order.seenAt, signedIn(lines, 'order.seen'), null, later),
    stage('acknowledged', order.acknowledgedAt, acknowledged, acknowledgeDueAt),
    // Where there is no such work nothing is done, and nothing is owed.
    isNoWork(order)
      ? stage('complied', order.compliedAt, NOBODY, null, true)
      : stage('complied', order.compliedAt, lastDone(order), dueAt),
    stage('verified', order.verifiedAt, { ...NOBODY, by: order.verifiedBy }),
    cancelledAt === null
      ? stage('released', releasedAt, signedIn(lines, 'order.released'))
      : stage('cancelled', cancelledAt, signedIn(lines, 'order.cancelled')),
  ]
}

function signedIn(lines: readonly AuditLineView[], action: AuditAction): Signed {
  const line = lines.find((one) => one.action === action)
  return line ? { ...NOBODY, by: line.actor, why: line.cause } : NOBODY
}

function lastDone({ measures }: Stamps): Signed {
  const done = measures.filter((one) => one.doneAt !== null && one.withdrawnAt === null)
  const last = done.sort((a, b) => Date.parse(b.doneAt ?? '') - Date.parse(a.doneAt ?? ''))[0]
  return last ? { by: last.doneBy, behalfOf: last.doneFor, channel: last.doneChannel, why: null } : NOBODY
}

function isNoWork({ measures }: Stamps): boolean {
  const asked = measures.filter((one) => one.withdrawnAt === null)
  return asked.length > 0 && asked.every((one) => one.noSuchWork !== null)
}

/** When the last asked measure is due; null when nothing is asked any more. */
function lastDue({ measures }: Stamps): EpochMs | null {
  const asked = measures.filter((one) => one.withdrawnAt === null)
  return asked.length === 0 ? null : Math.max(...asked.map((one) => Date.parse(one.dueAt)))
}
