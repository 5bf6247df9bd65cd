/** What is written down: notifications, quarantine, audit; and the report of a drill. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, PlainText, pageView, TimeQuery } from '../../contract/common.ts'
import { DrillReport } from '../../contract/drill-report.ts'
import { AuditLineView, AuditVerdictView, NotificationView, QuarantineView } from '../../contract/record.ts'
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
  summary: 'Computes the whole chain again, if anything of it has changed since; for known callers',
  responses: { 200: json(AuditVerdictView.meta({ id: 'AuditVerdict' }), 'the verdict'), ...problems(401, 503) },
})

const getReport = createRoute({
  method: 'get',
  path: '/drill/report',
  summary: 'What happened in a drill and how it was answered; waits until everything is stored',
  request: { query: z.object({ from: TimeQuery, to: TimeQuery.optional().describe('now when left out') }) },
  responses: { 200: json(DrillReport.meta({ id: 'DrillReport' }), 'the whole report'), ...problems(400, 404, 503) },
})

export function addRecordRoutes(
  api: Api,
  { show: { lists }, drill, clock }: Pick<AppParts, 'show' | 'drill' | 'clock'>,
): void {
  api.openapi(listNotifications, async (c) => {
    const { order = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.notifications({ ...paging, order })), 200)
  })

  api.openapi(listQuarantine, async (c) => {
    const { device = null, reason = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.quarantine({ ...paging, device, reason })), 200)
  })

  api.openapi(listAudit, async (c) => {
    const { subject = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.audit({ ...paging, subject })), 200)
  })

  api.openapi(verifyAudit, async (c) => c.json(await lists.verifyAudit(), 200))

  api.openapi(getReport, async (c) => {
    if (!drill) refuse(404, 'there is no drill here: this is the live realm')
    const { from, to = clock.now() } = c.req.valid('query')
    if (from > to) refuseField('from', String(from), `not after to (${to})`)
    return c.json(await drill.report({ from, to }), 200)
  })
}
