/** What is written down and never changed, as it crosses the wire: audit lines, quarantine, notifications. */
import { z } from 'zod'
import type { Quarantined } from '../domain/air/reading.ts'
import type { AuditLine } from '../domain/audit.ts'
import type { Notification } from '../domain/control/notification.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime } from './common.ts'

export const AuditLineView = z.object({
  id: z.number().int(),
  at: IsoTime,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  revision: z.number().int().nullable(),
  cause: z.string(),
  details: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
})

export type AuditLineView = z.infer<typeof AuditLineView>

export const AuditVerdictView = z.object({
  ok: z.boolean(),
  checked: z.number().int(),
  firstBad: z.number().int().nullable().describe('the first line that does not fit'),
})

export const QuarantineView = z.object({
  id: z.string(),
  device: z.string().nullable(),
  topic: z.string(),
  receivedAt: IsoTime,
  lastAt: IsoTime,
  times: z.number().int().describe('over all readings of the message, and every time the same message came'),
  reason: z.string(),
  field: z.string().describe('as the sender named it; empty for a whole message or reading'),
  detail: z.string(),
  sample: z.string().describe('the first 1,024 characters of what was sent'),
})

export type QuarantineView = z.infer<typeof QuarantineView>

export const NotificationView = z.object({
  key: z.string(),
  kind: z.string(),
  order: z.string().nullable(),
  recipient: z.string(),
  createdAt: IsoTime,
  facts: z.record(z.string(), z.unknown()),
})

export type NotificationView = z.infer<typeof NotificationView>

export function quarantineView(item: Quarantined, timeZone: string): QuarantineView {
  return { ...item, receivedAt: localIso(item.receivedAt, timeZone), lastAt: localIso(item.lastAt, timeZone) }
}

export function notificationView(
  { key, kind, orderId, recipient, createdAt, facts }: Notification,
  timeZone: string,
): NotificationView {
  return { key, kind, order: orderId, recipient, createdAt: localIso(createdAt, timeZone), facts: { ...facts } }
}

export function auditLineView(line: AuditLine, timeZone: string): AuditLineView {
  return { ...line, at: localIso(line.at, timeZone), details: { ...line.details } }
}
