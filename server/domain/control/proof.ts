/**
 * What others say of an order: 已核实 and 不属实 after a look, 转执法 to the department that may inspect (practice.md 2, 3).
 *
 * 已落实(自报) is the site's own word. Whoever looked confirms or contradicts it, and says how they looked. A contradicted
 * report is taken back: what was not done is owed again, as late as it is.
 */
import type { EpochMs } from '../units.ts'
import type { ProofWay, Referral } from './looked.ts'
import type { Measure } from './measure.ts'
import {
  isAnswered,
  measuresAsked,
  NOT_ANSWERED,
  NOT_VERIFIED,
  type Order,
  type OrderedMeasure,
  type OrderOutcome,
  type OrderRevision,
  presentRevision,
} from './order.ts'

interface Look {
  readonly by: string
  readonly how: ProofWay
}

export type ProofOutcome =
  | OrderOutcome
  /** Not everything asked is reported: there is nothing to confirm yet. */
  | { readonly kind: 'not-complied' }
  /** Nothing of it is reported done. */
  | { readonly kind: 'nothing-reported' }

/** 已核实. Also of an order that was released: a look may come later than the end. */
export function verify(order: Order, { by, how }: Look, at: EpochMs): ProofOutcome {
  if (order.state === 'cancelled') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  if (revision.verifiedAt !== null) return { kind: 'already', at: revision.verifiedAt }
  if (revision.compliedAt === null) return { kind: 'not-complied' }
  return changed(order, { ...revision, verifiedAt: at, verifiedBy: by, verifiedHow: how })
}

/** 不属实: also that there is no such work. `named` empty: everything that is answered. */
export function contradict(
  order: Order,
  { by, how }: Look,
  what: string,
  named: readonly string[],
  at: EpochMs,
): ProofOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  const asked = measuresAsked(revision)
  const unknown = named.find((name) => !asked.some(({ measure }) => measure === name))
  if (unknown !== undefined) return { kind: 'not-asked', measure: unknown }
  const isMeant = (measure: Measure) => named.length === 0 || named.includes(measure)
  const untrue = asked.filter((one) => isAnswered(one) && isMeant(one.measure)).map(({ measure }) => measure)
  if (untrue.length === 0) return { kind: 'nothing-reported' }
  const taken = (one: OrderedMeasure) => one.withdrawnAt === null && untrue.includes(one.measure)
  return changed(order, {
    ...revision,
    compliedAt: null,
    ...NOT_VERIFIED,
    contradictions: [...revision.contradictions, { at, by, how, what, measures: untrue }],
    // The report stays as it was given, taken back; what it was about is asked once more, due as before.
    measures: [
      ...revision.measures.map((one) => (taken(one) ? { ...one, withdrawnAt: at } : one)),
      ...revision.measures.filter(taken).map((one) => ({ ...one, ...NOT_ANSWERED, askedAt: at })),
    ],
  })
}

export function refer(order: Order, referral: Omit<Referral, 'at'>, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  if (revision.referral !== null) return { kind: 'already', at: revision.referral.at }
  return changed(order, { ...revision, referral: { ...referral, at } })
}

function changed(order: Order, revision: OrderRevision): { readonly kind: 'changed'; readonly order: Order } {
  return {
    kind: 'changed',
    order: { ...order, revisions: order.revisions.with(-1, revision), version: order.version + 1 },
  }
}
