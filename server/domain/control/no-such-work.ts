/**
 * 本工地无此作业: the site's answer to one measure (practice.md 3). Nothing of it is owed then, and nothing counts as done; whoever
 * looks may find it untrue (`proof.ts`), and the site may still report it done.
 */
import type { EpochMs } from '../units.ts'
import { isAnswered, measuresAsked, type Order, type OrderOutcome, presentRevision, withCompliance } from './order.ts'
import type { Signature } from './signature.ts'

export function answerNoSuchWork(order: Order, measure: string, signature: Signature, at: EpochMs): OrderOutcome {
  if (order.state !== 'issued') return { kind: 'not-in-force', state: order.state }
  const revision = presentRevision(order)
  const asked = measuresAsked(revision).find((one) => one.measure === measure)
  if (!asked) return { kind: 'not-asked', measure }
  if (isAnswered(asked)) return { kind: 'already', at: asked.doneAt ?? asked.noSuchWork?.at ?? at }
  const answered = { ...asked, noSuchWork: { ...signature, at } }
  const measures = revision.measures.map((one) => (one === asked ? answered : one))
  const present = withCompliance({ ...revision, measures }, at)
  return {
    kind: 'changed',
    order: { ...order, revisions: order.revisions.with(-1, present), version: order.version + 1 },
  }
}
