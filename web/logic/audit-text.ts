/** An audit line of an order in words: what was done, and what belongs to it. */
import type { AuditLineView } from '../../server/contract/record.ts'
import { MEASURES } from '../../server/domain/control/measure.ts'
import type { TextKey } from '../words/index.ts'
import { measureText, type Text } from './phrases.ts'

const TITLES: Readonly<Record<string, TextKey>> = {
  'order.issued': 'history.issued',
  'order.raised': 'history.raised',
  'order.lowered': 'history.lowered',
  'order.seen': 'history.seen',
  'order.acknowledged': 'history.acknowledged',
  'order.measure-done': 'history.done',
  'order.released': 'history.released',
  'order.cancelled': 'history.cancelled',
}

export function auditText(line: AuditLineView, text: Text): { readonly title: string; readonly detail: string } {
  const key = TITLES[line.action]
  return { title: key ? text(key) : line.action, detail: detailOf(line, text) }
}

function detailOf({ action, cause, details, actor }: AuditLineView, text: Text): string {
  const measure = MEASURES.find((one) => one === details.measure)
  if (measure) return measureText(measure, text)
  if (isCall(details.onBehalf)) {
    const { behalfOf, phone, heard } = details.onBehalf
    return text('history.call', { behalfOf, phone, heard })
  }
  const isEnd = action === 'order.released' || action === 'order.cancelled'
  // The system's own reasons are written for programs; the episode beside says them in words.
  return isEnd && actor !== 'system' ? cause : ''
}

interface Call {
  readonly behalfOf: string
  readonly phone: string
  readonly heard: string
}

function isCall(details: unknown): details is Call {
  return typeof details === 'object' && details !== null && 'behalfOf' in details && 'phone' in details
}
