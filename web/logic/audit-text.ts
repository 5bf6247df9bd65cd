/** An audit line in words: what was done, what belongs to it, and why. */
import type { AuditLineView } from '../../server/contract/record.ts'
import { AUDIT_ACTIONS } from '../../server/domain/audit.ts'
import { MEASURES } from '../../server/domain/control/measure.ts'
import type { Pen } from '../rules/rule-words.ts'
import { measureText, type Text } from './phrases.ts'
import { reasonText } from './reason-text.ts'

export interface AuditWords {
  readonly title: string
  readonly detail: string
}

/** An action of another version is shown by its code rather than hidden. */
export function auditText(line: AuditLineView, text: Text, pen: Pen): AuditWords {
  const action = AUDIT_ACTIONS.find((one) => one === line.action)
  const parts = [detailOf(line, text), reasonText(line.cause, text, pen)]
  return { title: action ? text(`audit.${action}`) : line.action, detail: parts.filter(Boolean).join(' · ') }
}

function detailOf({ details }: AuditLineView, text: Text): string | null {
  const measure = MEASURES.find((one) => one === details.measure)
  if (measure) return measureText(measure, text)
  if (!isCall(details.onBehalf)) return null
  const { behalfOf, phone, heard } = details.onBehalf
  return text('history.call', { behalfOf, phone, heard })
}

interface Call {
  readonly behalfOf: string
  readonly phone: string
  readonly heard: string
}

function isCall(details: unknown): details is Call {
  return typeof details === 'object' && details !== null && 'behalfOf' in details && 'phone' in details
}
