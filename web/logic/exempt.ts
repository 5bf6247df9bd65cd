/** Exemptions on the screen: whether one holds, what it spares, what a note of it says. */
import type { ExemptionView } from '../../server/contract/exemption.ts'
import { measureText, type Text } from './phrases.ts'

/** At this minute, as it is known now: what was taken back later held then. */
export function isHolding({ from, until, revokedAt }: ExemptionView, now: number): boolean {
  const end = revokedAt === null ? Date.parse(until) : Math.min(Date.parse(until), Date.parse(revokedAt))
  return Date.parse(from) <= now && now < end
}

export function sparedText({ measures }: Pick<ExemptionView, 'measures'>, text: Text): string {
  if (measures.length === 0) return text('exemption.everything')
  return measures.map((measure) => measureText(measure, text)).join(text('notice.listComma'))
}
