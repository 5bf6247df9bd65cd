/** The report upward on a notice as data and as files, with the figures of the moment it is asked for. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id } from '../../contract/common.ts'
import { NoticeReportView } from '../../contract/notice-report.ts'
import { type ReportText, reportTextIn } from '../../contract/report-words.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { attachment } from '../attachment.ts'
import { refuse } from '../problem.ts'
import { noticeWorkbook } from '../report/notice-workbook.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const Params = z.object({ id: Id })
const Language = z.object({ lang: z.enum(['zh', 'en']).optional().describe('zh when left out') })
const Bytes = z.string().meta({ format: 'binary' })

const getReport = createRoute({
  method: 'get',
  path: '/notices/{id}/report',
  summary: 'How far a notice is carried out now, place by place',
  request: { params: Params },
  responses: { 200: json(NoticeReportView.meta({ id: 'NoticeReport' }), 'the report'), ...problems(401, 404, 503) },
})

const getWorkbook = createRoute({
  method: 'get',
  path: '/notices/{id}/report.xlsx',
  summary: 'The same as a workbook: figures, and a line a place',
  request: { params: Params, query: Language },
  responses: {
    200: { description: 'the workbook', content: { [XLSX]: { schema: Bytes } } },
    ...problems(400, 401, 404, 503),
  },
})

export function addNoticeReportRoutes(api: Api, parts: Pick<AppParts, 'show' | 'settings'>): void {
  const { lists } = parts.show
  const isDrill = parts.settings.realm === 'drill'
  const reportOf = async (id: string) => (await lists.noticeReport(id)) ?? refuse(404, 'there is no such notice')
  const textIn = (lang: 'zh' | 'en' | undefined) => reportTextIn(lang === 'en' ? 'en' : 'zh-CN')

  api.openapi(getReport, async (c) => c.json(await reportOf(c.req.valid('param').id), 200))

  api.openapi(getWorkbook, async (c) => {
    const text = textIn(c.req.valid('query').lang)
    const report = await reportOf(c.req.valid('param').id)
    const workbook = await noticeWorkbook(report, text, isDrill)
    return c.body(new Uint8Array(workbook), 200, {
      'content-type': XLSX,
      'content-disposition': attachment(nameOf(report, text), 'xlsx'),
    })
  })

  function nameOf({ number, at }: NoticeReportView, text: ReportText): string {
    return `${isDrill ? text('drill') : ''}${text('file', { number })} ${at.slice(0, 16)}`
  }
}
