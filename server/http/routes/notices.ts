/** Notices from above: recorded, amended, lifted, answered. */
import { createRoute, z } from '@hono/zod-openapi'
import { ReasonedInput } from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { DraftView } from '../../contract/draft.ts'
import { AmendInput, NoticeInput, NoticeView, noticeContent, ReplyInput } from '../../contract/notice.ts'
import { NoticeReadingView, noticeReadingView, ReadNoticeInput } from '../../contract/notice-reading.ts'
import type { Notice, NoticeContent } from '../../domain/control/notice.ts'
import { readNotice } from '../../domain/notices/read-notice.ts'
import { localIso } from '../../domain/time.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { NoticeAct } from '../../flows/act/notice-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const View = NoticeView.meta({ id: 'Notice' })
const Params = z.object({ id: Id })
const Figures = z.record(z.string(), z.number().int())
const WithFigures = NoticeView.extend({
  figures: Figures.describe('of its orders, as they stand now: what an answer would say'),
  draft: DraftView.nullable().describe('what waits for a decision about it; null: nothing does'),
}).meta({ id: 'NoticeWithFigures' })

const listNotices = createRoute({
  method: 'get',
  path: '/notices',
  summary: 'Notices from above, newest first',
  request: { query: PageQuery.extend({ state: z.enum(['open', 'ended']).optional() }) },
  responses: { 200: json(pageView(View), 'a page'), ...problems(400, 503) },
})

const getNotice = createRoute({
  method: 'get',
  path: '/notices/{id}',
  summary: 'One notice with the figures of its orders and what waits for a decision',
  request: { params: Params },
  responses: { 200: json(WithFigures, 'the notice'), ...problems(404, 503) },
})

const readText = createRoute({
  method: 'post',
  path: '/notices/read',
  summary: 'Reads the text of a notice by plain patterns, and says what it could not read; nothing is recorded',
  request: { body: { required: true, content: { 'application/json': { schema: ReadNoticeInput } } } },
  responses: {
    200: json(NoticeReadingView.meta({ id: 'NoticeReading' }), 'what was read'),
    ...problems(400, 401, 403, 408),
  },
})

const recordNotice = createRoute({
  method: 'post',
  path: '/notices',
  summary: 'Records a notice; what it demands waits as a draft',
  request: { body: { required: true, content: { 'application/json': { schema: NoticeInput } } } },
  responses: { 201: json(WithFigures, 'the notice'), ...problems(400, 401, 403, 408, 409, 422, 503) },
})

function act<P extends string, T extends z.ZodType>(path: P, summary: string, schema: T) {
  return createRoute({
    method: 'post',
    path,
    summary,
    request: { params: Params, body: { required: true, content: { 'application/json': { schema } } } },
    responses: { 200: json(WithFigures, 'the notice after it'), ...problems(400, 401, 403, 404, 408, 409, 422, 503) },
  })
}

const amend = act('/notices/{id}/amend', 'Amends or extends it: it says all this from now on', AmendInput)
const lift = act('/notices/{id}/lift', 'The issuer has lifted it', ReasonedInput)
const reply = act('/notices/{id}/reply', 'An answer was sent upward; the figures of the moment are kept', ReplyInput)

export function addNoticeRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district' | 'clock'>): void {
  const { lists } = parts.show
  const { notices } = parts.act
  const { registry } = parts.district

  const viewOf = async (id: string) => (await lists.notice(id)) ?? refuse(404, 'there is no such notice')

  function contentOf(said: NoticeInput): NoticeContent {
    const named = said.scope.kind === 'township' ? said.scope.township : ''
    return (
      noticeContent(said, registry.current().townships) ??
      refuseField('scope.township', named, 'id or name of a township of this district')
    )
  }

  /** What the schema cannot say: which times go together. */
  function checked(content: NoticeContent, now: EpochMs): NoticeContent {
    const { startsAt, endsAt, replyBy } = content
    const say = (at: EpochMs) => localIso(at, registry.timeZone)
    if (endsAt !== null && endsAt <= startsAt)
      refuseField('endsAt', say(endsAt), `later than startsAt, ${say(startsAt)}`)
    if (endsAt !== null && endsAt <= now) refuseField('endsAt', say(endsAt), `later than now, ${say(now)}`)
    if (replyBy !== null && replyBy <= now) refuseField('replyBy', say(replyBy), `later than now, ${say(now)}`)
    return content
  }

  api.openapi(readText, async (c) => {
    const { timeZone } = registry
    const facts = { timeZone, townships: registry.current().townships }
    return c.json(noticeReadingView(readNotice(c.req.valid('json').text, parts.clock.now(), facts), registry), 200)
  })

  api.openapi(listNotices, async (c) => {
    const { state = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.notices({ ...paging, state })), 200)
  })

  api.openapi(getNotice, async (c) => c.json(await viewOf(c.req.valid('param').id), 200))

  api.openapi(recordNotice, async (c) => {
    const content = checked(contentOf(c.req.valid('json')), parts.clock.now())
    const notice = await notices.record(content, { actor: c.get('caller').actor, reason: 'notice-recorded' })
    return c.json(await viewOf(notice.id), 201)
  })

  api.openapi(amend, async (c) => {
    const { version = null, reason, ...said } = c.req.valid('json')
    const { id } = c.req.valid('param')
    const content = checkedAmendment(contentOf(said))
    done(await notices.amend(id, version, content, { actor: c.get('caller').actor, reason }))
    return c.json(await viewOf(id), 200)
  })

  /** An answer that is overdue stays so: an amendment may leave its time as it is. */
  function checkedAmendment(content: NoticeContent): NoticeContent {
    checked({ ...content, replyBy: null }, parts.clock.now())
    return content
  }

  api.openapi(lift, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const { id } = c.req.valid('param')
    done(await notices.lift(id, version, { actor: c.get('caller').actor, reason }))
    return c.json(await viewOf(id), 200)
  })

  api.openapi(reply, async (c) => {
    const { version = null, text } = c.req.valid('json')
    const { id } = c.req.valid('param')
    done(await notices.reply(id, version, text, { actor: c.get('caller').actor, reason: 'reply-owed' }))
    return c.json(await viewOf(id), 200)
  })

  function done(outcome: NoticeAct): Notice {
    switch (outcome.kind) {
      case 'changed':
        return outcome.notice
      case 'unknown':
        return refuse(404, 'there is no such notice')
      case 'stale': {
        const { version } = outcome
        return refuse(409, `the notice was changed meanwhile: its version is ${version} now`, { version })
      }
      case 'over': {
        const at = localIso(outcome.at, registry.timeZone)
        return refuse(409, `the notice has demanded nothing since ${at}`, { version: outcome.notice.version })
      }
    }
  }
}
