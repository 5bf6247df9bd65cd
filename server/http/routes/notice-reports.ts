/** The report upward on a notice as data and as files, with the figures of the moment it is asked for. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id } from '../../contract/common.ts'
import { NoticeReportView } from '../../contract/notice-report.ts'
import { type ReportText, reportTextIn } from '../../contract/report-words.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { attachment } from '../attachment.ts'
import { refuse } from '../problem.ts'
import { noticePicture, PICTURE_WIDTH_PX } from '../report/notice-picture.ts'
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

const getPicture = createRoute({
  method: 'get',
  path: '/notices/{id}/report.png',
  summary: 'The same as a long picture for a phone, where a Chromium is installed',
  request: { params: Params, query: Language },
  responses: {
    200: { description: 'the picture', content: { 'image/png': { schema: Bytes } } },
    ...problems(400, 401, 404, 429, 501, 503, 504),
  },
})

export function addNoticeReportRoutes(api: Api, parts: Pick<AppParts, 'show' | 'settings' | 'camera' | 'log'>): void {
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

  api.openapi(getPicture, async (c) => {
    const text = textIn(c.req.valid('query').lang)
    const report = await reportOf(c.req.valid('param').id)
    const png = await taken(noticePicture(report, text, isDrill))
    return c.body(new Uint8Array(png), 200, {
      'content-type': 'image/png',
      'content-disposition': attachment(nameOf(report, text), 'png'),
    })
  })

  async function taken(html: string): Promise<Uint8Array> {
    if (!parts.camera) refuse(501, 'there is no Chromium on this server: use the print page')
    const picture = await parts.camera.take(html, PICTURE_WIDTH_PX)
    switch (picture.kind) {
      case 'taken':
        return picture.png
      case 'busy':
        return refuse(429, 'another picture is being made: try again in a moment', { headers: { 'retry-after': '5' } })
      case 'too-late':
        return refuse(504, 'Chromium did not make the picture in time: use the print page')
      case 'failed':
        parts.log.warn('http.picture-failed', { why: picture.why })
        return refuse(501, 'Chromium did not make the picture: use the print page')
    }
  }

  function nameOf({ number, at }: NoticeReportView, text: ReportText): string {
    return `${isDrill ? text('drill') : ''}${text('file', { number })} ${at.slice(0, 16)}`
  }
}
