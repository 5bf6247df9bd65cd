/** Filings on the screen: which wait for the office at a minute, and what is said of one. */
import type { FilingView } from '../../server/contract/filing.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { actorName } from './actor-name.ts'
import { measureText, type Text } from './phrases.ts'

/** At this minute, of orders that are still in force; what was filed first comes first. */
export function waitingFilings(
  filings: Iterable<FilingView>,
  orders: ReadonlyMap<string, OrderView>,
  now: EpochMs,
): readonly FilingView[] {
  return [...filings]
    .filter((one) => {
      const decidedAt = one.decidedAt ?? one.endedAt
      const isThere = Date.parse(one.filedAt) <= now && (decidedAt === null || Date.parse(decidedAt) > now)
      return isThere && orders.get(one.order)?.state === 'issued'
    })
    .sort((a, b) => Date.parse(a.filedAt) - Date.parse(b.filedAt))
}

export function filingMeasures({ measures }: Pick<FilingView, 'measures'>, text: Text): string {
  return measures.map((measure) => measureText(measure, text)).join(text('notice.listComma'))
}

export function filedText(
  { filedAt, filedBy, filedFor }: FilingView,
  text: Text,
  time: (iso: string) => string,
): string {
  const facts = { time: time(filedAt), by: actorName(filedBy, text) }
  return filedFor === null ? text('filing.filedBy', facts) : text('filing.filedFor', { ...facts, behalfOf: filedFor })
}

/** What the office said; null: nothing yet. */
export function decidedText(one: FilingView, text: Text, time: (iso: string) => string): string | null {
  const by = actorName(one.decidedBy ?? '—', text)
  if (one.decision === 'refused') return text('filing.refusedBecause', { by, reason: one.decideReason ?? '—' })
  return one.until === null ? null : text('filing.acceptedUntil', { by, until: time(one.until) })
}
