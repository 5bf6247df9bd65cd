/** What is written down: notifications, quarantine, audit; and the report of a drill. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, PlainText, pageView, TimeQuery } from '../../contract/common.ts'
import { DrillReport } from '../../contract/drill-report.ts'
import {
  AuditLineView,
  AuditVerdictView,
  auditLineView,
  NotificationView,
  notificationView,
  QuarantineView,
} from '../../contract/record.ts'
import { localIso } from '../../domain/time.ts'
import { drillReport } from '../../flows/drill/drill-report.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const listNotifications = createRoute({
  method: 'get',
  path: '/notifications',
  summary: 'Messages owed, the newest first',
  request: { query: PageQuery.extend({ order: Id.optional() }) },
  responses: { 200: json(pageView(NotificationView.meta({ id: 'Notification' })), 'a page'), ...problems(400, 503) },
})

const listQuarantine = createRoute({
  method: 'get',
  path: '/quarantine',
  summary: 'What could not be used, and why',
  request: { query: PageQuery.extend({ device: PlainText(64).optional(), reason: Id.optional() }) },
  responses: { 200: json(pageView(QuarantineView.meta({ id: 'Quarantined' })), 'a page'), ...problems(400, 503) },
})

const listAudit = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'Audit lines, the newest first',
  request: { query: PageQuery.extend({ subject: PlainText(200).optional().describe('for example order:<id>') }) },
  responses: { 200: json(pageView(AuditLineView.meta({ id: 'AuditLine' })), 'a page'), ...problems(400, 503) },
})

const verifyAudit = createRoute({
  method: 'get',
  path: '/audit/verify',
  summary: 'Computes the whole chain again',
  responses: { 200: json(AuditVerdictView.meta({ id: 'AuditVerdict' }), 'the verdict'), ...problems(503) },
})

const getReport = createRoute({
  method: 'get',
  path: '/drill/report',
  summary: 'What happened in a drill and how it was answered; waits until everything is stored',
  request: { query: z.object({ from: TimeQuery, to: TimeQuery.optional().describe('now when left out') }) },
  responses: { 200: json(DrillReport.meta({ id: 'DrillReport' }), 'the whole report'), ...problems(400, 404, 503) },
})

export function addRecordRoutes(api: Api, parts: AppParts): void {
  const { operations, registry, settings, clock } = parts
  const { notifications, quarantine, audit } = operations.read
  const { timeZone } = settings

  api.openapi(listNotifications, async (c) => {
    const { order = null, ...query } = c.req.valid('query')
    const page = await readPage(query, (paging) => notifications.list({ ...paging, order }))
    const items = page.items.map((one) => notificationView(one, timeZone))
    return c.json({ items, nextCursor: page.nextCursor }, 200)
  })

  api.openapi(listQuarantine, async (c) => {
    const { device = null, reason = null, ...query } = c.req.valid('query')
    const page = await readPage(query, (paging) => quarantine.list({ ...paging, device, reason }))
    const items = page.items.map(({ receivedAt, lastAt, ...one }) => ({
      ...one,
      receivedAt: localIso(receivedAt, timeZone),
      lastAt: localIso(lastAt, timeZone),
    }))
    return c.json({ items, nextCursor: page.nextCursor }, 200)
  })

  api.openapi(listAudit, async (c) => {
    const { subject = null, ...query } = c.req.valid('query')
    const page = await readPage(query, (paging) => audit.list({ ...paging, subject }))
    return c.json({ items: page.items.map((line) => auditLineView(line, timeZone)), nextCursor: page.nextCursor }, 200)
  })

  api.openapi(verifyAudit, async (c) => c.json(await audit.verify(), 200))

  api.openapi(getReport, async (c) => {
    if (settings.realm === 'live') refuse(404, 'there is no drill here: this is the live realm')
    const { from, to = clock.now() } = c.req.valid('query')
    if (from > to) refuseField('from', String(from), `not after to (${to})`)
    const { store, counters, drained } = parts
    return c.json(await drillReport({ operations, store, lookup: registry, counters, drained }, { from, to }), 200)
  })
}
